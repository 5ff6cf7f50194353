"""Which addresses a crawler may connect to: public ones, unless the user allows a host by name."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NUMBER = re.compile(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){0,3}")
_SITE_LOCAL = ipaddress.ip_network("fec0::/10")


async def addresses_of(host: str, port: int) -> list[str]:
    """The addresses that a name resolves to, each once, in the resolver's order. Raises socket.gaierror."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as fault:  # a label that is empty or too long for DNS
        raise socket.gaierror(socket.EAI_NONAME, str(fault)) from fault
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet (IANA's special-purpose registries).

    Loopback, private, link-local (cloud metadata among them), shared, reserved and multicast addresses are
    not; nor is an IPv6 address that only carries such an IPv4 one.
    """
    carried = _carried(ipaddress.ip_address(address.partition("%")[0]))
    return carried.is_global and not carried.is_multicast and not _is_site_local(carried)


def literal(host: str) -> str | None:
    """The IP address that a URL's host stands for without any look-up, or None for a name that needs one.

    Systems read 127.1, 2130706433 and 0x7f.1 as 127.0.0.1, and localhost is that by its name (RFC 6761, 6.3).
    """
    name = host.strip("[]").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return "127.0.0.1"
    try:
        return str(ipaddress.ip_address(name))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(name)) if _NUMBER.fullmatch(name) else None
    except OSError:
        return None


def _carried(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64); any other as it is."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else address)


def _is_site_local(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return isinstance(address, ipaddress.IPv6Address) and address in _SITE_LOCAL
