"""The page: the whole dossier for a reader, one self-contained file without script.

Laws: autoescape on, every value cleaned of what is not visible, no attribute, address or style comes from evidence; the
policy allows the page's own style, by its hash, and nothing else. Long lists are cut with a line that says so:
`dossier.json` has all of it.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import jinja2
from markupsafe import Markup

from cloudreview.clean import clean
from cloudreview.dossier.questions import ranked
from cloudreview.dossier.wording import counted, when
from cloudreview.truth import Truth
from cloudreview.vocabulary.told import Dossier, Finding

MOST = 200
"""Rows of one list shown on the page."""

_SEVERITY = {"high": 0, "medium": 1, "low": 2}
_HEADLINES = {
    "not_prohibited": "Not prohibited",
    "permitted_with_mitigation": "Permitted with mitigation",
    "prohibited": "Prohibited",
    "undetermined": "Undetermined",
}


def page(dossier: Dossier) -> str:
    """The page of a dossier."""
    environment = _environment()
    style, _, _ = environment.loader.get_source(environment, "style.css")  # type: ignore[union-attr]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    speakers = {file.sha256[:12]: file.speaker for file in dossier.evidence}
    return environment.get_template(
        "page.html.j2"
    ).render(
        d=dossier,
        style=Markup(style),  # noqa: S704 - our own file, nothing of the evidence
        style_hash=f"sha256-{digest}",
        headline=_HEADLINES[dossier.decision.recommendation],
        reasons=reasons(dossier),
        questions=ranked(dossier.gaps),
        gaps={gap.id: gap for gap in dossier.gaps},
        places=functools.partial(places, {file.sha256[:12]: file.name for file in dossier.evidence}, speakers),
        ordered_answers=sorted(
            dossier.answers, key=lambda one: (-Truth.of(one.truth), one.mode, one.dataset, one.harm)
        ),
        ordered_paths=sorted(dossier.paths, key=lambda one: (-Truth.of(one.truth), one.mode, one.dataset, one.id)),
        ordered_statuses=sorted(
            dossier.statuses,
            key=lambda one: (-Truth.of(one.truth), one.party, one.adversary, one.regime, one.reading, one.since or ""),
        ),
        ordered_findings=strongest(dossier.findings),
        most=MOST,
        counted=counted,
        when=when,
    )


@functools.cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("cloudreview.dossier"),
        autoescape=True,
        finalize=_visible,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _visible(value: Any) -> Any:
    """What is put out for a value: nothing for none, a list with commas, text with only visible characters."""
    if value is None:
        return "-"
    if isinstance(value, Markup):
        return value
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, (tuple, list)):
        return clean(", ".join(map(str, value))) or "-"
    return value


_FIRST = ("observed_by_status", "could_read", "could_alter", "could_stop", "threshold_passed")
"""Kinds of finding that say the most, in order."""


def strongest(findings: Iterable[Finding]) -> list[Finding]:
    """Findings by severity, then truth, then what was done before what could be, then id."""
    return sorted(findings, key=lambda one: (_SEVERITY[one.severity], -Truth.of(one.truth), _rank(one.kind), one.id))


def _rank(kind: str) -> int:
    return _FIRST.index(kind) if kind in _FIRST else len(_FIRST)


def reasons(dossier: Dossier) -> Sequence[str]:
    """The three strongest reasons for the recommendation: the first findings that are not refuted."""
    found = [f"{one.title} ({one.truth})" for one in strongest(dossier.findings) if one.truth != "refuted"]
    return list(dict.fromkeys(found))[:3]


def places(names: dict[str, str], speakers: dict[str, str], told: Iterable[str]) -> Sequence[str]:
    """Places as a reader knows them: file, where in it, and whose statement it is."""
    shown = []
    for place in told:
        short, mark, rest = place.partition("#")
        file = names.get(short[:12])
        shown.append(f"{file}{short[12:]} {mark}{rest}, says {speakers[short[:12]]}" if file else place)
    return shown
