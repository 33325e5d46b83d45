"""The examples for nginx and caddy in the operators' pages are taken by nginx and caddy themselves."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("operations.md", "telegram.md")
REQUIRED = os.environ.get("QINQING_REQUIRE_PROXIES") == "1"
SYSTEM_FOLDERS = ("/usr/sbin", "/usr/local/sbin")  # where nginx lies, and not in everybody's PATH
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")

Accepts = Callable[[str], str]
"""Gives an example to the program; returns its complaint, empty if there is none."""


def examples(language: str) -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        text = (DOCS / page).read_text(encoding="utf-8")
        found += [(page, block) for block in re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)]
    return found


def program(name: str) -> str:
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *SYSTEM_FOLDERS]))
    if found is None:
        (pytest.fail if REQUIRED else pytest.skip)(f"没有找到 {name}，示例没有检查：请安装软件包 {name}。")
    return found


@pytest.fixture
def nginx(tmp_path: Path, unused_tcp_port: int) -> Accepts:
    found, openssl = program("nginx"), program("openssl")
    certificate, key = tmp_path / "qinqing.pem", tmp_path / "qinqing.key"
    run(
        openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
        "-subj", "/CN=qinqing.example.gov.cn", "-out", str(certificate), "-keyout", str(key),
    )  # fmt: skip

    def accepts(example: str) -> str:
        """The example unchanged except for what depends on the machine: port and certificate."""
        here = example.replace("listen 443", f"listen 127.0.0.1:{unused_tcp_port}")
        here = here.replace("/etc/ssl/qinqing.pem", str(certificate)).replace("/etc/ssl/qinqing.key", str(key))
        folders = "\n".join(f"{name}_temp_path {tmp_path / name};" for name in TEMPORARY)
        file = tmp_path / "nginx.conf"
        file.write_text(
            f"pid {tmp_path / 'pid'};\nevents {{}}\nhttp {{\naccess_log off;\n{folders}\n{here}\n}}\n", encoding="utf-8"
        )
        tested = run(found, "-t", "-e", "stderr", "-p", str(tmp_path), "-c", str(file), check=False)
        return "" if tested.returncode == 0 and "[warn]" not in tested.stderr else tested.stderr

    return accepts


@pytest.fixture
def caddy(tmp_path: Path) -> Accepts:
    found = program("caddy")

    def accepts(example: str) -> str:
        file = tmp_path / "Caddyfile"
        file.write_text(example, encoding="utf-8")
        tested = run(found, "validate", "--adapter", "caddyfile", "--config", str(file), check=False, home=tmp_path)
        return "" if tested.returncode == 0 else tested.stderr

    return accepts


def test_nginx_takes_every_example(nginx: Accepts) -> None:
    for page, example in whole_servers():
        assert nginx(example) == "", page


def test_nginx_would_refuse_a_wrong_one(nginx: Accepts) -> None:
    (_, example), *_ = whole_servers()
    assert "unknown directive" in nginx(example.replace("proxy_pass", "proxy_past", 1))
    assert "unexpected" in nginx(example.rstrip().removesuffix("}"))


def test_caddy_takes_every_example(caddy: Accepts) -> None:
    for page, example in examples("caddy"):
        assert caddy(example) == "", page


def test_caddy_would_refuse_a_wrong_one(caddy: Accepts) -> None:
    (_, example), *_ = examples("caddy")
    assert "unrecognized directive" in caddy(example.replace("reverse_proxy", "reverse_prox", 1))


def test_every_page_has_examples_for_both() -> None:
    for language in ("nginx", "caddy"):
        assert {page for page, _ in examples(language)} == set(PAGES)


def whole_servers() -> list[tuple[str, str]]:
    """Examples as files: a location by itself is set where the page says, into the server of the first example."""
    found = examples("nginx")
    server = next(example for _, example in found if re.search(r"^server \{", example, re.MULTILINE))
    body = server.rstrip().removesuffix("}")
    return [(page, f"{body}{one}}}" if one.startswith("location") else one) for page, one in found]


def run(*command: str, check: bool = True, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **({"HOME": str(home), "XDG_DATA_HOME": str(home)} if home else {})}
    return subprocess.run(
        command, check=check, capture_output=True, text=True, timeout=60, env=environment, stdin=subprocess.DEVNULL
    )
