"""Each dataset on one line: could, did, how sensitive; and on whose word a no is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cloudreview.dossier.page.words import COULD, DONE, OWN_WORD, Names, country, listed, plain, worst
from cloudreview.dossier.wording import counted
from cloudreview.truth import Truth
from cloudreview.vocabulary.told import Answer, Dossier, Observed, Sensitivity
from cloudreview.vocabulary.words import HARMS


class Verdict(NamedTuple):
    """A truth in words, with what it rests on."""

    truth: str
    word: str
    """`Yes`, `No`, `Not known`, `Sources disagree`."""
    why: str
    own: bool
    """Whether a no rests on the provider's own word."""


class Cell(NamedTuple):
    """One harm to one dataset."""

    harm: str
    could: Verdict
    did: Verdict
    raw: Verdict


class Worth(NamedTuple):
    """A category of the data, and whether it counts as bulk."""

    category: str
    truth: str
    word: str
    amount: str


class Line(NamedTuple):
    """One dataset."""

    dataset: str
    client: str
    owner: str
    """The client's name alone."""
    cells: Sequence[Cell]
    worth: Sequence[Worth]
    order: tuple[int, ...]


def lines(dossier: Dossier, names: Names) -> list[Line]:
    """Every dataset that an answer, a location or a count is about; what is worst comes first."""
    clients = {one.dataset: one.client for one in dossier.locations if one.client}
    answers: dict[tuple[str, str, str], list[Answer]] = {}
    for one in dossier.answers:
        answers.setdefault((one.dataset, one.harm, one.mode), []).append(one)
    seen: dict[tuple[str | None, str], list[Observed]] = {}
    for row in dossier.observed:
        seen.setdefault((row.dataset, row.harm), []).append(row)
    worth: dict[str, list[Sensitivity]] = {}
    for each in dossier.sensitivity:
        worth.setdefault(each.dataset, []).append(each)
    found = []
    for dataset in sorted({one.dataset for one in dossier.answers} | set(clients) | set(worth)):
        cells = [
            Cell(
                harm=harm,
                could=_could(answers.get((dataset, harm, "guarded"), []), names),
                did=_did(seen.get((dataset, harm), []), harm, names),
                raw=_could(answers.get((dataset, harm, "raw"), []), names),
            )
            for harm in HARMS
        ]
        order = tuple(-Truth.of(cell.could.truth) for cell in cells)
        found.append(
            Line(
                dataset=dataset,
                client=names.of(clients.get(dataset)),
                owner=names.bare(clients.get(dataset)),
                cells=cells,
                worth=_worth(worth.get(dataset, [])),
                order=(min(order), *order),
            )
        )
    return sorted(found, key=lambda one: (one.order, one.dataset))


def unknown(found: Sequence[Line]) -> list[str]:
    """What is not known of them: `d-1 and d-2 could be stopped`."""
    told = []
    for at, harm in enumerate(HARMS):
        for truth, words in (("unknown", ""), ("conflicting", ", on which sources disagree")):
            names = [one.dataset for one in found if one.cells[at].could.truth == truth]
            if names:
                told.append(f"{listed(names, 4)} could be {DONE[harm]}{words}")
    return told


def _could(answers: Sequence[Answer], names: Names) -> Verdict:
    """The worst answer over the adversaries; several are named."""
    if not answers:
        return Verdict("unknown", COULD["unknown"], "not answered", False)
    truth = worst([one.truth for one in answers])
    same = [one for one in answers if one.truth == truth]
    if truth == "refuted":
        speakers = sorted({word for one in same for word in one.on_word_of})
        own = any(map(names.is_provider, speakers))
        return Verdict(truth, OWN_WORD if own else COULD[truth], names.others(speakers), own)
    gaps = {gap for one in same for gap in one.but_for}
    paths = {path for one in same for path in one.paths}
    why = f"waits for the answer to {counted(len(gaps), 'question')}" if gaps else counted(len(paths), "path")
    if len(answers) > len(same) or len(answers) > 1:
        why += f"; {listed(sorted({country(one.adversary) for one in same}))}"
    return Verdict(truth, COULD[truth], why, False)


def _did(rows: Sequence[Observed], harm: str, names: Names) -> Verdict:
    """What the logs say that somebody under an adversary's control did."""
    about = [one for one in rows if one.adversary is not None]
    if not about:
        return Verdict("unknown", COULD["unknown"], "no log speaks for it", False)
    truth = worst([one.truth for one in about])
    done = [one for one in about if one.truth == truth and one.count]
    denied = sum(one.denied_count for one in about)
    if done:
        why = f"{DONE[harm]} in {counted(sum(one.count for one in done), 'request')}"
    elif truth == "refuted":
        why = "logs that are said to be whole show none"
    else:
        why = "the logs do not speak for every hour"
    own = truth == "refuted" and _own(names, about)
    return Verdict(truth, OWN_WORD if own else COULD[truth], f"{why}; {denied:,} denied" if denied else why, own)


def _own(names: Names, rows: Sequence[Observed]) -> bool:
    """Whether the provider is among those on whose word the logs are whole."""
    return any(names.is_provider(one) for row in rows for one in names.speakers(row.because))


def _worth(rows: Sequence[Sensitivity]) -> list[Worth]:
    """The categories, each at its worst over the adversaries."""
    best: dict[str, Sensitivity] = {}
    for one in rows:
        if one.category not in best or Truth.of(best[one.category].truth) < Truth.of(one.truth):
            best[one.category] = one
    return [
        Worth(
            category=plain(one.category) if one.category != "unknown" else "what it is, nobody says",
            truth=one.truth,
            word={"supported": "over the threshold", "refuted": "below the threshold"}.get(
                one.truth, "may be over the threshold"
            ),
            amount=_amount(one),
        )
        for _, one in sorted(best.items(), key=lambda item: (-Truth.of(item[1].truth), item[0]))
    ]


def _amount(one: Sensitivity) -> str:
    low = f"{one.low or 0:,}"
    high = "no known bound" if one.high is None else f"{one.high:,}"
    unit = plain(one.unit) if one.unit != "any" else "records"
    bound = "any amount counts" if one.threshold is None else f"bulk is more than {one.threshold:,}"
    return f"{low} to {high} {unit}; {bound}" if low != high else f"{low} {unit}; {bound}"
