"""The questions of this stage, in one place: each is a gap that a provider's lawyer can answer."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from cloudreview.gaps import gap
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Approval, Operation
from cloudreview.vocabulary.words import POWERS


def region_of(store: str) -> Gap:
    """Nobody tells where the store is."""
    return gap(
        "field_missing",
        f"stores {store}",
        f"nothing tells in which region {store} is",
        f"In which region is {store}? Send the list of buckets with their regions, or get-bucket-location.",
    )


def account_of(store: str) -> Gap:
    """Nobody tells whose the store is."""
    return gap(
        "field_missing",
        f"stores {store} account",
        f"nothing tells which account owns {store}",
        f"Which account owns {store}? Send the list of that account's buckets.",
    )


def country_of(provider: str, region: str) -> Gap:
    """Neither the evidence nor the public record tells a region's country."""
    return gap(
        "field_missing",
        f"sites {provider}:{region}",
        f"neither a sites file nor the public lists of regions say in which country {provider}:{region} lies",
        f"In which country does the region {region} of {provider} lie?",
    )


def organised_in(party: str) -> Gap:
    """Nobody tells under whose law an operator is organised."""
    return gap(
        "field_missing",
        f"parties {party} organised_in",
        f"nobody says under which country's law {party}, which operates a site that holds data, is organised",
        f"Under which country's law is {party} organised?",
    )


def operator_of(provider: str, region: str) -> Gap:
    """A site is told without its operator."""
    return gap(
        "field_missing",
        f"sites {provider}:{region} operator",
        f"a site in {provider}:{region} is told without who operates it",
        f"Who operates each site of {provider} in {region}?",
    )


def sites_open(provider: str, region: str) -> Gap:
    """Nobody says that all sites are told."""
    return gap(
        "scope_open",
        f"sites {provider}:{region}",
        f"nobody says that every site of {provider} in {region}, with its operator, is told",
        f"Please list every site of {provider} in {region}, its country and operator, and say whether it is whole.",
    )


@functools.cache
def operations_open(target: str, power: str) -> Gap:
    """Nobody says that all holders of a power over a region are told; one question asks for all powers there."""
    listed = ", ".join(POWERS)
    return gap(
        "scope_open",
        f"operations {target} {power}",
        f"nobody says who all has the power {power} over {target} outside the customers' own policies",
        f"Please list who has which power over {target} ({listed}), whose approval each use needs and which log shows "
        f"it, and say whether it is whole.",
    )


def copies_of(store: str) -> Gap:
    """Neither the rules that copy a store, nor its backups, nor a whole list of placements are told."""
    calls = "get-bucket-replication and the backup plans" if store.startswith("aws:s3:") else "what configures that"
    return gap(
        "no_evidence",
        f"replication {store}",
        f"what copies {store} is not told, and nobody says that every placement is told",
        f"Is {store} replicated, backed up or snapshotted? Send {calls}, or say that the placements are whole.",
    )


def backups_of(store: str) -> Gap:
    """The rules that copy a store are told; whether all its backups and snapshots are, nobody says."""
    return gap(
        "scope_open",
        f"backups {store}",
        f"nobody says that all backups and snapshots of {store} are told, nor that every placement is",
        f"Is {store} backed up or snapshotted, and where to? Say that the placements are whole, with what these hold.",
    )


def replicas_sealed(store: str, source: str, key: str) -> Gap:
    """A rule puts copies of encrypted objects under a key."""
    return gap(
        "condition_unsettled",
        f"keys {store} {key}",
        f"a rule of {source} puts copies of encrypted objects in {store} under `{key}`; whether any are is not told",
        f"Under which keys are the copies from {source} in {store}? Send the inventory of {store}.",
    )


def keys_open(store: str) -> Gap:
    """Older objects, and objects written with another key, are not under the default key."""
    return gap(
        "scope_open",
        f"keys {store}",
        f"the default key of {store} governs new objects only; nobody says that everything in it is under that key",
        f"Is every object in {store} under its default key? If not: under which keys, and who may disable them?",
    )


def keys_listed(store: str) -> Gap:
    """A list shows objects that are not under the default key."""
    return gap(
        "field_missing",
        f"keys {store} listed",
        f"a list of the objects of {store} shows some that are not under its default key, and not which nor whose",
        f"Which objects in {store} are not under its default key, under which keys are they, and who may use these?",
    )


def encryption_open(store: str) -> Gap:
    """The default encryption of the store is not known throughout."""
    return gap(
        "scope_open",
        f"encryption {store}",
        f"the default encryption of {store} is not told for the whole period",
        f"What is the default encryption of {store}? Send get-bucket-encryption, taken in the period.",
    )


def managed_key(store: str) -> Gap:
    """A key that the provider manages admits whoever may use the store."""
    return gap(
        "condition_unsettled",
        f"keys {store} managed",
        f"{store} is encrypted under the provider's managed key, whose policy admits identities of the owning account "
        f"that may use the store",
        f"Send the key policy of the managed key that {store} uses, and the account it belongs to.",
    )


def kept_outside(key: str, origin: str) -> Gap:
    """A key whose material somebody keeps outside of the key service."""
    return gap(
        "field_missing",
        f"operations key_custody {key}",
        f"the material of {key} is in a custom key store ({origin}), and nobody says who keeps it",
        f"Who runs the key store that holds the material of {key}, where, and who of them can use or withhold it?",
    )


def key_unresolved(store: str, key: str) -> Gap:
    """The configured key is a name that no delivered key answers to, or more than one."""
    return gap(
        "field_missing",
        f"keys {key}",
        f"{store} is encrypted under `{key}`, and the delivered keys do not tell which key that is",
        f"What is the ARN of the key `{key}` that {store} uses? Send describe-key for it.",
    )


def algorithm_unread(store: str, algorithm: str) -> Gap:
    """An encryption whose key premise is not implemented."""
    return gap(
        "unimplemented",
        f"encryption {store} {algorithm}",
        f"who can decrypt what {store} holds under `{algorithm}` is not implemented",
        f"Who holds the keys of {store} under `{algorithm}`, and who may use them?",
    )


def power_unread(row: Operation) -> Gap:
    """A power that the law data do not know."""
    return gap(
        "unimplemented",
        f"operations {row.actor} {row.power} {row.target}",
        f"the power `{row.power}` is none of those whose harms are known",
        f"What can {row.actor} do to clients' data with `{row.power}` over {row.target}: read, alter or stop?",
    )


def target_unread(row: Operation) -> Gap:
    """A target that is no provider, region, account, service, site, store or key."""
    return gap(
        "field_missing",
        f"operations target {row.target}",
        f"`{row.target}`, over which {row.actor} has a power, is no provider, region, account, service, site, store or "
        f"key that the evidence names",
        f"Which stores does `{row.target}` cover?",
    )


def part_unsettled(target: str, store: str) -> Gap:
    """A power over a part of a store in which several datasets lie, or over a pattern of names."""
    return gap(
        "condition_unsettled",
        f"operations target {target}",
        f"`{target}` is a part of {store}, and which of its datasets lie there is not told",
        f"Which datasets of {store} does `{target}` cover?",
    )


def site_unsettled(site: str, region: str) -> Gap:
    """A power over one of several sites of a region."""
    return gap(
        "field_missing",
        f"sites {region} {site}",
        f"{region} has several sites, and nobody says which of them hold which stores",
        f"Which stores in {region} does the site {site} hold?",
    )


def approval_missing(row: Operation) -> Gap:
    """Nobody tells who must agree."""
    return gap(
        "field_missing",
        f"operations {row.actor} {row.power} {row.target} approval",
        f"nobody says whose approval {row.actor} needs each time it uses {row.power} over {row.target}",
        f"Whose approval does {row.actor} need each time it uses the power {row.power} over {row.target}? If it "
        "needs none, please say so.",
    )


def approval_unsettled(row: Operation) -> Gap:
    """Another's approval is promised; when it was given, or what would show a use without it, is not told."""
    log = f"Does {row.logged_in} show each use" if row.logged_in else "Which log shows each use"
    return gap(
        "condition_unsettled",
        f"operations {row.actor} {row.power} {row.target} approval {row.approval}",
        f"{row.actor} needs the approval of {row.approval} to use {row.power} over {row.target}; when it was "
        f"given, and whether a use without it would be seen, is not known",
        f"{log} of {row.power} over {row.target} by {row.actor}, and which approvals of it did {row.approval} give in "
        f"the period? Please say whether the list of approvals is whole.",
    )


def approval_unclear(row: Operation, given: Approval) -> Gap:
    """An approval is told that does not name the same power, actor or approver as the operation."""
    by, whom = given.approver, given.actor or "somebody"
    return gap(
        "condition_unsettled",
        f"approvals {by} {whom} {given.power or 'any power'} {given.target} for {row.actor} {row.power}",
        f"{by} agreed that {whom} use {given.power or 'a power'} over {given.target}; whether this is the approval "
        f"that {row.actor} needs for {row.power} over {row.target} is not told",
        f"Did the approval that {by} gave {whom} over {given.target} let {row.actor} use {row.power}?",
    )


def approver_unsettled(row: Operation, approvers: Iterable[str]) -> Gap:
    """No approval was given; whoever is to give it may be under the same hand."""
    whom = " and ".join(approvers)
    return gap(
        "condition_unsettled",
        f"operations {row.actor} {row.power} {row.target} approver {whom}",
        f"{row.actor} got no approval of {row.power} over {row.target}, and {whom}, whose approval it needs, or "
        f"somebody of theirs, may answer to an adversary and give it",
        f"Who at {whom} can agree that {row.actor} use {row.power} over {row.target}, and to whom do they answer?",
    )


def condition_unsettled(row: Operation) -> Gap:
    """A power with a condition."""
    return gap(
        "condition_unsettled",
        f"operations {row.actor} {row.power} {row.target} condition",
        f"{row.actor} has {row.power} over {row.target} on the condition `{row.condition}`",
        f"When does the condition `{row.condition}` on {row.actor}'s power {row.power} over {row.target} hold, and "
        f"what enforces it?",
    )
