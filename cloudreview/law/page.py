"""`docs/law.md`: every regime, clause and reading of the law data, and how sure each is. Made, never written by hand.

Run `python -m cloudreview.law.page` and put what it prints there; a test compares.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cloudreview.law.loading import shipped
from cloudreview.law.model import AdversaryList, Clause, LawText, Threshold

SURE = {"verified": "text read", "secondary": "at second hand", "unverified": "not read, or our reading"}
_HEAD = (
    "# The law, row by row\n\n"
    "Made from `cloudreview/law/*.toml` by `python -m cloudreview.law.page`; a test compares. Each row says how its "
    "text was read: *text read*; *at second hand*: in a note or digest of somebody else; *not read, or our reading*: "
    "from memory, cut off, or an open point that this program reads in one way and names as such. Nothing here is "
    "legal advice, and what a row says is our wording unless quoted.\n"
)
_OTHERS = {
    "designations": (
        "Lists of persons",
        "Only a list that a clause names gives a status; the others are told beside it.",
    ),
    "matters": (
        "Matters by which control is judged",
        "Evidence for the limb *controlled*: no stake, seat or right decides, a person's judgement does.",
    ),
    "compulsion": (
        "Laws that compel, and what speaks against them",
        "Facts beside a status, never a premise of a status, a path or a recommendation.",
    ),
}


def page() -> str:
    """The whole page, of all rows of all times."""
    known = shipped()
    parts = [_HEAD]
    for regime in known.regimes:
        decides = "" if regime.decides else " Nothing is recommended by it."
        known_how = f"In force {_when(regime)}; {SURE[regime.status]}."
        parts.append(f"## {regime.id}: {regime.title}\n\n{regime.citation}. {known_how}{decides}\n")
        parts.append(f"{regime.text}\n")
        of = [one for one in known.lists if one.regime == regime.id]
        clauses = [one for one in known.clauses if one.regime == regime.id]
        counts = [one for one in known.thresholds if one.regime == regime.id]
        if of or clauses or counts:
            parts.append(_table([*of, *clauses, *counts]))
    for name, (title, about) in _OTHERS.items():
        parts.append(f"## {title}\n\n{about}\n")
        parts.append(_table(getattr(known, name)))
    return "\n".join(parts)


def _table(rows: Iterable[LawText]) -> str:
    lines = ["| where | what | number | in force | how sure |", "|---|---|---|---|---|"]
    for one in rows:
        cells = (one.citation, f"**{one.title}.** {one.text}", _number(one), _when(one), SURE[one.status])
        lines.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _number(one: LawText) -> str:
    """What a row counts by, or whom it names."""
    if isinstance(one, Clause) and one.percent is not None:
        return f"at least {one.percent / 100:g} %"
    if isinstance(one, Threshold):
        return "any amount" if one.more_than is None else f"more than {one.more_than:,} {one.unit.replace('_', ' ')}"
    if isinstance(one, AdversaryList):
        doubted = sorted(place for places in one.doubted.values() for place in places)
        return _places(one) + (f"; open: {', '.join(doubted)}" if doubted else "")
    return ""


def _places(one: AdversaryList) -> str:
    named: Sequence[str] = [
        code + (f" with {', '.join(places)}" if places else "") for code, places in sorted(one.countries.items())
    ]
    return "; ".join(named)


def _when(one: LawText) -> str:
    if one.effective_from is None and one.effective_to is None:
        return "not dated"
    since = f"from {one.effective_from}" if one.effective_from else ""
    until = f"until {one.effective_to}" if one.effective_to else ""
    return " ".join(part for part in (since, until) if part)


if __name__ == "__main__":
    print(page(), end="")
