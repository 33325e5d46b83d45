"""The browser for the journeys: found on this machine, never downloaded; a missing browser is reported clearly."""

import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright, expect

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")  # the first renders least
REQUIRED = os.environ.get("QINQING_REQUIRE_BROWSER") == "1"
ARGUMENTS = ("--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run")
PATIENCE = 20_000  # milliseconds: a loaded machine is slow, which is not a failure
NO_BROWSER = "没有找到 Chromium：请安装它，或用环境变量 CHROMIUM 指出它的位置。"
NO_FONT = "没有找到中文字体，页面上会是方框：请安装 fonts-noto-cjk。"


def missing() -> str:
    """What this machine lacks for the journeys; "" if nothing. Without a Chinese font they run, but show boxes."""
    if found() is None:
        return NO_BROWSER
    return NO_FONT if REQUIRED and not _chinese_font() else ""


def require() -> None:
    """Skip the requesting test, or fail it if browser journeys are required."""
    if lack := missing():
        (pytest.fail if REQUIRED else pytest.skip)(lack)


def found() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next(filter(None, map(shutil.which, NAMES)), None)


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's sandbox does not work as root
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found(), args=[*ARGUMENTS, *sandbox])
        try:
            yield browser
        finally:
            await browser.close()


def _chinese_font() -> bool:
    lister = shutil.which("fc-list")
    return lister is not None and bool(subprocess.run([lister, ":lang=zh"], capture_output=True, check=True).stdout)
