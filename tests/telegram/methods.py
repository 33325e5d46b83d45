"""The table of methods, and the short ones themselves."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

from tests.telegram import editing, sending
from tests.telegram.account import Account
from tests.telegram.parameters import Parameters
from tests.telegram.refusals import (
    EDIT_TOO_LONG,
    JSON,
    QUERY_TOO_OLD,
    WEBHOOK_ACTIVE,
    bad_request,
    conflict,
)

LONGEST_TOAST = 200
COMMAND = re.compile(r"[a-z0-9_]{1,32}")


async def get_updates(account: Account, parameters: Parameters) -> list[JSON]:
    if account.webhook.url:
        raise conflict(WEBHOOK_ACTIVE)
    return await account.updates.poll(parameters)


async def set_webhook(account: Account, parameters: Parameters) -> bool:
    await account.webhook.set(parameters)
    return True


async def delete_webhook(account: Account, parameters: Parameters) -> bool:
    drop = {name: value for name, value in parameters.values.items() if name == "drop_pending_updates"}
    await account.webhook.set(Parameters(drop))
    return True


def get_webhook_info(account: Account, _: Parameters) -> JSON:
    return account.webhook.info()


def get_me(account: Account, _: Parameters) -> JSON:
    rights = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return {**account.me(), **rights, "can_connect_to_business": False, "has_main_web_app": False}


def get_file(account: Account, parameters: Parameters) -> JSON:
    return account.files.get(parameters.text("file_id"))


def answer_callback_query(account: Account, parameters: Parameters) -> bool:
    """Answers a press, once and in time, which stops its loading indicator."""
    press = account.presses.get(parameters.text("callback_query_id"))
    now = asyncio.get_running_loop().time()
    if press is None or press.answered_at is not None or press.expired or now - press.at > account.press_lasts:
        raise bad_request(QUERY_TOO_OLD)
    text = parameters.text("text")
    if len(text) > LONGEST_TOAST:
        raise bad_request(EDIT_TOO_LONG)
    press.answered_at, press.text, press.alert = now, text, parameters.flag("show_alert")
    account.press_chat[press.id].pulse.beat()
    return True


def set_my_commands(account: Account, parameters: Parameters) -> bool:
    commands = parameters.json("commands")
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(str(command.get("command", "")).removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    account.commands[_scope(account, parameters)] = [
        {"command": one["command"].removeprefix("/"), "description": one["description"]} for one in commands
    ]
    return True


def get_my_commands(account: Account, parameters: Parameters) -> list[JSON]:
    return account.commands.get(_scope(account, parameters), [])


def delete_my_commands(account: Account, parameters: Parameters) -> bool:
    account.commands.pop(_scope(account, parameters), None)
    return True


def set_chat_menu_button(account: Account, parameters: Parameters) -> bool:
    chat = account.chat(parameters.text("chat_id")).id if parameters.text("chat_id") else 0
    account.menu_buttons[chat] = parameters.json("menu_button") or {"type": "default"}
    return True


def _scope(account: Account, parameters: Parameters) -> tuple[str, int, str]:
    """The scope of a command list: its kind, chat (0 for none) and language ("" for any)."""
    scope = parameters.json("scope") or {"type": "default"}
    chat = account.chat(str(scope["chat_id"])).id if "chat_id" in scope else 0
    return str(scope["type"]), chat, parameters.text("language_code")


METHODS: dict[str, Callable[[Account, Parameters], Any]] = {
    "getme": get_me,
    "getupdates": get_updates,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "senddocument": sending.send_document,
    "sendchataction": sending.send_chat_action,
    "leavechat": sending.leave_chat,
    "editmessagetext": editing.edit_text,
    "editmessagecaption": editing.edit_caption,
    "editmessagereplymarkup": editing.edit_markup,
    "editmessagemedia": editing.edit_media,
    "deletemessage": editing.delete,
    "answercallbackquery": answer_callback_query,
    "getfile": get_file,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setchatmenubutton": set_chat_menu_button,
}
