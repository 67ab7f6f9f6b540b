"""The public record alone: a derivation and a letter, never a statement that anybody did anything."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import cloudreview as cr
from cloudreview.dossier import html
from cloudreview.dossier.questions import letter, of
from cloudreview.vocabulary.told import Dossier

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "alibaba-cloud"


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    folder = tmp_path_factory.mktemp("case") / "case"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns(".cloudreview", "dossier", "record"))
    return cr.review(cr.open_case(folder))


def test_all_of_it_is_read_and_the_recommendation_is_undetermined(dossier: Dossier) -> None:
    assert dossier.quarantine == ()
    assert dossier.decision.recommendation == "undetermined"
    assert (dossier.answers, dossier.paths, dossier.observed, dossier.locations) == ((), (), (), ())


def statuses(dossier: Dossier, party: str) -> set[tuple[str, str, str]]:
    return {
        (one.regime, one.truth, one.basis)
        for one in dossier.statuses
        if one.party == party and one.reading == "pooled/cascade" and (one.until is None or one.until > "2026-11-24")
    }


def test_statuses_are_derivations_from_public_record(dossier: Dossier) -> None:
    """As examples/alibaba-cloud/README.md derives them."""
    assert statuses(dossier, "alibaba-group") == {
        ("us-dsp-202", "supported", "public record"),
        ("us-icts-2025", "supported", "public record"),
    }
    told = {(regime, truth) for regime, truth, _ in statuses(dossier, "alibaba-cloud-us")}
    # Since a day the law data know nothing of the list of designated persons, and nobody delivered it.
    assert ("us-dsp-202", "unknown") in told
    listed = {one.id for one in dossier.gaps if one.where == "designations 28 CFR 202.211(a)(5)"}
    llc = [one for one in dossier.statuses if (one.party, one.regime) == ("alibaba-cloud-us", "us-dsp-202")]
    assert tuple(listed) in {one.gaps for one in llc}
    assert ("us-icts-2025", "unknown") in told
    for party in ("alibaba-cloud-singapore", "alibaba-netherlands", "alibaba-cloud-computing"):
        assert {truth for _, truth, _ in statuses(dossier, party)} == {"unknown"}
    assert {one.basis for one in dossier.statuses} <= {"public record", "law"}


def test_a_memo_and_a_denial_are_claims_of_which_nothing_is_known(dossier: Dossier) -> None:
    assert {one.claim: one.truth for one in dossier.claims} == {"memo-2025": "unknown", "denial-2025": "unknown"}
    assert all(one.place for one in dossier.claims)
    assert {one.truth for one in dossier.findings} == {"unknown"}
    titles = sorted(one.title for one in dossier.findings)
    assert all("is open: nothing that was delivered speaks for or against it" in title for title in titles), titles
    assert not any("claim without evidence" in title for title in titles), titles


def test_no_question_puts_the_answer_in_the_mouth_of_who_is_asked(dossier: Dossier) -> None:
    text = letter(dossier)
    assert "state whether" in text
    assert not re.search(r"(state|say)( for each \w+)? that (it|the \w+) (is|are) (whole|complete)", text)


def test_the_page_never_says_that_no_measure_is_needed_where_no_data_is_told(dossier: Dossier) -> None:
    page = html.page(dossier)
    assert "None is needed" not in page
    assert "this does not say that none is needed" in page
    assert "By derivation, has the status?" in page


def test_the_letter_begins_with_what_a_review_cannot_do_without(dossier: Dossier) -> None:
    first = [one.gaps[0].where for one in of(dossier)[:3]]
    assert (first[0], set(first[1:])) == ("placements", {"operations", "roster"})
    text = letter(dossier)
    assert "Which data of US clients does the service hold?" in text


def test_the_letter_names_the_companies_and_asks_each_thing_once(dossier: Dossier) -> None:
    asked = [one.question for one in of(dossier) if "principal place of business" in one.question]
    assert len(asked) == 1
    for name in ("Alibaba Cloud US LLC (alibaba-cloud-us)", "Alibaba (Netherlands) B.V. (alibaba-netherlands)"):
        assert name in asked[0]
    ids = "|".join(one.party for one in dossier.parties)
    sentences = re.sub(r"`gap:[^)]*\)", "", letter(dossier))
    assert not re.search(rf"(?<!\()\b(?:{ids})\b", sentences)
    assert all(one.subject == "Who belongs to whom" for one in of(dossier) if "statuses" in one.worth)


def test_every_statement_has_its_source(dossier: Dossier) -> None:
    """Each file says from whom it is; each line of the texts that states a fact names a source."""
    assert {one.marking for one in dossier.evidence if one.format != "evidence table"} == {"public"}
    assert all(one.speaker != "unknown" for one in dossier.evidence if one.format != "evidence table")
    events = (EXAMPLE / "evidence" / "later-events.txt").read_text().splitlines()
    assert all("Source: " in line for line in events if re.match(r"On \d", line))
