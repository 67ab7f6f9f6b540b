"""A chart as a file of its own: SVG without script, links or anything to load, the same bytes for the same dossier."""

from __future__ import annotations

from markupsafe import Markup

from cloudreview.dossier.chart import Chart
from cloudreview.dossier.chart.lettering import lines
from cloudreview.dossier.html import sheet, templates

WORDS = (
    "Lines: solid equity, long dashes votes, other dashes other rights, dots employment, place or what nobody told.",
    "Red: a status shown here rests on it, or it has one; amber: not known; green: no. Equity and votes are apart.",
)
"""What stands at the foot, so that the picture can be read alone."""
LINE, LEAST = 14, 480
"""Between lines of the foot; the width of a picture, at least."""


def svg(chart: Chart) -> str:
    """The file."""
    wide = max(chart.picture.width, LEAST)
    said = [chart.picture.title, *WORDS, chart.picture.left]
    foot = [row for words in said for row in lines(words, wide - 24, 6, 10.5)]
    return (
        templates()
        .get_template("chart.file.j2")
        .render(
            p=chart.picture,
            foot=foot,
            width=wide,
            height=chart.picture.height + LINE * len(foot) + LINE,
            style=Markup(sheet("colours.css", "chart.css")),  # noqa: S704 - our own files, nothing of the evidence
        )
    )
