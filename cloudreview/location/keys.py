"""Under which key the data of a store are, and what that leaves open.

"Setting default server-side encryption behavior for Amazon S3 buckets" (Amazon S3 User Guide) and "What happens to new
or existing objects when I turn on default encryption with AWS KMS" (AWS Knowledge Center): default encryption governs
new objects that name no encryption of their own; objects already there keep theirs. So a default key tells the key of
the data only where somebody says that everything in the store is under it (closure `keys`).

Our reading: a default of AES256 (the service's own keys, the base level since 2023-01-05) means that no customer key
is needed to read, without that closure; whether somebody can stop the data by a key turns on it all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from typing import Literal, NamedTuple

from cloudreview.location import questions
from cloudreview.location.grounds import (
    GIVEN,
    Ground,
    best,
    contested,
    doubted,
    harm_of,
    inside,
    join,
    of,
    steps,
    unnamed,
)
from cloudreview.location.stores import Held, Survey
from cloudreview.relations.scopes import account_of
from cloudreview.spells import END, NEVER, Interval, meet, uncovered
from cloudreview.truth import Truth
from cloudreview.vocabulary.facts import Fact
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Encryption, Inventory, Key, Operation
from cloudreview.vocabulary.steps import Step
from cloudreview.vocabulary.told import KeyHolder, Power
from cloudreview.vocabulary.words import ANY, Harm

_CUSTODY = "key_custody"
_OUTSIDE = frozenset({"EXTERNAL_KEY_STORE", "AWS_CLOUDHSM"})
"""Origins of keys whose material is in a custom key store (API_KeyMetadata.html)."""
Kind = Literal["provider", "managed", "customer", "open"]


class Protection(NamedTuple):
    """One key that the data of a store are, or may be, under."""

    key: str
    """Empty: no customer key is needed."""
    kind: Kind
    """provider: the service's own keys; managed: the provider's key in the account; customer; open: nobody tells."""
    ground: Ground


def protections(survey: Survey, held: Held) -> tuple[Protection, ...]:
    """The keys of a store; where no default encryption surely holds, or it is not closed, one unknown."""
    told = [((fact.row.algorithm, fact.row.key), fact) for fact in _encryption(survey, held)]
    found: list[Protection] = []
    for (algorithm, key), ground in contested(told):
        found += _READ.get(algorithm, _unread)(survey, held, algorithm, key, ground)
    sure = [fact.spell.must for _, fact in told]
    open_ = survey.facts.open_in(("encryption", held.store))
    asked = questions.encryption_open(held.store)
    because = [fact.id for _, fact in told] or held.because
    for interval in inside(survey.window, [*open_, *uncovered(survey.window, sure)]):
        found.append(Protection("", "open", unnamed(interval, because, asked)))
    return (*found, *_of_copies(survey, held), *_listed(survey, held, {algorithm for (algorithm, _), _ in told}))


def _listed(survey: Survey, held: Held, defaults: Set[str]) -> Iterator[Protection]:
    """What a list of the objects shows beside the default: some without a customer's key, or some under one.

    The status of an object (storage-inventory.md, "Encryption status") does not name its key. A list in which objects
    of other prefixes are counted too does not show it of the datasets' own.
    """
    asked = questions.keys_listed(held.store)
    for fact in survey.facts.of(Inventory):
        own = all((fact.row.prefix or "").startswith(one.row.prefix or "") for one in held.placed)
        if fact.row.store != held.store:
            continue
        if fact.row.encryption in _WITHOUT_KEY and not defaults & _PLAIN:
            yield Protection("", "provider", of(fact) if own else doubted(of(fact), asked))
        elif fact.row.encryption in _WITH_KEY and not defaults - _PLAIN:
            yield Protection("", "open", doubted(of(fact), asked))


_PLAIN = frozenset({"AES256"})
_WITHOUT_KEY = frozenset({"SSE-S3", "NOT-SSE"})
_WITH_KEY = frozenset({"SSE-KMS", "DSSE-KMS", "SSE-C"})


def _of_copies(survey: Survey, held: Held) -> Iterator[Protection]:
    """Keys that rules of replication put copies under (ReplicaKmsKeyID, API_EncryptionConfiguration.html)."""
    for rule in survey.rules.get(held.store, ()):
        if rule.row.key is None:
            continue
        asked = questions.replicas_sealed(held.store, rule.row.store, rule.row.key)
        arns, because = _resolve(survey, rule.row.key)
        for name in arns or (rule.row.key,):
            yield Protection(name, "customer", unnamed((rule.spell.may[0], END), (rule.id, *because), asked))


def _encryption(survey: Survey, held: Held) -> Iterator[Fact[Encryption]]:
    return (fact for fact in survey.facts.of(Encryption) if fact.row.store == held.store)


def _provider_key(survey: Survey, held: Held, algorithm: str, key: str | None, ground: Ground) -> list[Protection]:
    """SSE-S3: the service decrypts for everybody who may read; older objects may be under a key that somebody holds."""
    return [Protection("", "provider", ground), *_older(survey, held, ground)]


def _unread(survey: Survey, held: Held, algorithm: str, key: str | None, ground: Ground) -> list[Protection]:
    return [Protection("", "open", doubted(ground, questions.algorithm_unread(held.store, algorithm)))]


def _kms(survey: Survey, held: Held, algorithm: str, key: str | None, ground: Ground) -> list[Protection]:
    """SSE-KMS: without a key id, or by the service's own alias, the key that the provider manages in the account."""
    if key is None or key.endswith(("alias/aws/s3", "alias/acs/oss")):
        return [Protection("", "managed", doubted(ground, questions.managed_key(held.store)))]
    arns, because = _resolve(survey, key)
    ground = ground._replace(because=tuple(sorted({*ground.because, *because})))
    if len(arns) != 1:
        asked = questions.key_unresolved(held.store, key)
        names = arns or (key,)
        return [
            *(Protection(name, "customer", doubted(ground, asked)) for name in names),
            Protection("", "open", doubted(ground, asked)),
        ]
    found = [Protection(arns[0], "customer", ground)]
    if any(fact.row.manager in ("AWS", "ALIBABA") for fact in survey.keys.get(arns[0], ())):
        found.append(Protection("", "managed", doubted(ground, questions.managed_key(held.store))))
    return [*found, *_older(survey, held, ground)]


def _older(survey: Survey, held: Held, ground: Ground) -> list[Protection]:
    """Objects that are not under the default, where nobody says that all are."""
    asked = questions.keys_open(held.store)
    open_ = [part for part in _keys_open(survey, held) if meet(part, ground.spell.may) != NEVER]
    return [Protection("", "open", unnamed(meet(part, ground.spell.may), ground.because, asked)) for part in open_]


def _keys_open(survey: Survey, held: Held) -> list[Interval]:
    """Where nobody says, of the store or of the one account it is in, that all is under the default key."""
    accounts = {account for account, _ in held.accounts}
    scopes = [("keys", held.store), *(("keys", account) for account in accounts if len(accounts) == 1)]
    return survey.facts.open_in(*scopes)


def _resolve(survey: Survey, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ARNs that a configured key can mean, and the key facts that say so; an alias means a key of the requester.

    PutBucketEncryption, `KMSMasterKeyID`: an ARN is one key; an alias is resolved in the account of whoever writes.
    """
    if key.startswith(("arn:", "acs:")) and ":key/" in key:
        return (key,), ()
    facts = [fact for arn, told in survey.keys.items() if arn.endswith(f":key/{key}") for fact in told]
    return tuple(sorted({fact.row.key for fact in facts})), tuple(sorted(fact.id for fact in facts))


_Reader = Callable[[Survey, Held, str, str | None, Ground], list[Protection]]
_READ: dict[str, _Reader] = {"AES256": _provider_key, "aws:kms": _kms, "aws:kms:dsse": _kms, "KMS": _kms}
"""By the algorithm's name; any other is not implemented.

OSS: "AES256" is under keys that OSS manages, "KMS" under a key of the key service, its default one unless
`KMSMasterKeyID` names another ("Server-side encryption", PutBucketEncryption, Object Storage Service).
"""


def protect(survey: Survey, held: Held, found: Iterable[Protection]) -> Iterator[Step | Gap | Power | KeyHolder]:
    """The steps of the keys, the unnamed key that somebody may disable, and who holds which key.

    A named key protects in raw mode too: reading asks for no key there, stopping does.
    """
    for one in found:
        modes: tuple[Literal["guarded", "raw"], ...] = ("guarded", "raw") if one.key else ("guarded",)
        yield from steps("protects", {"store": held.store, "key": one.key}, one.ground, *modes)
        yield from _holders(survey, held, one)
        if one.kind == "open":
            yield from _unnamed_custody(held, one)
        if one.kind == "customer":
            yield from _kept_outside(survey, held, one)


def _kept_outside(survey: Survey, held: Held, one: Protection) -> Iterator[Step | Gap | Power | KeyHolder]:
    """Whoever keeps the material of a key outside of the key service, where nobody told who that is.

    "Encryption and decryption operations are performed by your external key manager", and a key of a custom key store
    that is disconnected is unusable (AWS KMS Developer Guide, use-xks-key, disconnect-keystore).
    """
    told = any((fact.row.power, fact.row.target) == (_CUSTODY, one.key) for fact in survey.facts.of(Operation))
    for fact in survey.keys.get(one.key, ()) if not told else ():
        if fact.row.origin in _OUTSIDE:
            ground = doubted(join(one.ground, of(fact)), questions.kept_outside(one.key, fact.row.origin or ""))
            actor = f"unnamed:keys {one.key}"
            for harm, _ in survey.law.power_harms(_CUSTODY):
                fields = {"actor": actor, "power": _CUSTODY, "target": one.key, "harm": harm, "store": held.store}
                yield from steps("power", fields, ground, "guarded", "raw")
                yield _custody(actor, _CUSTODY, one.key, harm_of(harm), ground)
            yield from _holders(survey, held, one._replace(kind="open", ground=ground))


def _unnamed_custody(held: Held, one: Protection) -> Iterator[Step | Gap | Power]:
    """Whoever may disable a key that nobody named can stop what is under it."""
    fields = {"actor": f"unnamed:keys {held.store}", "power": ANY, "target": held.store, "harm": "stop"}
    yield from steps("power", {**fields, "store": held.store}, one.ground, "guarded", "raw")
    yield _custody(fields["actor"], ANY, held.store, "stop", one.ground)


def _custody(actor: str, power: str, target: str, harm: Harm, ground: Ground) -> Power:
    return Power(
        actor=actor,
        power=power,
        target=target,
        harm=harm,
        approval=None,
        logged_in=None,
        truth="unknown",
        because=ground.because,
    )


def _holders(survey: Survey, held: Held, one: Protection) -> Iterator[KeyHolder]:
    """Who holds the key: the account in its ARN, or the provider."""
    truth = best(one.ground, survey.window)
    holder = {"provider": "provider", "managed": "provider", "open": None}.get(one.kind, account_of(one.key))
    for dataset in sorted({fact.row.dataset for fact in held.placed}):
        if truth is not None:
            yield KeyHolder(
                dataset=dataset,
                store=held.store,
                key=one.key or None,
                holder=holder,
                truth=_least(truth, holder).word,
                because=one.ground.because,
            )


def _least(truth: Truth, holder: str | None) -> Truth:
    return truth if holder is not None else min(truth, Truth.UNKNOWN)


def key_regions(survey: Survey, one: Protection) -> Iterator[tuple[str | None, Ground]]:
    """Where a customer's key is kept: as its ARN tells, which never changes, else as its facts do."""
    facts: tuple[Fact[Key], ...] = survey.keys.get(one.key, ())
    parts = one.key.split(":")
    named = [parts[3]] if len(parts) >= 6 and parts[0] == "arn" and parts[3] else []
    named = [parts[2]] if len(parts) == 5 and parts[0] == "acs" and parts[2] not in ("", "*") else named
    regions = named or sorted({fact.row.region for fact in facts if fact.row.region is not None})
    told = GIVEN._replace(because=tuple(fact.id for fact in facts))
    yield from ((region, told) for region in regions)
    if not regions:
        yield None, told
