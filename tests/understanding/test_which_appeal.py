"""Which of several open appeals a text is about."""

import pytest

from understanding.model import Context, Kind, OpenAppeal
from understanding.which_appeal import About, about, by_words

LICENCE = OpenAppeal("SQ-2026-00009", "排污许可证", "区生态环境局", "contact")
LAMP = OpenAppeal("SQ-2026-00012", "门口路灯不亮", "区城市管理局", "confirm")
WATER = OpenAppeal("SQ-2026-00015", "水压太低", "区水务局", "path")
BOTH = (LICENCE, LAMP)


@pytest.mark.parametrize(
    ("text", "context", "kind", "number"),
    [
        ("sq-2026-00012还没解决", Context(open=BOTH, showing=LICENCE.number), Kind.NOT_SOLVED, LAMP.number),
        ("路灯亮了", Context(open=BOTH), Kind.SOLVED, LAMP.number),
        ("亮了", Context(open=BOTH, replied_to=LAMP.number), Kind.SOLVED, LAMP.number),
        ("还没人来", Context(open=BOTH, showing=LICENCE.number), Kind.NO_CONTACT, LICENCE.number),
        ("还没人来", Context(open=(LICENCE,)), Kind.NO_CONTACT, LICENCE.number),
        ("没人联系我", Context(open=BOTH), Kind.NO_CONTACT, LICENCE.number),  # the other one has been resolved
        ("弄好了", Context(open=BOTH, spoken_of=LAMP.number), Kind.SOLVED, LAMP.number),
        ("进度", Context(showing="SQ-2026-00040"), Kind.PROGRESS, "SQ-2026-00040"),
    ],
)
def test_it_is_found(text: str, context: Context, kind: Kind, number: str) -> None:
    assert about(kind, text, context) == About(number)


@pytest.mark.parametrize(
    ("text", "context", "kind"),
    [
        ("路灯还是不亮", Context(open=BOTH, showing=LICENCE.number), Kind.NOT_SOLVED),
        ("补充一下，昨天又来了", Context(open=BOTH), Kind.SUPPLEMENT),
        ("没人联系我", Context(open=BOTH, spoken_of=LAMP.number), Kind.NO_CONTACT),
        (
            "没人联系我",
            Context(open=(LICENCE, WATER), spoken_of=WATER.number),
            Kind.NO_CONTACT,
        ),  # it has been contacted
    ],
)
def test_what_could_be_another_is_doubtful(text: str, context: Context, kind: Kind) -> None:
    assert about(kind, text, context).doubtful


@pytest.mark.parametrize("text", ["两件事都到哪一步了", "几件诉求分别怎么样了", "how are both of them going"])
def test_all_are_meant(text: str) -> None:
    assert about(Kind.PROGRESS, text, Context(open=BOTH, spoken_of=LAMP.number)) == About(None)


def test_the_words_of_one_name_it_and_everyday_words_none() -> None:
    assert by_words("还有一盏路灯没亮", Context(open=BOTH)) == LAMP.number
    assert by_words("到现在没人管", Context(open=BOTH)) is None


def test_without_appeals_there_is_none() -> None:
    assert about(Kind.PROGRESS, "到哪一步了", Context()) == About(None)
    assert about(Kind.WITHDRAW, "sq-2026-00009和sq-2026-00012都撤回", Context(open=BOTH)) == About(None)
