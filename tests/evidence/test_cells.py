from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloudreview.evidence.cells import at_least, at_most, count, country, date, flag, lei, list_of, one_of, party, store


@given(st.integers(0, 100), st.text("0123456789", max_size=40))
def test_bounds_are_rounded_outwards(whole: int, fraction: str) -> None:
    text = f"{whole}.{fraction}" if fraction else str(whole)
    exact = Fraction(whole) + (Fraction(int(fraction), 10 ** len(fraction)) if fraction else 0)
    if exact > 100:
        with pytest.raises(ValueError, match="0 to 100"):
            at_most(text)
        return
    low, high = at_least(text), at_most(text)
    assert low <= exact * 100 <= high
    assert high - low == (0 if (exact * 100).denominator == 1 else 1)


@pytest.mark.parametrize("bad", ["-1", "101", "100.001", "50%", "1e2", "\u0665\u0660", "nan", "5,5", ".5"])
def test_not_a_percentage(bad: str) -> None:
    with pytest.raises(ValueError, match="percentage"):
        at_least(bad)


@pytest.mark.parametrize("good", ["2026-03-01", "2026-03-01T00:00:00Z", "2026-06-30T23:59:60.123456789+02:00"])
def test_dates(good: str) -> None:
    assert date(good) == good


@pytest.mark.parametrize("bad", ["2026-02-30", "01.03.2026", "2026-03-01T00:00:00", "2026", "\uff12026-03-01", "today"])
def test_not_a_date(bad: str) -> None:
    with pytest.raises(ValueError, match="ISO day"):
        date(bad)


def test_closed_lists_suggest() -> None:
    with pytest.raises(ValueError, match="did you mean employee"):
        one_of(("employee", "contractor"))("employe")


def test_countries() -> None:
    assert country("cn") == "CN"
    assert list_of(country)(" US; CN ;US;") == ("CN", "US")
    with pytest.raises(ValueError, match=r"a list of which each is a country .*: `XX` is none"):
        list_of(country)("CN;XX")
    with pytest.raises(ValueError, match=r"^a country as the two letters"):
        list_of(country)("XX")
    for bad in ("UK", "USA", "XX", "China"):
        with pytest.raises(ValueError, match="ISO 3166"):
            country(bad)


def test_the_rest() -> None:
    assert (flag("Yes"), flag("false"), count("100000")) == (True, False, 100000)
    assert lei("5493001KJTIIGC8Y1R12") == "5493001KJTIIGC8Y1R12"
    assert store("aws:s3:bucket") == "aws:s3:bucket"
    for parse, bad in ((flag, "1"), (count, "1e5"), (count, "9" * 19), (lei, "abc"), (store, "bucket")):
        with pytest.raises(ValueError, match=r"\w"):
            parse(bad)


def test_a_country_that_holds_or_employs_is_written_in_any_case_and_must_be_one() -> None:
    assert [party(one) for one in ("country:cn", "Country: CN", "acme", "ftm:country:cn")] == [
        "country:CN", "country:CN", "acme", "ftm:country:cn"
    ]  # fmt: skip
    for wrong in ("country:China", "country:", "country:PRC"):
        with pytest.raises(ValueError, match="such as `country:CN`"):
            party(wrong)
