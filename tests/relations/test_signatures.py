"""RSA signatures: OpenSSL's own are accepted, everything near them is not."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloudreview.relations.signatures import verifies
from tests.chain import KEY, MODULUS, PRIVATE, sign

INFO = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDEJpzuS/gNWQhvVzlHyRzGWQEvucv9uywDakCP+hgjtOotOhWb9ZCDfUvEmN7LGq/1H4VCR8TK"
    "nmSQLN6YVQ+uGx4kWGl9Qy0vmOkK2uNNVgz+QCbyiHBCZKAqNxQXOScqv/FwYOEcpZuxKwxpWZB1CGdTmiJoLRTMaZuKZz1GswIDAQAB"
)
BY_OPENSSL = (
    "58c4118a9d66cbaec5d5cb02f1a99f4630b97ad95d359708fb612269396e4b9168c6cd99856167fd61cecc715de3e1169cab6fa0e3041f18"
    "4b85892ba0b24b2e15c712f31c570a29e6533cbf25539ab11e77da7d0999cf5c1d399fb7b59a566748266afbdc2e21bbd3f770268bd09e4a"
    "806a44fd70be63361e4278aadb5ecae6"
)


@pytest.mark.parametrize("key", [KEY, INFO])
def test_a_signature_of_openssl_verifies_under_both_forms_of_the_key(key: str) -> None:
    assert verifies(key, BY_OPENSSL, b"digest") is True
    assert verifies(key, BY_OPENSSL.upper(), b"digest") is True
    assert sign(b"digest") == BY_OPENSSL
    assert verifies(key, BY_OPENSSL, b"digest ") is False


@given(st.integers(0, 1023))
def test_no_bit_of_a_signature_can_be_changed(bit: int) -> None:
    changed = (int(BY_OPENSSL, 16) ^ (1 << bit)).to_bytes(128, "big").hex()
    assert verifies(KEY, changed, b"digest") is False


def raised(padded: bytes) -> str:
    return pow(int.from_bytes(padded, "big"), PRIVATE, MODULUS).to_bytes(128, "big").hex()


def test_padding_that_is_not_whole_is_refused() -> None:
    right = pow(int(BY_OPENSSL, 16), 65537, MODULUS).to_bytes(128, "big")
    assert verifies(KEY, raised(right), b"digest") is True
    ending = right[right.index(b"\x00", 2) :]
    short = b"\x00\x01" + b"\xff" * 8 + ending
    wrong = [
        short + b"\x00" * (128 - len(short)),
        b"\x00\x02" + right[2:],
        b"\x00\x01" + b"\xff" * 10 + b"\xfe" + right[13:],
        right[: -len(ending)] + ending.replace(bytes.fromhex("0500"), b"\x05\x01", 1),
    ]
    assert [verifies(KEY, raised(one), b"digest") for one in wrong] == [False] * 4


@pytest.mark.parametrize("signature", ["", "zz", BY_OPENSSL[:-2], "00" + BY_OPENSSL, f"{MODULUS + 1:x}", "0" * 256])
def test_what_is_no_signature_is_none(signature: str) -> None:
    assert verifies(KEY, signature, b"digest") is False


def der(*changes: tuple[int, int]) -> str:
    data = bytearray(base64.b64decode(KEY))
    for at, value in changes:
        data[at] = value
    return base64.b64encode(bytes(data)).decode()


@pytest.mark.parametrize(
    "key",
    ["", "!", "AAAA", KEY[:-8], der((0, 0x31)), der((3, 3)), der((6, 0x80)), base64.b64encode(b"\x30\x84").decode()],
)
def test_a_key_that_cannot_be_read_says_nothing(key: str) -> None:
    assert verifies(key, BY_OPENSSL, b"digest") is None


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    assert verifies(base64.b64encode(data).decode(), BY_OPENSSL, b"digest") is None
