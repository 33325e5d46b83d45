"""Network addresses as far as limits need them: an IPv6 connection is given a whole /64 to choose addresses from."""

from ipaddress import IPv6Address, IPv6Network, ip_address


def network(address: str) -> str:
    """What counts as one sender: the address itself, or its /64; "" if there is no address."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Network((found, 64), strict=False))
