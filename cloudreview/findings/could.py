"""could_read, could_alter, could_stop and raw_only: what the answers on reach mean for a dataset."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cloudreview.findings.finding import Known, Shown, cures, finding, regime_citations, steps_of
from cloudreview.truth import Truth
from cloudreview.vocabulary.told import Answer, Finding
from cloudreview.vocabulary.words import Harm, Mode

_DONE = {"read": "read", "alter": "altered", "stop": "stopped"}


def could(known: Known) -> Iterator[Finding]:
    """A dataset that somebody of the status could read, alter or stop, or may be able to, as permissions stand."""
    for (dataset, harm), answers in _by_dataset(known, "guarded"):
        standing = [one for one in answers if one.truth != "refuted"]
        if standing:
            said = f"{dataset} could be {_DONE[harm]} by somebody under the control of"
            yield finding(f"could_{harm}", (dataset,), _title(said, standing), _shown(known, standing))


def raw_only(known: Known) -> Iterator[Finding]:
    """What only permissions and measures keep from an adversary, which coverage disregards: 28 CFR 202.201."""
    kept = {
        (one.dataset, one.harm, one.adversary): one.id
        for one in known.answers
        if one.mode == "guarded" and one.truth == "refuted"
    }
    for (dataset, harm), answers in _by_dataset(known, "raw"):
        standing = [one for one in answers if one.truth != "refuted" and (dataset, harm, one.adversary) in kept]
        if standing:
            done = _DONE[harm]
            said = f"{dataset} could be {done}, by relations alone and not as permissions stand, "
            said += "by somebody under the control of"
            shown = _shown(known, standing)
            because = [*shown.because, *(kept[dataset, harm, one.adversary] for one in standing)]
            yield finding("raw_only", (dataset, harm), _title(said, standing), shown._replace(because=because))


def _by_dataset(known: Known, mode: Mode) -> list[tuple[tuple[str, Harm], list[Answer]]]:
    found: dict[tuple[str, Harm], list[Answer]] = defaultdict(list)
    for one in known.answers:
        if one.mode == mode:
            found[one.dataset, one.harm].append(one)
    return sorted(found.items())


def _title(said: str, answers: Sequence[Answer]) -> str:
    """What is shown of some adversaries; of the others that it is not known, or that sources disagree."""
    parts: list[str] = []
    for truth, words in _SURE.items():
        names = sorted({one.adversary for one in answers if one.truth == truth})
        if names:
            told = ", ".join(names)
            parts.append(f"{_ALSO[truth]} {told}" if parts else words.format(said=said, names=told))
    return "; ".join(parts)


_SURE = {
    "supported": "{said} {names}",
    "conflicting": "{said} {names}, but sources disagree",
    "unknown": "it is not known whether {said} {names}",
}
_ALSO = {"conflicting": "sources disagree on", "unknown": "not known for"}


def _shown(known: Known, answers: Sequence[Answer]) -> Shown:
    truth = max(Truth.of(one.truth) for one in answers)
    names = {name for one in answers for name in one.paths}
    paths = [path for path in known.paths if path.id in names]
    return Shown(
        truth,
        because=[one.id for one in answers],
        gaps=[name for one in answers for name in one.but_for],
        citations=regime_citations(known.law, [one.regime for path in paths for one in path.holds_under]),
        cured_by=cures(known.measures, steps_of(paths)),
    )
