"""Data of the filing dialog: the draft, choices for each window, the summary and the receipt."""

from collections.abc import Sequence
from typing import Any

from aiogram_dialog import DialogManager

from appeals import assignment_service, categories, draft, reading_service
from appeals.draft import Draft
from appeals.model import ProposedUnit
from bot.dialogs.appeals import attachments, lately, saved_draft
from bot.dialogs.context import Context, context
from bot.dialogs.directory.states import INDIVIDUAL
from directory import enterprise_service
from directory import service as directory
from directory.english import in_chinese
from directory.reason import Reason
from directory.service import Suggestion
from directory.words import in_words
from people.words import masked_phone
from texts.folding import folded
from texts.identity_numbers import HIDDEN
from texts.lines import shortened
from texts.speech import say
from understanding import parts, secrecy
from understanding.meaning import understand as understand_text
from understanding.model import Context as Situation
from understanding.urgency import is_urgent
from workdays.deadline_rules import day_of

NO_ENTERPRISE = "个人"  # in the place of an enterprise's name; part of the record, hence not translated
LINE_CHARS = 12
MAX_SUMMARY_CHARS = 400  # characters of a long text in the summary


async def understand(manager: DialogManager, text: str) -> None:
    """Analyse the person's text: category, place, units that may be responsible, units complained about."""
    await _read(context(manager), manager.dialog_data, text)
    manager.dialog_data.update(added=[], unwritten="")
    await _keep(manager)


async def add(manager: DialogManager, text: str) -> None:
    """More about the matter."""
    await extend(context(manager), manager.dialog_data, text)
    await _keep(manager)


async def take_out(manager: DialogManager, line: str) -> None:
    """A line that was added does not belong to the matter."""
    data = manager.dialog_data
    left = list(reversed(data["added"]))
    left.remove(line)
    head, _, tail = f"{data['text']}\n".rpartition(f"\n{line}\n")
    await understand(manager, f"{head}\n{tail}".strip("\n"))
    data["added"] = left[::-1]


async def extend(ctx: Context, data: dict[str, Any], text: str) -> None:
    """As ``add``, in the given dialog data. What the text so far was clear about stays, unless the whole is clear about
    another."""
    unit, category, whys = data.get("unit"), data["category"], data["whys"]
    line = draft.readable(parts.without_opening(text))
    await _read(ctx, data, f"{data['text']}\n{line}")
    if data["unit"] is None and unit not in (None, *data["accused"]) and not data["integrity"]:
        data.update(unit=unit, whys={**whys, **data["whys"]})
    if category != "other":
        data["category"] = category
    kept = data.get("unwritten", "")
    data.update(added=[*data.get("added", ()), line], unwritten="" if kept == line else kept)


def keep_secret(data: dict[str, Any]) -> None:
    """Who wants it kept secret is asked who is to read it, unless that is chosen."""
    data.update(secret=True, integrity=True, confidential=data.get("confidential") or None)


async def wants_secrecy(manager: DialogManager, text: str) -> bool:
    """Whether the text asks for secrecy; more than the wish is added to what is written."""
    said = folded(text, secrecy.MAX_WISH_CHARS + 1).strip()
    if not secrecy.is_wish(said):
        return False
    if not secrecy.is_bare(said):
        await add(manager, text)
    keep_secret(manager.dialog_data)
    await _keep(manager)
    return True


async def _keep(manager: DialogManager) -> None:
    await saved_draft.keep(manager, manager.dialog_data)
    await lately.went_to(manager, lately.DRAFT)


async def _read(ctx: Context, data: dict[str, Any], text: str) -> None:
    text = draft.readable(text)
    chosen = data.get("chosen") or (["unit"] if data.get("unit_asked") else [])
    routed = await _suggestion(ctx, text, data.get("matters") or [])
    data.update(
        text=text,
        category=data["category"] if "category" in chosen else await _category(ctx, text),
        place=data.get("place") if "place" in chosen else routed.place,
        options=[[unit.id, unit.name] for unit in routed.candidates],
        whys={str(unit.id): why.to_json() for unit, why in zip(routed.candidates, routed.whys, strict=True)},
        proposed=[
            [unit.id, unit.name, why.to_json()] for unit, why in zip(routed.candidates, routed.whys, strict=True)
        ],
        asks=routed.asks,
        accused=[unit.id for unit in routed.accused],
        integrity=routed.confidential or bool(data.get("secret")) or secrecy.is_told(text),
        urgent=is_urgent(text, day_of(ctx.now)) and not data.get("not_urgent"),
        missed="",
    )
    if data.get("unit") in data["accused"]:
        data["unit"] = None
    if "unit" not in chosen:
        data["unit"] = routed.unit


async def _category(ctx: Context, text: str) -> str:
    return categories.guess(in_chinese(text, await ctx.directory()))


async def _suggestion(ctx: Context, text: str, matters: Sequence[str]) -> Suggestion:
    """For a text with several matters, the likeliest unit of each comes first, and the person is asked."""
    current, learned = await ctx.directory(), await ctx.learned()
    whole = directory.suggest(current, text, learned)
    parts = [directory.suggest(current, matter, learned) for matter in matters if matter in text]
    return directory.joined(whole, parts) if parts else whole


async def matters_added(manager: DialogManager, line: str) -> list[str]:
    """The matters that the text and a line to be added make, if the line opens another and nothing is settled yet that
    only the first may have: photos, secrecy, what the person has chosen."""
    data = manager.dialog_data
    is_settled = any(data.get(name) for name in ("files", "chosen", "integrity", "accused", "added"))
    return [] if is_settled or not parts.opens_another(line) else await matters(manager, f"{data['text']}\n{line}")


async def matters(manager: DialogManager, text: str) -> list[str]:
    """The matters of different units in the text; none if it is one matter."""
    meant = understand_text(text, Situation(), await context(manager).directory())
    return [parts.tidied(matter) for matter in meant.matters] if len(meant.matters) > 1 else []


def choose(data: dict[str, Any], field: str, value: Any) -> None:
    """The person has chosen category, place or unit: a new reading of the text changes it no more."""
    data.update({field: value, "chosen": sorted({*data.get("chosen", []), field})})


def should_ask_unit(data: dict[str, Any]) -> bool:
    """Whether several units may be responsible and the person, who knows the matter, has not been asked which one. What
    complains about a unit goes to the office in any case."""
    return (
        bool(data.get("asks"))
        and data.get("unit") is None
        and not data.get("unit_asked")
        and not data.get("confidential")
        and not data.get("accused")
    )


async def choose_enterprise(manager: DialogManager) -> bool:
    """Take the enterprise the person represented last, or none as last time, unless one is chosen; False if that is not
    known yet."""
    ctx, data = context(manager), manager.dialog_data
    if data.get("enterprise") is None:
        known = await enterprise_service.represented(ctx.session, ctx.person.id)
        is_individual = not known and await reading_service.filed_as_individual(ctx.session, ctx.person)
        data["enterprise"] = known[0].id if known else INDIVIDUAL if is_individual else None
    return data["enterprise"] is not None


async def draft_of(manager: DialogManager) -> Draft:
    ctx, data = context(manager), manager.dialog_data
    chosen = data["enterprise"]
    enterprise = await enterprise_service.get(ctx.session, chosen) if chosen != INDIVIDUAL else None
    return Draft(
        text=data["text"],
        category=data["category"],
        place=data.get("place") or "",
        files=tuple(file.id for file in await attachments.accepted_files(manager, data["files"])),
        suggested=data.get("unit"),
        accused=tuple(data["accused"]),
        enterprise=enterprise.id if enterprise else None,
        enterprise_name=enterprise.name if enterprise else NO_ENTERPRISE,
        confidential=bool(data.get("confidential")),
        urgent=bool(data.get("urgent")),
        proposed=tuple(map(ProposedUnit.from_json, data["proposed"] if "proposed" in data else _proposed_before(data))),
    )


def _proposed_before(data: dict[str, Any]) -> list[list[Any]]:
    """For dialogs opened before ``proposed`` was stored, built from what they displayed."""
    return [[unit, name, data["whys"][str(unit)]] for unit, name in data["options"] if str(unit) in data["whys"]]


async def text_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    data = dialog_manager.dialog_data
    files = await attachments.accepted_files(dialog_manager, data.get("files", []))
    return {"written": _head(data.get("text", "")), "count": 0 if data.get("text") else len(files)}


async def files_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    data = dialog_manager.dialog_data
    files = await attachments.accepted_files(dialog_manager, data.get("files", []))
    return {"count": len(files), "unwritten": on_button(data.get("unwritten") or "")}


async def categories_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    guess = dialog_manager.dialog_data["category"]
    return {
        "categories": [(name, categories.label(name)) for name in categories.CATEGORIES],
        "guess": categories.label(guess) if guess != "other" else "",
    }


async def places_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    places = directory.places(await context(dialog_manager).directory())
    return {"places": [(unit.id, unit.name) for unit in places]}


async def enterprises_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx = context(dialog_manager)
    known = await enterprise_service.represented(ctx.session, ctx.person.id)
    return {"enterprises": [(enterprise.id, enterprise.name) for enterprise in known]}


async def summary_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx, data = context(dialog_manager), dialog_manager.dialog_data
    if "filed" in data:
        return {"summary": "", "no_hours": False, "added": "", "unwritten": ""}
    it_is = await draft_of(dialog_manager)
    lines = [
        say("<b>请核对，没有问题就点「确认提交」。</b>\n"),
        say("<b>诉求</b>：{text}", text=_head(it_is.text)),
        say("<b>企业</b>：{name}", name=it_is.enterprise_name),
        say("<b>类别</b>：{category}", category=categories.label(it_is.category)),
    ]
    if HIDDEN in it_is.text:
        lines.append(say("（身份证号我替您遮住了，没有存。）"))
    if it_is.urgent:
        lines.append(say("<b>急件</b>：您说了日子，会排在营商办和单位的前面"))
    if it_is.place:
        lines.append(say("<b>地点</b>：{place}", place=it_is.place))
    lines.append(await _destination(ctx, it_is, why(data, it_is.suggested)))
    if files := await attachments.accepted_files(dialog_manager, it_is.files):
        lines.append(attachments.counted(files))
    phone = masked_phone(ctx.person.phone) if ctx.person.phone else say("不留电话，只在这里联系")
    lines.append(say("<b>联系人</b>：{name}，{phone}", name=ctx.person.name, phone=phone))
    if ctx.person.phone and ctx.person.hours:
        lines.append(say("<b>方便接听</b>：{hours}", hours=ctx.person.hours))
    added = on_button(data["added"][-1]) if data.get("added") else ""
    no_hours = bool(ctx.person.phone) and not ctx.person.hours
    not_in = on_button(data.get("unwritten") or "")
    return {"summary": "\n".join(lines), "no_hours": no_hours, "added": added, "unwritten": not_in}


def on_button(line: str) -> str:
    """A line in short, on the button that takes it out or writes it in: Latin letters are narrow."""
    return shortened(line, LINE_CHARS * 2 if line.isascii() else LINE_CHARS)


def why(data: dict[str, Any], unit: int | None) -> str:
    """Why the unit was proposed; "" if it was not."""
    why = data["whys"].get(str(unit))
    return in_words(Reason.from_json(why)) if why else ""


async def _destination(ctx: Context, it_is: Draft, why: str) -> str:
    if it_is.confidential:
        return say("<b>交给</b>：区纪委监委，内容保密")
    if it_is.accused and await assignment_service.is_against_office(ctx.session, it_is.accused):
        return say("<b>交给</b>：区纪委监委，不经过营商办")
    if it_is.accused:
        return say("<b>交给</b>：营商办直接处理，不经过您反映的单位")
    unit = await ctx.unit_name(it_is.suggested)
    if not unit:
        return say("<b>交给</b>：营商办判断承办单位")
    return say("<b>建议承办</b>：{unit}", unit=unit) + (f"\n<i>{why}</i>" if why else "")


def _head(text: str) -> str:
    if len(text) <= MAX_SUMMARY_CHARS:
        return text
    return say("{head}……（共 {count} 字）", head=text[:MAX_SUMMARY_CHARS], count=len(text))
