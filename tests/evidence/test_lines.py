from typing import Any

from cloudreview.evidence.lines import match, speaker_of
from cloudreview.evidence.listing import Line
from cloudreview.spells import instant

A, B = "a" * 64, "b" * 64
MARCH = instant("2026-03-01T00:00:00Z")


def line(**said: Any) -> Line:
    empty: dict[str, Any] = dict.fromkeys(Line.__struct_fields__) | {"at": "", "complete_for": ()}
    return Line(**(empty | {"speaker": "Acme"} | said))


def numbered(*lines: Line) -> list[tuple[str, Line]]:
    return [(f"eeee#line={number}", one) for number, one in enumerate(lines, 2)]


def scopes(matched: Any) -> dict[str, list[tuple[str, str]]]:
    return {place: [(one.relation, one.scope) for one in found] for place, found in matched.complete.items()}


ROSTER = (("roster", "acme"),)
USES = (("principals", "aws:111122223333"),)


def test_by_hash_whatever_the_name() -> None:
    matched = match(numbered(line(sha256=A, file="old.csv", complete_for=ROSTER)), [(A, "new.csv"), (A, "copy.csv")])
    assert sorted(matched.line) == [(A, "copy.csv"), (A, "new.csv")]
    assert scopes(matched) == {"eeee#line=2": list(ROSTER)}
    assert [(who, one.scope) for who, one in matched.declared()] == [("Acme", "acme")]
    assert (matched.opens, matched.gaps) == ((), ())


def test_equal_bytes_about_different_things_are_told_apart_by_name() -> None:
    lines = numbered(line(sha256=A, file="x.json", about="aws:s3:x"), line(sha256=A, file="y.json", about="aws:s3:y"))
    matched = match(lines, [(A, "x.json"), (A, "y.json"), (A, "z.json")])
    assert {name: found.about for (_, name), (_, found) in matched.line.items()} == {
        "x.json": "aws:s3:x",
        "y.json": "aws:s3:y",
    }


def test_a_file_with_other_bytes_is_not_the_file() -> None:
    matched = match(numbered(line(sha256=A, file="x.csv", complete_for=ROSTER)), [(B, "x.csv")])
    assert matched.line == {}
    assert matched.opens == ROSTER
    assert matched.declared() == ()
    assert [one.what for one in matched.gaps] == ["no_evidence"]


def test_a_gone_file_without_scopes_opens_what_its_speaker_declared_about_the_same() -> None:
    lines = numbered(
        line(file="gone.json", about="aws:1"),
        line(file="a", about="aws:1", complete_for=ROSTER),
        line(file="b", complete_for=(("statements", "aws:1"), ("sites", "aws"))),
        line(file="c", about="aws:1", speaker="Other", complete_for=USES),
    )
    files = [(A, "a"), (A, "b"), (A, "c")]
    assert match(lines, files).opens == (("roster", "acme"), ("statements", "aws:1"))
    assert match(lines[1:], files).opens == ()


def test_lines_that_contradict_each_other_all_fall() -> None:
    lines = numbered(line(file="a", complete_for=ROSTER), line(file="a", speaker="Other", complete_for=USES))
    matched = match(lines, [(A, "a")])
    assert matched.line == {}
    assert matched.opens == (*USES, *ROSTER)
    assert [one.what for one in matched.gaps] == ["disagreement"]


def test_the_same_line_twice_is_one() -> None:
    lines = numbered(line(file="a", complete_for=ROSTER), line(sha256=A, file="a", complete_for=ROSTER))
    matched = match(lines, [(A, "a")])
    assert (len(matched.line), matched.opens, len(matched.declared())) == (1, (), 1)


def parts(*numbers: int, **more: Any) -> list[Line]:
    return [line(file=f"p{n}", complete_for=ROSTER, part=(n, 3), taken_at=MARCH, **more) for n in numbers]


def test_all_parts_stand_together() -> None:
    files = [(A, "p1"), (A, "p2"), (B, "p3")]
    matched = match(numbered(*parts(1, 2, 3)), files)
    assert matched.opens == ()
    assert len(matched.declared()) == 3
    for missing in (1, 2, 3):
        rest = [n for n in (1, 2, 3) if n != missing]
        for lines, there in ((parts(*rest), files), (parts(1, 2, 3), [f for f in files if f[1] != f"p{missing}"])):
            matched = match(numbered(*lines), there)
            assert matched.opens == ROSTER
            assert matched.declared() == ()


def test_parts_of_two_deliveries_do_not_fill_each_other() -> None:
    january = [line(file=f"j{n}", complete_for=ROSTER, part=(n, 2), taken_at=0) for n in (1,)]
    march = [line(file=f"m{n}", complete_for=ROSTER, part=(n, 2), taken_at=MARCH) for n in (2,)]
    assert match(numbered(*january, *march), [(A, "j1"), (B, "m2")]).opens == ROSTER


def test_nobody_says() -> None:
    assert speaker_of(None) == speaker_of(line(speaker=None)) == "unknown"
