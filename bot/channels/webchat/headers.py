"""What browsers are told about every answer: load nothing from elsewhere, guess no types, tell no other site."""

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob: data:",
    "connect-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "manifest-src": "'self'",
}
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"  # a file someone sent may do nothing at all
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CSP = "Content-Security-Policy"


def policy(**changes: str) -> str:
    """The content security policy; ``frame_ancestors="'self'"`` changes that part of it."""
    parts = {**POLICY, **{name.replace("_", "-"): value for name, value in changes.items()}}
    return "; ".join(f"{name} {value}" for name, value in parts.items())


async def add(message: Message, scope: Scope) -> None:
    """Runs before anything is sent, errors included; an answer's own policy stays."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in SAFE.items():
        headers.setdefault(name, value)
    headers.setdefault(CSP, policy())
    if not scope["path"].startswith("/static/"):
        headers.setdefault("Cache-Control", "no-store")
