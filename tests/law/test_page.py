"""`docs/law.md` says what the law data say."""

from pathlib import Path

from cloudreview.law import load
from cloudreview.law.page import SURE, page

DOCS = Path(__file__).parents[2] / "docs" / "law.md"


def test_the_page_is_made_from_the_data() -> None:
    assert DOCS.read_text(encoding="utf-8") == page(), "run: python -m cloudreview.law.page > docs/law.md"


def test_every_clause_and_how_sure_it_is_stands_on_the_page() -> None:
    told = page()
    for one in (*load(None).clauses, *load(None).matters, *load(None).compulsion, *load(None).designations):
        lines = [line for line in told.splitlines() if one.title in line and one.citation in line]
        assert any(line.endswith(f"{SURE[one.status]} |") for line in lines), one.id
