"""Security headers of every response: no foreign content, no MIME sniffing, no referrers to other sites."""

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
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"  # a file that someone sent may do nothing at all
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CSP = "Content-Security-Policy"


def policy(**changes: str) -> str:
    """The content security policy, with directives replaced by ``changes``, e.g. ``frame_ancestors="'self'"``."""
    parts = {**POLICY, **{name.replace("_", "-"): value for name, value in changes.items()}}
    return "; ".join(f"{name} {value}" for name, value in parts.items())


async def add(message: Message, scope: Scope) -> None:
    """Runs before any response is sent, errors included; a response's own policy is kept."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in SAFE.items():
        headers.setdefault(name, value)
    headers.setdefault(CSP, policy())
    if not scope["path"].startswith("/static/"):
        headers.setdefault("Cache-Control", "no-store")
