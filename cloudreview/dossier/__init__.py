"""The answer told: `dossier.json`, the page, the letter of questions."""

from __future__ import annotations

from pathlib import Path

from cloudreview.dossier import html, json, questions
from cloudreview.dossier.assemble import assemble
from cloudreview.dossier.page.quotes import Original, unread
from cloudreview.dossier.results import Results
from cloudreview.record import write_whole
from cloudreview.vocabulary.told import Dossier

__all__ = ["FOLDER", "Results", "assemble", "read", "write"]

FOLDER = "dossier"
JSON, LETTER, PAGE = "dossier.json", "questions.md", "index.html"


def write(dossier: Dossier, folder: Path, original: Original = unread) -> Path:
    """Writes the dossier into the folder `dossier/` of a case, each file whole or not at all; the path of the page.

    `original` looks up what stands at a place of the evidence, for the page to quote.
    """
    target = Path(folder) / FOLDER
    write_whole(target / JSON, json.encode(dossier))
    write_whole(target / LETTER, questions.letter(dossier).encode())
    write_whole(target / PAGE, html.page(dossier, original).encode())
    return target / PAGE


def read(folder: Path) -> Dossier | None:
    """The dossier of a case, None before its first review. Raises CaseError where it is of another form."""
    path = Path(folder) / FOLDER / JSON
    return json.decode(path.read_bytes()) if path.exists() else None
