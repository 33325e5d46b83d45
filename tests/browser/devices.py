"""The devices on which pages are viewed."""

from collections.abc import Awaitable, Callable
from typing import Any

from playwright.async_api import BrowserContext

from tests.browser.inspection import Complaints

Visit = Callable[..., Awaitable[tuple[BrowserContext, Complaints]]]

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
SIZES = {"phone": PHONE, "desktop": DESKTOP}
