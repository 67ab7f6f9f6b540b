"""The dossier told: sorted, complete, and from the inputs alone."""

import msgspec

from cloudreview.dossier import assemble, json
from cloudreview.dossier.assemble import index, inputs_digest, not_looked_at
from tests.dossier.sample import ROSTER, results, short


def test_the_rules_of_the_case_are_told_though_nothing_cites_them():
    made = results()
    regime = msgspec.structs.replace(made.law[0], id="us-padfa", citation="PADFA")
    other = msgspec.structs.replace(made.law[0], id="us-none", citation="none of the case")
    told = assemble(msgspec.structs.replace(made, law=(*made.law, regime, other)))
    assert [row.id for row in told.law] == ["law:1", "us-padfa"]


def test_facts_are_told_where_something_follows_from_them():
    dossier = assemble(results())
    relations = {one.relation: one for one in dossier.facts}
    assert sorted(relations) == ["closure", "principals", "roster"]
    assert relations["closure"].row == {"relation": "roster", "scope": "acme", "by": "declared"}
    assert relations["roster"].places == (f"{short(ROSTER)}#line=2",)
    assert relations["roster"].truth == "supported"


def test_what_never_surely_held_is_told_as_unknown_without_dates():
    using = next(one for one in assemble(results()).facts if one.relation == "principals")
    assert (using.truth, using.since, using.until) == ("unknown", None, None)


def test_gaps_name_what_they_settle_and_stand_once():
    dossier = assemble(results())
    assert len(dossier.gaps) == 2
    assert {one.what: one.settles for one in dossier.gaps} == {
        "scope_open": ("answer:unknown", "path:1"),
        "undated": (),
    }


def test_only_law_that_is_cited_or_rested_on_is_told():
    assert [one.id for one in assemble(results()).law] == ["law:1"]


def test_parties_and_persons_are_told():
    told = {one.party: one for one in assemble(results()).parties}
    assert (told["acme"].names, told["acme"].kind, told["acme"].identifiers) == (("Acme",), "company", {"lei": "X1"})
    assert told["p-1"].kind == "person"


def test_every_byte_is_accounted_for_and_quarantine_has_its_place():
    dossier = assemble(results())
    assert {one.name: one.quarantined for one in dossier.evidence} == {"Li.csv": 0, "policy.json": 3}
    assert [one.place.partition("#")[2] for one in dossier.quarantine] == ["line=9"]


def test_lists_do_not_depend_on_the_order_of_results():
    one = results()
    other = msgspec.structs.replace(
        one,
        **{name: tuple(reversed(getattr(one, name))) for name in ("answers", "gaps", "law", "findings", "paths")},
        delivery=msgspec.structs.replace(one.delivery, files=tuple(reversed(one.delivery.files))),
    )
    assert json.encode(assemble(one)) == json.encode(assemble(other))


def test_the_digest_is_over_contents_not_names():
    one = results()
    renamed = tuple(msgspec.structs.replace(file, name="x" + file.name) for file in one.delivery.files)
    moved = msgspec.structs.replace(one, delivery=msgspec.structs.replace(one.delivery, files=renamed))
    assert inputs_digest(moved) == inputs_digest(one)
    fewer = msgspec.structs.replace(one, delivery=msgspec.structs.replace(one.delivery, files=one.delivery.files[:1]))
    judged = msgspec.structs.replace(one, judgements=('{"merge":1}',))
    set_ = msgspec.structs.replace(one, case=msgspec.structs.replace(one.case, carry=1))
    assert len({inputs_digest(each) for each in (one, fewer, judged, set_)}) == 4


def test_the_case_is_told_as_resolved_and_without_its_folder():
    case = assemble(results()).case
    assert case["as_of"] == "2026-03-02T00:00:00Z"
    assert case["period"] == {"from": "2025-03-01T00:00:00Z", "to": "2026-03-02T00:00:00Z"}
    assert "folder" not in case


def test_a_claim_cannot_hide_another_of_the_same_name():
    told = assemble(results())
    one = told.claims[0]
    twin = msgspec.structs.replace(one, speaker="other")
    mask = msgspec.structs.replace(one, claim="path:1", speaker="evil")
    found = index(msgspec.structs.replace(told, claims=(one, twin, mask)))
    assert found["path:1"][0] == "paths"
    assert {row.speaker for relation, row in found.values() if relation == "claims"} == {one.speaker, "other", "evil"}


def test_everything_with_an_id_is_found():
    found = index(assemble(results()))
    assert {found[name][0] for name in ("path:1", "step:1", "answer:refuted", "closure:1", "finding:1", "c-1")} == {
        "paths", "steps", "answers", "facts", "findings", "claims",
    }  # fmt: skip


def test_what_was_not_looked_at_is_one_sentence_each():
    assert not_looked_at()
    assert all(line.endswith(".") and line[0].isupper() for line in not_looked_at())


def test_a_status_says_what_it_is_derived_from_down_to_the_files():
    """A marking is inherited by everything derived (design section 3): one file that is not public takes it away."""
    one = results()
    assert {status.basis for status in assemble(one).statuses} == {"evidence"}
    public = tuple(msgspec.structs.replace(file, marking="public") for file in one.delivery.files)
    whole = msgspec.structs.replace(one, delivery=msgspec.structs.replace(one.delivery, files=public))
    assert {status.basis for status in assemble(whole).statuses} == {"public record"}
    (root, *_) = one.statuses
    derived = msgspec.structs.replace(root, id="status:derived", because=(root.id, "law:1"))
    alone = msgspec.structs.replace(root, id="status:law", because=("law:1",))
    more = msgspec.structs.replace(one, statuses=(*one.statuses, derived, alone))
    told = {status.id: status.basis for status in assemble(more).statuses}
    assert (told["status:derived"], told["status:law"]) == ("evidence", "law")


def test_a_gap_also_names_the_statuses_that_wait_for_it():
    one = results()
    waiting = msgspec.structs.replace(one.statuses[0], id="status:waiting", gaps=(one.gaps[0].id,))
    more = msgspec.structs.replace(one, statuses=(*one.statuses, waiting))
    assert any("status:waiting" in gap.settles for gap in assemble(more).gaps)
    other = msgspec.structs.replace(waiting, reading=msgspec.structs.replace(waiting.reading, aggregation="literal"))
    told = assemble(msgspec.structs.replace(one, statuses=(*one.statuses, other)))
    assert not any("status:waiting" in gap.settles for gap in told.gaps)
