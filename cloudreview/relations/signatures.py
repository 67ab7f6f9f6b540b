"""Whether a digest was signed: RSA with PKCS #1 v1.5 padding and SHA-256, the only signature that CloudTrail uses.

awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html. Verifying needs no secret, so it is plain
arithmetic: the signature raised to the public exponent must be, byte for byte, the padded hash of RFC 8017, section
8.2.2 ("compare the encoded messages"), and nothing of what the signer sent is parsed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib

_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")
"""DigestInfo of SHA-256 up to the hash: RFC 8017, section 9.2, note 1."""
_RSA = bytes.fromhex("06092a864886f70d010101")
"""The object identifier of an RSA key: RFC 8017, appendix C."""
_SEQUENCE, _INTEGER, _BITS = 0x30, 0x02, 0x03
_LEAST, _MOST = 1024, 16384
_LARGEST_EXPONENT = 1 << 32


def verifies(key: str, signature: str, text: bytes) -> bool | None:
    """Whether the signature (hexadecimal) is of the text under the key (DER in base64); None: the key is unreadable."""
    try:
        modulus, exponent = _public_key(base64.b64decode(key, validate=True))
    except (binascii.Error, ValueError, IndexError):
        return None
    size = (modulus.bit_length() + 7) // 8
    try:
        signed = bytes.fromhex(signature)
    except ValueError:
        return False
    number = int.from_bytes(signed, "big")
    if len(signed) != size or number >= modulus:
        return False
    ending = b"\x00" + _SHA256 + hashlib.sha256(text).digest()
    expected = b"\x00\x01" + b"\xff" * (size - 2 - len(ending)) + ending
    return pow(number, exponent, modulus).to_bytes(size, "big") == expected


def _public_key(der: bytes) -> tuple[int, int]:
    """Modulus and exponent of an RSAPublicKey (PKCS #1), also inside a SubjectPublicKeyInfo. Raises ValueError."""
    body = _whole(der, _SEQUENCE)
    if body[0] == _SEQUENCE:
        algorithm, rest = _element(body, _SEQUENCE)
        bits = _whole(rest, _BITS)
        if not algorithm.startswith(_RSA) or bits[0] != 0:
            raise ValueError("not an RSA key")
        body = _whole(bits[1:], _SEQUENCE)
    first, rest = _element(body, _INTEGER)
    modulus = int.from_bytes(first, "big", signed=True)
    exponent = int.from_bytes(_whole(rest, _INTEGER), "big", signed=True)
    if not _LEAST <= modulus.bit_length() <= _MOST or not 2 < exponent < _LARGEST_EXPONENT or modulus < 0:
        raise ValueError("not a usable RSA key")
    return modulus, exponent


def _whole(data: bytes, tag: int) -> bytes:
    """The content of the one element that the data is."""
    content, rest = _element(data, tag)
    if rest:
        raise ValueError("something stands after the key")
    return content


def _element(data: bytes, tag: int) -> tuple[bytes, bytes]:
    """The content of the first element, and what stands after it. Raises ValueError or IndexError."""
    if data[0] != tag:
        raise ValueError("another element was expected")
    length, start = data[1], 2
    if length >= 0x80:
        start = 2 + (length & 0x7F)
        length = int.from_bytes(data[2:start], "big")
    if start + length > len(data):
        raise ValueError("the element is cut short")
    return data[start : start + length], data[start + length :]
