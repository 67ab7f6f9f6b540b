import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloudreview.errors import EvidenceError
from cloudreview.evidence.limits import MIB, Limits
from cloudreview.evidence.unpack import is_packed, size_of, unpacked

LIMITS = Limits()


def packed(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


@given(st.lists(st.binary(max_size=2000), min_size=1, max_size=4), st.integers(0, 40))
def test_members_one_after_another(contents: list[bytes], zeros: int) -> None:
    raw = b"".join(map(packed, contents)) + bytes(zeros)
    assert b"".join(unpacked(raw, LIMITS)) == b"".join(contents)
    assert size_of(raw, LIMITS) == sum(map(len, contents)) or not any(contents)


@given(st.binary(min_size=1, max_size=3000), st.data())
@settings(max_examples=60)
def test_any_truncation_is_told(content: bytes, data: st.DataObject) -> None:
    raw = packed(content)
    cut = raw[: data.draw(st.integers(2, len(raw) - 1))]
    found: list[bytes] = []
    with pytest.raises(EvidenceError, match="truncated"):
        found.extend(unpacked(cut, LIMITS))
    assert content.startswith(b"".join(found))
    assert size_of(cut, LIMITS) == (sum(map(len, found)) or len(cut))


def test_larger_than_one_step() -> None:
    content = b"0123456789abcdef" * (3 * MIB // 16)
    assert b"".join(unpacked(packed(content), LIMITS)) == content


def test_a_bomb_stops_at_the_ratio() -> None:
    raw = packed(bytes(8 * MIB))
    limits = Limits(ratio_from=MIB)
    with pytest.raises(EvidenceError, match="200 times"):
        list(unpacked(raw, limits))
    assert size_of(raw, limits) == max(MIB, 200 * len(raw))


def test_a_bomb_stops_at_the_size() -> None:
    raw = packed(bytes(2 * MIB))
    with pytest.raises(EvidenceError, match="larger than 1 MiB"):
        list(unpacked(raw, Limits(content=MIB)))
    assert size_of(raw, Limits(content=MIB)) == MIB


def test_damage_and_garbage() -> None:
    raw = bytearray(packed(b"x" * 1000))
    raw[-6] ^= 1
    with pytest.raises(EvidenceError, match="damaged"):
        list(unpacked(bytes(raw), LIMITS))
    with pytest.raises(EvidenceError, match="not gzip"):
        list(unpacked(packed(b"x") + b"garbage", LIMITS))


def test_by_magic_bytes() -> None:
    assert is_packed(packed(b""))
    assert not is_packed(b"party,name\n")
    assert size_of(b"party", LIMITS) == 5
