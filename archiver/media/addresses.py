"""Which addresses of the network a file may be fetched from: those of the public internet.

A name in a link can be made to lead anywhere, also to this machine, to its
neighbours, or to the service that hands out a cloud machine's credentials. So
every address a name has is looked at, in whatever form it is written: an IPv6
address that carries an IPv4 address is no better than that one.
"""

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

# https://www.iana.org/assignments/iana-ipv4-special-registry: what is not reachable by everybody,
# or is not one machine.
_CLOSED_V4 = tuple(
    IPv4Network(each)
    for each in (
        "0.0.0.0/8",  # this network; 0.0.0.0 itself leads to this machine (RFC 791)
        "10.0.0.0/8",  # private (RFC 1918)
        "100.64.0.0/10",  # behind a carrier's address translation (RFC 6598)
        "127.0.0.0/8",  # loopback (RFC 1122)
        "169.254.0.0/16",  # link-local, cloud metadata services among them (RFC 3927)
        "172.16.0.0/12",  # private (RFC 1918)
        "192.0.0.0/24",  # protocol assignments (RFC 6890)
        "192.0.2.0/24",  # documentation (RFC 5737)
        "192.31.196.0/24",  # AS112 (RFC 7535)
        "192.52.193.0/24",  # AMT (RFC 7450)
        "192.88.99.0/24",  # relays of 6to4, given up (RFC 7526)
        "192.168.0.0/16",  # private (RFC 1918)
        "192.175.48.0/24",  # AS112 (RFC 7534)
        "198.18.0.0/15",  # benchmarks (RFC 2544)
        "198.51.100.0/24",  # documentation (RFC 5737)
        "203.0.113.0/24",  # documentation (RFC 5737)
        "224.0.0.0/4",  # multicast (RFC 5771)
        "240.0.0.0/4",  # reserved, with the broadcast address (RFC 1112)
    )
)

# https://www.iana.org/assignments/iana-ipv6-special-registry. Outside of 2000::/3 nothing is
# given out for use (RFC 4291, section 2.4), which closes ::, ::1, fc00::/7, fe80::/10, fec0::/10,
# ff00::/8, 100::/64, 5f00::/16 and what is not assigned yet.
_OPEN_V6 = IPv6Network("2000::/3")
_CLOSED_V6 = tuple(
    IPv6Network(each)
    for each in (
        "2001::/23",  # protocol assignments: Teredo is asked for what it carries before (RFC 2928)
        "2001:db8::/32",  # documentation (RFC 3849)
        "2620:4f:8000::/48",  # AS112 (RFC 7534)
        "3fff::/20",  # documentation (RFC 9637)
    )
)

_MAPPED = IPv6Network("::ffff:0:0/96")  # RFC 4291, section 2.5.5.2
_TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64, for the whole internet (RFC 6052)
_6TO4 = IPv6Network("2002::/16")  # RFC 3056
_TEREDO = IPv6Network("2001::/32")  # RFC 4380


def address_allowed(address: Address | str) -> bool:
    """Whether a file may be fetched from this address. Pure.

    An address that carries IPv4 addresses is allowed where all of them are.
    Network Specific translation (64:ff9b:1::/48, RFC 8215) leads into
    somebody's own network whatever it carries, and is refused.
    """
    try:
        known = ip_address(address)
    except ValueError:
        return False
    if isinstance(known, IPv4Address):
        return not any(known in network for network in _CLOSED_V4)
    if known.scope_id is not None:  # only link-local addresses need one
        return False
    carried = tuple(_carried(known))
    if carried:
        return all(map(address_allowed, carried))
    return known in _OPEN_V6 and not any(known in network for network in _CLOSED_V6)


def is_loopback(address: Address | str) -> bool:
    """Whether this address leads to this machine itself. Pure."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def first_refused(addresses: Iterable[str]) -> str | None:
    """Give the first address that is not allowed, None where all of them are. Pure."""
    return next((each for each in addresses if not address_allowed(each)), None)


def _carried(address: IPv6Address) -> Iterator[IPv4Address]:
    """Give the IPv4 addresses that packets to this address end up with, or come by."""
    number = int(address)
    if address in _MAPPED or address in _TRANSLATED:
        yield IPv4Address(number & 0xFFFFFFFF)
    elif address in _6TO4:
        yield IPv4Address(number >> 80 & 0xFFFFFFFF)
    elif address in _TEREDO:
        yield IPv4Address(number >> 64 & 0xFFFFFFFF)  # the server
        yield IPv4Address(~number & 0xFFFFFFFF)  # the client, written inverted
