"""What a case without any dataset is asked for."""

from __future__ import annotations

from cloudreview.relations.lacking import TOLD, lacks
from cloudreview.vocabulary.rows import Interest, Placement, Site
from tests.relations.test_relations import file, settled


def asked(*rows: object) -> dict[str, tuple[str, ...]]:
    found = settled(file("one", *rows))  # type: ignore[arg-type]
    return {one.where: one.settles for one in found.gaps if one.what == "no_evidence"}


def test_without_a_dataset_everything_that_a_review_needs_is_asked_for():
    found = asked()
    assert set(found) == {lack.relation for lack in lacks()} == {*TOLD, "events"}
    assert max(found, key=lambda name: len(found[name])) == "placements"


def test_what_is_told_is_not_asked_for_and_a_site_without_operator_tells_too_little():
    holder = Interest(holder="a", subject="b")
    site = Site(provider="alibaba", region="us-west-1", country="US")
    assert set(asked()) - set(asked(holder, site)) == {"interests"}
    run = Site(provider="alibaba", region="us-west-1", country="US", operator="o")
    assert set(asked()) - set(asked(holder, run)) == {"interests", "sites"}


def test_with_a_dataset_the_stages_ask_themselves():
    assert asked(Placement(dataset="d", store="aws:s3:b")) == {}
