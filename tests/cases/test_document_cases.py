"""Claims that point into documents: what stands there is shown beside them; what does not stand there is asked for."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from cloudreview.dossier import write
from cloudreview.dossier.assemble import index
from cloudreview.explain import explain, lines
from cloudreview.original import originals
from cloudreview.vocabulary.told import Dossier
from tests.evidence.documents import LETTER, pdf
from tests.reviews import reviewed

REPORT = pdf("Annual report 2025", "Data of American clients\nnever leave the United States.")
SHORT = hashlib.sha256(REPORT).hexdigest()[:12]
TEXT = hashlib.sha256(LETTER.encode()).hexdigest()[:12]
SAYS = "NOT location where country = CN"


def case(folder: Path, *places: str, name: str = "report.pdf") -> Dossier:
    """A case with a report, a letter and one claim for each place."""
    evidence = folder / "evidence"
    (evidence / "letters").mkdir(parents=True)
    (evidence / name).write_bytes(REPORT)
    (evidence / "letters" / "letter.txt").write_text(LETTER)
    rows = [(f"c-{number}", "Harbor", SAYS, place) for number, place in enumerate(places)]
    with (evidence / "claims.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows([("claim", "speaker", "proposition", "place"), *rows])
    return reviewed(folder)


@pytest.mark.parametrize(
    ("place", "told", "quote"),
    [
        ("report.pdf#page=2", f"{SHORT}#page=2", "Data of American clients\nnever leave the United States."),
        ("report.pdf#page=2:8-24", f"{SHORT}#page=2:8-24", "American clients"),
        (f"{SHORT}#page=1", f"{SHORT}#page=1", "Annual report 2025"),
        ("letter.txt#line=4", f"{TEXT}#line=4", LETTER.splitlines()[3]),
        ("letters/letter.txt#page=1:0-17", f"{TEXT}#page=1:0-17", "Harbor Cloud Ltd."),
    ],
)
def test_what_stands_at_the_place_is_told_beside_the_claim_and_explained(
    tmp_path: Path, place: str, told: str, quote: str
) -> None:
    dossier = case(tmp_path, place)
    (claim,) = dossier.claims
    assert (claim.place, claim.quote) == (told, quote)
    assert [one for one in dossier.gaps if one.what == "place_missing"] == []
    found = originals(tmp_path, dossier).at(told)
    assert (found.text, found.why) == (quote, "")
    (name,) = (name for name, (relation, _) in index(dossier).items() if relation == "claims")
    assert f"| {quote.splitlines()[0]}" in "\n".join(lines(explain(tmp_path, dossier, name)))


@pytest.mark.parametrize(
    "place",
    ["report.pdf#page=3", "report.pdf#page=2:8-2400", "report.pdf#line=1", "other.pdf#page=1", "letter.txt#line=99"],
)
def test_a_place_that_is_not_there_is_a_question(tmp_path: Path, place: str) -> None:
    dossier = case(tmp_path, place)
    (gap,) = (one for one in dossier.gaps if one.what == "place_missing")
    assert gap.where == "claim c-0"
    assert gap.question == "On which page of which document does Harbor say what the claim c-0 rests on?"
    assert dossier.claims[0].quote is None


def test_a_place_in_words_or_in_a_table_is_left_as_it_is(tmp_path: Path) -> None:
    dossier = case(tmp_path, "annual report, page 4", "claims.csv#line=2")
    assert dossier.claims[0].place == "annual report, page 4"
    assert dossier.claims[1].place is not None
    assert dossier.claims[1].place.endswith("#line=2")
    assert not dossier.claims[1].place.startswith("claims")
    assert [one for one in dossier.gaps if one.what == "place_missing"] == []


def test_documents_are_evidence_with_their_pages_and_say_nothing_by_themselves(tmp_path: Path) -> None:
    dossier = case(tmp_path, "report.pdf#page=1")
    told = {one.name: (one.format, one.pages, one.quarantined) for one in dossier.evidence}
    assert told["report.pdf"] == ("document pdf", 2, 0)
    assert told["letters/letter.txt"] == ("document text", 1, 0)
    assert told["claims.csv"] == ("claims table", None, 0)


def test_a_document_that_was_renamed_is_quoted_by_its_hash(tmp_path: Path) -> None:
    one = case(tmp_path / "a", f"{SHORT}#page=1")
    other = case(tmp_path / "b", f"{SHORT}#page=1", name="renamed.bin")
    assert one.claims == other.claims


def test_the_page_shows_the_quotation_and_no_markup_of_it(tmp_path: Path) -> None:
    hostile = pdf("<script>alert(1)</script> is a quotation")
    evidence = tmp_path / "evidence"
    evidence.mkdir()
    (evidence / "a.pdf").write_bytes(hostile)
    (evidence / "claims.csv").write_text(f"claim,proposition,place\nc-1,{SAYS},a.pdf#page=1\n")
    write(reviewed(tmp_path), tmp_path)
    page = (tmp_path / "dossier" / "index.html").read_text()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; is a quotation" in page
    assert "<script>alert(1)" not in page
