"""The configuration is read strictly: each mistake is one line with file, line, key and what is expected."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appeals.reminders import ReminderSettings
from bot.config.complaints import EXAMPLES, keys, line_of
from bot.config.file import ConfigError, demo, load
from bot.config.model import Config, RemindersSection
from tests.config.written import LEAST, Write

EXAMPLE = Path(__file__).parents[2] / "config.toml"


def complaints(file: Path | None = None) -> list[str]:
    with pytest.raises(ConfigError) as error:
        load(file)
    return list(error.value.complaints)


def test_the_example_is_complete_and_valid() -> None:
    config = load(EXAMPLE)
    assert config.database_url == f"sqlite+aiosqlite:///{EXAMPLE.parent / 'data' / 'qinqing.db'}"
    assert config.files.folder == EXAMPLE.parent / "data" / "files"


def test_the_example_has_every_setting_and_no_other() -> None:
    written = set(re.findall(r"^(?:# )?(\w+) = ", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE))
    known = {key.split(".")[1] for key in keys()}
    assert written == known


def test_every_setting_of_the_example_has_its_reason_above_it() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    for above, line in pairwise(lines):
        if re.match(r"(# )?\w+ = ", line):
            assert re.match(r"# .*[\u4e00-\u9fff]", above), line


def test_the_example_says_the_defaults() -> None:
    said = load(EXAMPLE)
    for name in ("server", "hours", "reminders", "telegram", "log", "jobs"):
        assert getattr(said, name) == Config.model_fields[name].default


def test_the_reminders_are_those_of_the_ladder() -> None:
    assert RemindersSection().settings() == ReminderSettings()


def test_what_is_left_out_has_its_default(write: Write) -> None:
    assert load(write(LEAST)).server == Config.model_fields["server"].default


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ("[server]\nprot = 1", "第 12 行 server.prot：没有这个设置，是不是 server.port？"),
        ("[srver]\nport = 1", "第 11 行 srver：没有这个设置，是不是 server？"),
        ("[office.more]\nx = 1", "第 11 行 office.more：没有这个设置"),
        ("[server]\nport = '80'", '第 12 行 server.port：现在是 "80"，应为 1 至 65535 的整数。'),
        ("[server]\nport = 99999", "第 12 行 server.port：现在是 99999，应为 1 至 65535 的整数。"),
        ("[server]\nport = 80.5", "第 12 行 server.port：现在是 80.5，应为 1 至 65535 的整数。"),
        ("[server]\nport = true", "第 12 行 server.port：现在是 true，应为 1 至 65535 的整数。"),
        ("[server]\nhost = 127", "第 12 行 server.host：现在是 127，应为文字，放在英文引号里，不能为空。"),
        ("[server]\nport = 8081", "第 11 行 server：port 和 operations_port 不能是同一个端口。"),
        ("[hours]\nopening = '25:00'", '第 12 行 hours.opening：现在是 "25:00"，应为 09:00 这样的时间。'),
        ("[hours]\nopening = 9", "第 12 行 hours.opening：现在是 9，应为 09:00 这样的时间，放在英文引号里。"),
        ("[hours]\nopening = '18:00'", "第 11 行 hours：opening（上班）要早于 closing（下班）。"),
        ("[hours]\neffective_day_counts = 'no'", "应为 true 或 false（不加引号）。"),
        ("[log]\nformat = 'xml'", '第 12 行 log.format：现在是 "xml"，应为 "json" 或 "console"。'),
        ("[jobs]\nremind_seconds = 0", "第 12 行 jobs.remind_seconds：现在是 0，应为 1 至 3600 的整数。"),
        (
            "[reminders]\nlate = 3",
            '第 12 行 reminders.late：现在是 3，应为 { workdays = 0, at = "09:00" } 这样的写法。',
        ),
        (
            "[reminders]\nlate = { workdays = 'x' }",
            '第 12 行 reminders.late.workdays：现在是 "x"，应为 -20 至 20 的整数。',
        ),
        ("[reminders]\nlate = { at = 5 }", "reminders.late.at：现在是 5，应为 09:00 这样的时间，放在英文引号里。"),
        ("[reminders]\nlate = { hour = 1 }", "第 12 行 reminders.late.hour：没有这个设置，"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_what_is_expected(write: Write, more: str, line: str) -> None:
    said = complaints(write(f"{LEAST}{more}\n"))
    assert len(said) == 1
    assert line in said[0]
    assert said[0].startswith(str(write(LEAST)))


@pytest.mark.parametrize("key", EXAMPLES)
def test_a_setting_that_is_missing_is_named_with_an_example(write: Write, key: str) -> None:
    name = key.partition(".")[2]
    text = re.sub(rf"^{name} = .*\n", "", LEAST, flags=re.MULTILINE) if name else LEAST.replace("url = ", "# url = ", 1)
    (said,) = complaints(write(text))
    assert EXAMPLES[key] in said
    assert f"第 {line_of(text, key)} 行" in said


def test_a_missing_section_is_named(write: Write) -> None:
    said = complaints(write(LEAST.replace("[files]\nfolder", "[jobs]\n#")))
    assert said == [f'{write("")}：缺少 files。请在 [files] 一节写上 folder = "data/files"']


def test_all_complaints_come_at_once(write: Write) -> None:
    assert len(complaints(write(LEAST + "[server]\nport = 'x'\nhots = 'y'\n[log]\nlevel = 1\n"))) == 3


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[server]\nport 8080", "第 2 行第 6 列：设置名后面要有等号"),
        ("[server]\nport = eighty", "第 2 行第 8 列：等号后面的写法不对"),
        ("[server]\nport = 1\nport = 2\n", "第 3 行第 9 列：这个设置写了两遍"),
        ('[server]\nhost = "a', "第 2 行（文件末尾）：引号没有成对"),
        ("[server\nport = 1", "第 1 行第 8 列：节名要用一对方括号"),
        ("[server]\nhost = “a”", "第 2 行第 8 列：等号后面的写法不对"),
        ("[server]\nport = 1 2", "第 2 行第 10 列：一行只写一个设置"),
        ("[server]\n[server]", "第 2 行第 8 列：这一节写了两遍"),
    ],
)
def test_what_is_not_toml_is_said_with_line_and_column(write: Write, text: str, place: str) -> None:
    (said,) = complaints(write(text))
    assert place in said


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    assert "没有这个文件" in complaints(tmp_path / "absent.toml")[0]
    assert "这是一个文件夹" in complaints(tmp_path)[0]
    (tmp_path / "gbk.toml").write_bytes("[office]\nname = '示例'".encode("gb18030"))
    assert "第 2 行：不是 UTF-8 编码" in complaints(tmp_path / "gbk.toml")[0]


def test_the_environment_comes_before_the_file(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINQING_SERVER__PORT", "9090")
    monkeypatch.setenv("QINQING_HOURS__CLOSING", "18:00")
    monkeypatch.setenv("QINQING_HOURS__EFFECTIVE_DAY_COUNTS", "true")
    monkeypatch.setenv("QINQING_REMINDERS__RESOLVE_BEFORE__WORKDAYS", "-5")
    monkeypatch.setenv("QINQING_OFFICE__NAME", "2026")
    config = load(write(LEAST))
    assert config.server.port == 9090
    assert f"{config.hours.closing:%H:%M}" == "18:00"
    assert config.hours.effective_day_counts is True
    assert config.reminders.resolve_before.workdays == -5
    assert config.office.name == "2026"


@pytest.mark.parametrize(
    ("variable", "value", "line"),
    [
        ("QINQING_SERVER__PORT", "abc", '环境变量 QINQING_SERVER__PORT：现在是 "abc"，应为 1 至 65535 的整数。'),
        ("QINQING_SERVER__PROT", "1", "环境变量 QINQING_SERVER__PROT：没有这个设置，是不是 server.port？"),
        ("QINQING_SRVER__PORT", "1", "环境变量 QINQING_SRVER__PORT：没有这个设置，是不是 QINQING_SERVER__PORT？"),
        ("QINQING_SERVER", "{", "环境变量写法不对"),
    ],
)
def test_a_wrong_variable_is_named(
    write: Write, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, line: str
) -> None:
    monkeypatch.setenv(variable, value)
    (said,) = complaints(write(LEAST))
    assert line in said


def test_other_peoples_variables_are_left_alone(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINQING_HOME", "/opt/qinqing")
    load(write(LEAST))


def test_without_any_configuration_it_says_what_to_put_where() -> None:
    said = "\n".join(complaints())
    for example in EXAMPLES.values():
        assert example in said
    assert "qinqing run --config" in said
    assert "qinqing run --demo" in said


def test_what_it_says_to_put_there_is_enough(write: Write) -> None:
    lines = [line.strip() for line in complaints() if line.startswith("    ")]
    load(write("\n".join(lines)))


def test_the_environment_alone_may_be_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for section, values in tomllib.loads(LEAST).items():
        for key, value in values.items():
            monkeypatch.setenv(f"QINQING_{section}__{key}".upper(), value)
    assert load().files.folder == tmp_path / "data" / "files"
    monkeypatch.delenv("QINQING_OFFICE__NAME")
    assert EXAMPLES["office.name"] in complaints()[0]


def test_a_variable_may_name_the_file(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINQING_CONFIG", str(write(LEAST)))
    assert load().office.region == "示例区"


def test_a_password_in_the_file_is_refused_and_not_repeated(write: Write) -> None:
    (said,) = complaints(write(LEAST.replace("sqlite:///data/qinqing.db", "postgresql://q:geheim@db/qinqing")))
    assert "url_file" in said
    assert "geheim" not in said


def test_a_password_may_come_from_a_file_of_its_own(write: Write, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("postgresql://q:geheim@db/qinqing\n", encoding="utf-8")
    config = load(write(LEAST.replace('url = "sqlite:///data/qinqing.db"', 'url_file = "secret"')))
    assert config.database_url == "postgresql+psycopg://q:geheim@db/qinqing"


def test_a_password_file_that_holds_something_else_is_said_without_repeating_it(write: Write, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("geheim", encoding="utf-8")
    (said,) = complaints(write(LEAST.replace('url = "sqlite:///data/qinqing.db"', 'url_file = "secret"')))
    assert "只有一行数据库地址" in said
    assert "geheim" not in said


def test_a_password_may_come_from_the_environment(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINQING_DATABASE__URL", "postgresql://q:geheim@db/qinqing")
    assert load(write(LEAST)).database_url == "postgresql+psycopg://q:geheim@db/qinqing"


def test_a_password_in_the_file_is_refused_beside_a_variable_too(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINQING_DATABASE__URL", "postgresql://q:other@db/qinqing")
    (said,) = complaints(write(LEAST.replace("sqlite:///data/qinqing.db", "postgresql://q:geheim#1@db/qinqing")))
    assert "url_file" in said


@pytest.mark.parametrize("url", ["", "mysql://db/x", "data.db", "sqlite", "postgres", "postgresql://h:port/db"])
def test_another_database_is_refused(write: Write, url: str) -> None:
    (said,) = complaints(write(LEAST.replace("sqlite:///data/qinqing.db", url)))
    assert "sqlite:///" in said


def test_an_address_that_is_refused_is_not_repeated(write: Write) -> None:
    (said,) = complaints(write(LEAST.replace("sqlite:///data/qinqing.db", "mysql://q:geheim@db/qinqing")))
    assert "geheim" not in said


def test_the_demo_has_a_place_of_its_own(tmp_path: Path) -> None:
    config = demo(tmp_path)
    assert config.database_url == f"sqlite+aiosqlite:///{tmp_path / 'demo.db'}"
    assert config.web.public_url == "http://localhost:8080"


def test_the_demo_listens_to_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINQING_SERVER__PORT", "9090")
    assert demo(tmp_path).web.public_url == "http://localhost:9090"


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_the_file_the_answer_is_lines_of_words(write: Write, text: str) -> None:
    for line in complaints(write(text)):
        assert re.search(r"[\u4e00-\u9fff]", line)


toml_values = st.sampled_from(["1", "-1", "true", "'x'", "''", "1.5", "[]", "{}", "2026-01-01", "09:00:00", "[1]"])


@given(key=st.sampled_from(sorted(key for key in keys() if key.count(".") == 1)), value=toml_values)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_for_any_setting_is_taken_or_complained_about(write: Write, key: str, value: str) -> None:
    section, _, name = key.partition(".")
    said = said_about(write(f"[{section}]\n{name} = {value}\n"))
    assert not any("Input should" in line for line in said)
    assert all(re.search("应|要|缺少|没有这个设置|不能|二选一|只写一个", line) for line in said)


def said_about(file: Path) -> tuple[str, ...]:
    try:
        load(file)
    except ConfigError as error:
        return error.complaints
    return ()
