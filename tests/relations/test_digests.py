"""What a chain of digests closes: no more than the files delivered, the hashes and the documentation say."""

from __future__ import annotations

import functools
import hashlib
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloudreview.evidence.content import Content
from cloudreview.evidence.registry import READERS
from cloudreview.relations.digests import REDELIVERY, SIGNED
from cloudreview.spells import DAY, SECOND, Interval, instant
from cloudreview.vocabulary.delivery import Bad, Delivered
from tests.chain import KEY, TRAIL, Chain, keys
from tests.relations.test_relations import file, settled

START = instant("2026-01-01T00:00:00Z")
SCOPE = f"{TRAIL} us-west-2"
DAYS = 60
WHOLE: Interval = (START, START + DAYS * DAY - REDELIVERY)
WIDE = {"period": (START - 400 * DAY, START + 400 * DAY), "carry": 900 * DAY}
Log = tuple[str, bytes, int, int]


def delivered(content: bytes, name: str, speaker: str = "acme", bad: bool = False) -> Delivered:
    """A file as the review receives it."""
    reader = next(one for one in READERS if one.recognises(Content(content)))
    reading = reader.read(Content(content))
    made = file(name, speaker=speaker)
    return msgspec.structs.replace(
        made,
        sha256=hashlib.sha256(content).hexdigest(),
        said=tuple(reading.said),
        content_sha256=hashlib.sha256(content).hexdigest() if reading.format == "cloudtrail" else None,
        bad=(Bad("#/Records/0", "broken", 1),) if bad else (),
    )


def log(number: int) -> Log:
    """A log file without a record, with the times of events that its digest tells."""
    begin = START + number * DAY
    return f"{number}.json.gz", b'{"Records":[' + b" " * number + b"]}", begin, begin + DAY - SECOND


@functools.cache
def _links(days: int) -> tuple[Chain, tuple[bytes, ...], tuple[Log, ...]]:
    chain = Chain(START)
    logs = tuple(log(number) for number in range(days))
    return chain, tuple(chain.add(START + (number + 1) * DAY, one) for number, one in enumerate(logs)), logs


def links(days: int = DAYS) -> tuple[Chain, list[bytes], list[Log]]:
    """A digest a day, with one log file each."""
    chain, digests, logs = _links(days)
    return chain, list(digests), list(logs)


def told(
    digests: list[bytes], logs: list[Log], *more: Delivered, state: bool = True, with_keys: bool = False
) -> tuple[list[Interval], list[str], set[str]]:
    """The stretches closed on the word of who delivered, the kinds of gaps, and the other speakers."""
    files = [delivered(one, f"d{number}") for number, one in enumerate(digests)]
    files += [delivered(one[1], one[0]) for one in logs]
    if state:
        files.append(file("list", taken_at=START - DAY, complete=(("digests", TRAIL),)))
    if with_keys:
        files.append(delivered(keys(), "keys", "reviewer"))
    found = settled(*files, *more, **WIDE)
    closures = [one for one in found.facts.closures if one.relation == "log_files"]
    assert {one.scope for one in closures} <= {SCOPE}
    plain = sorted({one.spell for one in closures if SIGNED not in one.speaker})
    signed = {one.speaker for one in closures if SIGNED in one.speaker}
    return plain, sorted({gap.what for gap in found.gaps if "igest" in gap.why or "digests" in gap.where}), signed


def test_an_unbroken_chain_with_all_its_files_is_closed_but_for_its_last_month() -> None:
    _, digests, logs = links()
    assert told(digests, logs) == ([WHOLE], ["no_evidence"], set())


def test_signatures_make_it_the_providers_own_word() -> None:
    _, digests, logs = links()
    assert told(digests, logs, with_keys=True) == ([WHOLE], [], {f"{SIGNED}reviewer; acme"})


def test_without_a_statement_that_all_digests_are_here_nothing_is_closed() -> None:
    _, digests, logs = links()
    assert told(digests, logs, state=False, with_keys=True) == ([], ["scope_open"], set())


def test_a_log_file_that_is_missing_or_changed_opens_the_times_of_its_events() -> None:
    _, digests, logs = links()
    hole = [(START, START + 5 * DAY), (START + 6 * DAY, WHOLE[1])]
    for changed in ([*logs[:5], *logs[6:]], [*logs[:5], ("x", b'{"Records": [ ]}', 0, 0), *logs[6:]]):
        assert told(digests, changed)[0] == hole
    spoiled = delivered(logs[5][1], "spoiled", bad=True)
    assert told(digests, [*logs[:5], *logs[6:]], spoiled)[0] == hole


def test_a_log_file_without_times_opens_everything() -> None:
    chain = Chain(START)
    unnamed = {"s3Bucket": "b", "s3Object": "o", "hashValue": "0" * 64, "hashAlgorithm": "SHA-256"}
    digests = [chain.add(START + DAYS * DAY, logFiles=[unnamed])]
    assert told(digests, [])[0] == []


@pytest.mark.parametrize("with_keys", [False, True])
def test_a_digest_that_is_missing_breaks_the_chain(with_keys: bool) -> None:
    _, digests, logs = links()
    closed, whats, _ = told([*digests[:40], *digests[41:]], logs, with_keys=with_keys)
    assert closed == [(START, START + 40 * DAY - REDELIVERY)]
    assert "no_evidence" in whats
    assert told([*digests[:10], *digests[11:]], logs)[0] == [(START + 11 * DAY, WHOLE[1])]


def test_a_changed_digest_breaks_the_chain_by_its_hash() -> None:
    chain = Chain(START)
    dropped = ("x.json.gz", b'{"Records":[]   }', START + 60 * DAY, START + 60 * DAY)
    digests = [chain.add(START + 50 * DAY), chain.add(START + 100 * DAY, dropped), chain.add(START + 150 * DAY)]
    digests[1] = digests[1].replace(digests[1][digests[1].index(b"[{") :], b"[]}")
    closed, whats, _ = told(digests, [])
    assert closed == [(START, START + 20 * DAY), (START + 100 * DAY, START + 120 * DAY)]
    assert "disagreement" in whats


def test_a_hole_in_time_breaks_the_chain() -> None:
    chain = Chain(START)
    digests = [chain.add(START + 50 * DAY)]
    chain.at += DAY
    digests.append(chain.add(START + 100 * DAY))
    assert told(digests, [])[0] == [
        (START, START + 20 * DAY),
        (START + 51 * DAY, START + 70 * DAY),
    ]


def test_two_digests_that_claim_one_name_break_the_chain() -> None:
    _, digests, logs = links()
    twin = digests[20].replace(b'"newestEventTime": null', b'"newestEventTime":  null', 1)
    assert told([*digests, twin], logs)[0] == [(START + 21 * DAY, WHOLE[1])]
    assert told([*digests, digests[20]], logs)[0] == [WHOLE]


def test_a_forged_signature_breaks_the_chain_where_a_key_tells() -> None:
    chain = Chain(START)
    digests = [chain.add(START + 40 * DAY), chain.add(START + 80 * DAY, previousDigestSignature="00" * 128)]
    digests.append(chain.add(START + 120 * DAY))
    assert told(digests, [])[0] == [(START, START + 90 * DAY)]
    closed, whats, signed = told(digests, [], with_keys=True)
    assert closed == [(START + 40 * DAY, START + 90 * DAY)]
    assert whats == ["disagreement"]
    assert signed == {f"{SIGNED}reviewer; acme"}


def test_a_restart_is_no_link() -> None:
    chain = Chain(START)
    nothing = dict.fromkeys(f"previousDigest{name}" for name in ("S3Bucket", "S3Object", "HashValue", "HashAlgorithm"))
    digests = [chain.add(START + 50 * DAY), chain.add(START + 100 * DAY, **nothing, previousDigestSignature=None)]
    assert told(digests, [])[0] == [(START, START + 20 * DAY), (START + 50 * DAY, START + 70 * DAY)]


def test_a_backfill_digest_names_log_files_that_must_be_here_too() -> None:
    chain, digests, logs = links()
    late = ("late.json.gz", b'{"Records":[]  }', START + 3 * DAY, START + 4 * DAY - SECOND)
    digests.append(chain.add(START + 8 * DAY, late, backfill=True))
    assert told(digests, logs)[0] == [(START, START + 3 * DAY), (START + 4 * DAY, WHOLE[1])]
    assert told(digests, [*logs, late])[0] == [WHOLE]


def test_another_region_is_another_chain() -> None:
    _, digests, logs = links()
    other = Chain(START, region="eu-west-1")
    assert told([*digests, other.add(START + DAY)], logs)[0] == [WHOLE]


def test_a_key_of_the_same_name_that_is_another_verifies_nothing() -> None:
    _, digests, logs = links()
    forged = keys().replace(KEY[20:24].encode(), b"AAAA", 1)
    closed, whats, signed = told(digests, logs, delivered(forged, "forged", "mallory"))
    assert (closed, signed) == ([], set())
    assert "disagreement" in whats


@settings(deadline=None, max_examples=25)
@given(st.sets(st.integers(0, 39), max_size=6), st.sets(st.integers(0, 39), max_size=6), st.booleans())
def test_taking_files_away_closes_nothing_more(digests: set[int], logs: set[int], with_keys: bool) -> None:
    _, all_digests, all_logs = links(40)

    def seconds(found: list[Interval]) -> set[int]:
        return {day for since, until in found for day in range(40) if since <= START + day * DAY < until}

    whole = seconds(told(all_digests, all_logs, with_keys=with_keys)[0])
    less: Any = told(
        [one for number, one in enumerate(all_digests) if number not in digests],
        [one for number, one in enumerate(all_logs) if number not in logs],
        with_keys=with_keys,
    )
    assert seconds(less[0]) <= whole - logs
