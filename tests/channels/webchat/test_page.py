"""The page's parts fit together: imported modules exist, and every text that the script uses is provided."""

import re

from bot.channels.webchat import page
from bot.channels.webchat.settings import WebSettings
from bot.dialogs.menu import MENU

MODULES = sorted((page.STATIC / "js").glob("*.js"))
# said by the state's name
STATES = {"connected", "reconnecting", "tooManyPages", "tooManyChats", "recovering", "offline"}


def test_every_module_that_is_imported_exists() -> None:
    for module in MODULES:
        for name in re.findall(r'from "\./([\w.]+)"', module.read_text()):
            assert (page.STATIC / "js" / name).exists(), f"{module.name} imports {name}"


def test_the_script_says_no_word_that_the_page_lacks() -> None:
    assert _said_by_script() - set(page.words()) == set()


def test_the_page_brings_no_word_that_nobody_says() -> None:
    templates = "".join(file.read_text() for file in page.PAGES.glob("*.html"))
    unsaid = set(page.words()) - _said_by_script()
    assert {word for word in unsaid if f"words.{word}" not in templates} == set()


def test_the_script_never_reads_text_as_html() -> None:
    for module in MODULES:
        assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", module.read_text()) == []


def test_every_quick_reply_has_an_icon() -> None:
    icons = (page.PAGES / "icons.html").read_text()
    for reply in page.quick_replies(MENU):
        assert f'name == "{reply.icon}"' in icons
        assert re.fullmatch(r"/[a-z]+", reply.command)


def test_every_setting_says_why() -> None:
    for name, field in WebSettings.model_fields.items():
        assert field.description, name
        assert field.description.endswith("。"), name


def _said_by_script() -> set[str]:
    own = [module for module in MODULES if module.name not in ("demo.js", "words.js")]
    return STATES.union(*(re.findall(r'say\("(\w+)"', module.read_text()) for module in own))
