"""How numbers and instants are said to a reader."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def when(at: str | None) -> str:
    """An instant as a reader says it, in UTC: a day's first and last instants by its day."""
    if at is None:
        return "-"
    day, _, clock = at.removesuffix("Z").partition("T")
    if clock in ("", "00:00:00"):
        return day
    return f"the end of {day}" if clock.startswith("23:59:59.999") else f"{day} {clock}"
