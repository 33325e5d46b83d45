"""What counts as one network address."""

from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any

from litestar.connection import ASGIConnection


def of_client(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The network that the request comes from, "" if the server does not know."""
    return network(connection.client.host) if connection.client else ""


def network(host: str) -> str:
    """An IPv4 address as it is; of an IPv6 address its /64, which one subscriber has to itself."""
    try:
        found = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Network((found, 64), strict=False))
    return str(found)
