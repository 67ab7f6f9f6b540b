"""Which stores the target of a power covers.

The forms of a target are those of design section 3 (provider, region, site, store, key, service) and an account. A
target of another form may cover any store of the provider that it names, or of every provider where it names none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase

from cloudreview.location import questions
from cloudreview.location.grounds import GIVEN, Ground, doubted, join, of, unnamed
from cloudreview.location.keys import Protection
from cloudreview.location.stores import Held, Survey, Told
from cloudreview.relations.scopes import provider_of
from cloudreview.spells import Interval
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Operation, Site

_ACCOUNT = re.compile(r"aws:\d{12}|alibaba:\d{10,20}")
_BUCKET = "arn:aws:s3:::"
_PATTERN = re.compile(r"[*?\[]")

Keys = tuple[Protection, ...]
Covers = Callable[[Survey, str, Held, Keys], Iterator[Ground]]


def covering(survey: Survey, row: Operation, held: Held, keys: Keys) -> Iterator[Ground]:
    """On what it rests that the target covers the store; nothing where it does not."""
    for is_form, covers in FORMS:
        if is_form(survey, row.target):
            yield from covers(survey, row.target, held, keys)
            return
    head = provider_of(row.target)
    if head == held.provider or head not in _providers(survey):
        yield doubted(GIVEN, questions.target_unread(row))


def _providers(survey: Survey) -> set[str]:
    told = {held.provider for held in survey.stores} | {provider for provider, _ in survey.sites}
    return told | {one.provider for one in survey.law.region_lists}


def _is_provider(survey: Survey, target: str) -> bool:
    return target in _providers(survey)


def _provider(survey: Survey, target: str, held: Held, keys: Keys) -> Iterator[Ground]:
    if target == held.provider:
        yield GIVEN


def _is_store(survey: Survey, target: str) -> bool:
    """A name of a service that some store of the case is in; a part of a bucket is named as bucket/prefix."""
    parts = _plain(target).split(":", maxsplit=2)
    return len(parts) == 3 and any(held.store.startswith(f"{parts[0]}:{parts[1]}:") for held in survey.stores)


def _plain(target: str) -> str:
    return f"aws:s3:{target.removeprefix(_BUCKET)}" if target.startswith(_BUCKET) else target


def _store(survey: Survey, target: str, held: Held, keys: Keys) -> Iterator[Ground]:
    """The store by its name, which in S3 has no capitals, a part of it, or a pattern of names."""
    name, _, part = _plain(target).partition("/")
    name = name.lower() if name.startswith("aws:s3:") else name
    if name == held.store or fnmatchcase(held.store, name):
        yield from _part(target, part, held)


def _part(target: str, part: str, held: Held) -> Iterator[Ground]:
    """What a part of a store covers of its datasets: all; or some, or those that a pattern may mean: unknown."""
    sure = _PATTERN.split(part, maxsplit=1)[0]
    prefixes = [fact.row.prefix or "" for fact in held.placed]
    touched = [one.startswith(sure) or sure.startswith(one) for one in prefixes]
    whole = sure == part.removesuffix("*") or all(sure.startswith(one) for one in prefixes)
    if all(touched) and whole:
        yield GIVEN
    elif any(touched):
        yield doubted(GIVEN, questions.part_unsettled(target, held.store))


def _is_key(survey: Survey, target: str) -> bool:
    arn = target.startswith("arn:") and ":kms:" in target
    return (arn or target.startswith("acs:kms:")) and ":key/" in target


def _key(survey: Survey, target: str, held: Held, keys: Keys) -> Iterator[Ground]:
    """The stores that are under the key, and those that may be."""
    for one in keys:
        if one.key == target or one.kind in ("open", "managed"):
            yield one.ground


def _is_account(survey: Survey, target: str) -> bool:
    return _ACCOUNT.fullmatch(target) is not None


def _account(survey: Survey, target: str, held: Held, keys: Keys) -> Iterator[Ground]:
    if provider_of(target) == held.provider:
        yield from _one_of(held.accounts, held.ownerless, target, questions.account_of(held.store))


def _is_region(survey: Survey, target: str) -> bool:
    provider, _, region = target.partition(":")
    told = {(held.provider, name) for held in survey.stores for name, _ in held.regions}
    known = (provider, region) in told or (provider, region) in survey.sites
    return known or survey.law.region(provider, region) is not None


def _region(survey: Survey, target: str, held: Held, keys: Keys) -> Iterator[Ground]:
    provider, _, region = target.partition(":")
    if provider == held.provider:
        yield from _one_of(held.regions, held.homeless, region, questions.region_of(held.store))


def _one_of(told: Told, untold: tuple[Interval, ...], wanted: str, asked: Gap) -> Iterator[Ground]:
    yield from (ground for value, ground in told if value == wanted)
    yield from (unnamed(interval, (), asked) for interval in untold)


def _is_service(survey: Survey, target: str) -> bool:
    return any(held.store.startswith(f"{target}:") for held in survey.stores)


def _service(survey: Survey, target: str, held: Held, keys: Keys) -> Iterator[Ground]:
    if held.store.startswith(f"{target}:"):
        yield GIVEN


def _is_site(survey: Survey, target: str) -> bool:
    return any(fact.row.site == target for facts in survey.sites.values() for fact in facts)


def _site(survey: Survey, target: str, held: Held, keys: Keys) -> Iterator[Ground]:
    """The stores of the site's region; which of several sites of a region holds a store is unknown."""
    for fact in survey.facts.of(Site):
        if fact.row.site == target and fact.row.provider == held.provider:
            where = f"{fact.row.provider}:{fact.row.region}"
            others = survey.sites[fact.row.provider, fact.row.region]
            several = any(one.row.site != target for one in others)
            for ground in _region(survey, where, held, keys):
                found = join(of(fact), ground)
                yield doubted(found, questions.site_unsettled(target, where)) if several else found


FORMS: tuple[tuple[Callable[[Survey, str], bool], Covers], ...] = (
    (_is_provider, _provider),
    (_is_key, _key),
    (_is_store, _store),
    (_is_account, _account),
    (_is_region, _region),
    (_is_service, _service),
    (_is_site, _site),
)
"""In this order: is the target of that form, and what does it rest on that it covers a store."""
