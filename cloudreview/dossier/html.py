"""The page: the whole dossier for a reader, one self-contained file without script.

Laws: autoescape on, every value cleaned of what is not visible, no attribute, address or style comes from evidence; the
policy allows the page's own style, by its hash, and nothing else. Long lists are cut with a line that says so:
`dossier.json` has all of it. What is quoted comes from whoever calls, by place, so that the page needs no evidence.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import jinja2
from markupsafe import Markup

from cloudreview.clean import clean
from cloudreview.dossier import chart
from cloudreview.dossier.page import (
    beside,
    datasets,
    first,
    named,
    paths,
    people,
    places,
    powers,
    quotes,
    standing,
    timeline,
    words,
)
from cloudreview.dossier.questions import of
from cloudreview.dossier.wording import counted, when
from cloudreview.truth import Truth
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.told import Answer, Criterion, Dossier, Observed

MOST = 200
"""Rows of one list shown on the page."""
_RECORD = re.compile(r"[0-9a-f]{12}(![^#]*)?#")
_RECORDS, _ALL_RECORDS = 3, 60
"""Records of a log quoted for one row of what was done, and on the page: finding one in a long file takes time."""


def page(dossier: Dossier, original: quotes.Original = quotes.unread) -> str:
    """The page of a dossier; `original` looks up what stands at a place of the evidence."""
    environment = templates()
    style = sheet("colours.css", "style.css", "chart.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    names, drawn = words.Names(dossier), paths.chosen(dossier)
    charts, uncharted = chart.charts(dossier, names)
    records = _records(dossier)
    wanted = chain(paths.places(drawn, paths.weigh(dossier)), *records.values(), chart.places(charts))
    exhibits = quotes.Exhibits(dossier, original, list(wanted))
    lines = datasets.lines(dossier, names)
    gaps = {gap.id: gap for gap in named.gaps(dossier)}
    countries = places.by_country(dossier, names)
    return environment.get_template("page.html.j2").render(
        d=dossier,
        style=Markup(style),  # noqa: S704 - our own file, nothing of the evidence
        style_hash=f"sha256-{digest}",
        question=first.question(dossier, names),
        headline=first.HEADLINES[dossier.decision.recommendation],
        proposed=dossier.decision.assured if dossier.decision.recommendation == "permitted_with_mitigation" else None,
        reasons=first.reasons(dossier),
        readings=first.readings(dossier),
        rules=first.rules(dossier),
        unread=first.unread(dossier),
        findings=first.strongest(dossier.findings),
        said=functools.partial(first.said, dossier),
        questions=of(dossier),
        gaps=gaps,
        waiting=paths.waiting(dossier, gaps),
        asked=functools.partial(_asked, gaps),
        answers=_answers(dossier),
        datasets=lines,
        unknowns=datasets.unknown(lines),
        countries=countries,
        columns=list(places.COLUMNS),
        marks=places.marks(countries),
        world=words.world(),
        powers=powers.powers(dossier, names),
        parties=people.parties(dossier, names),
        compelled=beside.compelled(dossier, names),
        listed=beside.listed(dossier, names),
        charts=charts,
        uncharted=uncharted,
        blocks=standing.blocks(dossier, names, chart.on_paths(dossier), functools.partial(_asked, gaps)),
        groups=paths.groups(dossier, drawn, names, exhibits),
        drawn=len(drawn),
        kept=functools.partial(_kept, names),
        linked={one.id: number for number, one in enumerate(drawn, 1)},
        line=timeline.timeline(dossier, names),
        left=timeline.LEFT,
        records={name: exhibits.of(found) for name, found in records.items()},
        done=[one for one in _done(dossier) if one.first is not None or one.count],
        undone=[one for one in _done(dossier) if one.first is None and not one.count],
        exhibits=exhibits,
        planes=_planes(dossier),
        names=names,
        words=words,
        most=MOST,
        counted=counted,
        when=when,
    )


def _answers(dossier: Dossier) -> Sequence[Answer]:
    """What is surest first."""
    return sorted(
        dossier.answers,
        key=lambda one: (-Truth.of(one.truth), one.mode, one.dataset, one.harm, one.adversary),
    )


def _asked(gaps: Mapping[str, Gap], names: Iterable[str]) -> list[str]:
    """The questions of gaps, each once: several gaps may be asked in one."""
    return list(dict.fromkeys(gaps[name].question if name in gaps else name for name in names))


def _kept(names: words.Names, sentence: str) -> str:
    """A condition of the recommendation, with the name of whom it keeps away in place of the id at its end."""
    rest, by, whom = sentence.rpartition(" by ")
    return f"{rest}{by}{names.of(whom.removesuffix(')'))})" if by and whom.endswith(")") else sentence


def _done(dossier: Dossier) -> Sequence[Observed]:
    """What was done, under an adversary's control first, then what is surest."""
    return sorted(
        dossier.observed,
        key=lambda one: (not one.count, one.adversary is None, -Truth.of(one.truth), one.store, one.id),
    )


def _records(dossier: Dossier) -> dict[str, list[str]]:
    """The places of records that are quoted, by the row of what was done; for what matters most first."""
    found: dict[str, list[str]] = {}
    left = _ALL_RECORDS
    for one in _done(dossier):
        found[one.id] = [name for name in one.because if _RECORD.match(name)][: min(_RECORDS, left)]
        left -= len(found[one.id])
    return found


def _planes(dossier: Dossier) -> Iterable[tuple[str, list[Criterion]]]:
    """The criteria under threat, vulnerability and consequence."""
    return [
        (plane, [one for one in dossier.criteria if one.plane == plane])
        for plane in ("threat", "vulnerability", "consequence")
    ]


def sheet(*names: str) -> str:
    """Our own style sheets, one after the other."""
    loader = templates().loader
    assert loader is not None
    return "".join(loader.get_source(templates(), name)[0] for name in names)


@functools.cache
def templates() -> jinja2.Environment:
    """Our templates: every value put out is escaped and cleaned."""
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
