"""Whether an address is one of this machine only."""

from ipaddress import ip_address


def is_loopback(address: str) -> bool:
    """For an address or the name localhost; other names may resolve to anything."""
    if address.lower() == "localhost":
        return True
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback
