"""Files are fetched from the public internet alone, in whatever form an address is written."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.media.addresses import address_allowed, first_refused, is_loopback

PUBLIC = [
    "1.1.1.1",
    "157.240.22.35",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "223.255.255.255",
    "2606:4700::1111",
    "2a03:2880:f112::1",
    "2001:4860:4860::8888",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
    "2002:808:808::1",
    "2001:0:808:808::f7f7:f7f7",
]
CLOSED = [
    "0.0.0.0",  # noqa: S104 - nobody listens here
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:0.0.0.0",
    "::ffff:169.254.169.254",
    "::ffff:0:8.8.8.8",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b::c0a8:101",
    "64:ff9b:1::8.8.8.8",
    "64:ff9b:1:a00:1::",
    "100::1",
    "2001:0:a00:1::f7f7:f7f7",
    "2001:0:808:808::f5ff:fffe",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2002:a00:1::1",
    "2002:c0a8:101::1",
    "2002:a9fe:a9fe::1",
    "2002::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1%eth0",
    "fec0::1",
    "ff02::1",
]
NO_ADDRESSES = ["", "localhost", "127.1", "0x7f000001", "2130706433", "010.0.0.1", "[::1]", "1.1.1"]


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_public_internet_is_allowed(address: str) -> None:
    """Plain, or carried by an IPv6 address."""
    assert address_allowed(address)


@pytest.mark.parametrize("address", [*CLOSED, *NO_ADDRESSES])
def test_every_other_address_is_refused(address: str) -> None:
    """Ours, our neighbours', those of protocols and papers, and what is no address at all."""
    assert not address_allowed(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_no_better_in_ipv6_clothes(address: IPv4Address) -> None:
    """Mapped, translated, in 6to4 and in Teredo it is judged as it would be bare."""
    number = int(address)
    clothed = (
        IPv6Address(0xFFFF << 32 | number),
        IPv6Address(0x64_FF9B << 96 | number),
        IPv6Address(0x2002 << 112 | number << 80 | 1),
        IPv6Address(0x2001 << 112 | number << 64 | ~0x08080808 & 0xFFFFFFFF),
        IPv6Address(0x2001 << 112 | 0x08080808 << 64 | ~number & 0xFFFFFFFF),
    )

    judged = {address_allowed(each) for each in clothed}

    assert {address_allowed(address)} == judged


@given(st.ip_addresses())
def test_nothing_is_allowed_that_python_knows_to_be_closed(
    address: IPv4Address | IPv6Address,
) -> None:
    """Another list of the same registries agrees with ours."""
    closed = address.is_private or address.is_loopback or address.is_multicast
    carried = isinstance(address, IPv6Address) and (address.ipv4_mapped or address.teredo)

    assert carried or not (closed and address_allowed(address))


def test_one_closed_address_among_many_is_found() -> None:
    """A name with a good and a bad address is a bad name."""
    assert "10.0.0.1" == first_refused(["1.1.1.1", "10.0.0.1", "127.0.0.1"])
    assert first_refused(["1.1.1.1", "2606:4700::1111"]) is None


def test_loopback_is_known_in_both_families() -> None:
    """And a word that is no address is not on it."""
    assert all(map(is_loopback, ("127.0.0.1", "127.9.9.9", "::1", ip_address("::1"))))
    assert not any(map(is_loopback, ("10.0.0.1", "localhost", "::2")))
