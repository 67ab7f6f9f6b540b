"""A step of a path as a sentence: who or what is marked, so that the template can show it as such."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from cloudreview.dossier.page.words import DOING, DONE, POWER, STATUS_OF, TEAM, UNNAMED, Names, country, short
from cloudreview.vocabulary.told import LawRow, PathStep, ToldStatus


class Part(NamedTuple):
    """A piece of a sentence."""

    text: str
    kind: str = ""
    """`name`: who or what it is about; `id`: as a machine writes it; empty: plain words."""


Fields = Mapping[str, str]
Sentence = Sequence[Part]


def sentence(step: PathStep, names: Names, status: ToldStatus | None, law: Mapping[str, LawRow]) -> Sentence:
    """A step in plain words; one that is not settled says so. `law` gives the rules by their ids."""
    told = list(_SAYING[step.rule](step.conclusion, names)) if step.rule in _SAYING else [Part(step.text)]
    if status is not None and step.rule == "status":
        told = [*told[:1], Part(f" counts as {STATUS_OF.get(status.regime, 'of the status')} under "), *told[2:]]
        # A clause may have several limbs, each a row of its own: only the one that the status rests on is named.
        rules = [law[one] for one in status.because if one in law and law[one].citation == status.clause]
        limbs = {rule.title.partition(": ")[2] for rule in rules}
        told.append(Part(f", {status.clause}" + (f": {limbs.pop()}" if len(limbs) == 1 and all(limbs) else "")))
    return [Part("It is not settled whether "), *_inside(told)] if step.truth == "unknown" else told


def _inside(told: Sequence[Part]) -> Sentence:
    """A sentence as the second part of another."""
    first = told[0].text.removeprefix("So ")
    if told[0].kind or not first:
        return told if first else told[1:]
    return [Part(first[0].lower() + first[1:]), *told[1:]]


def _name(words: str) -> Part:
    return Part(words, "name")


def _id(words: str) -> Part:
    return Part(short(words), "id" if words != "*" else "name")


def _status(fields: Fields, names: Names) -> Sentence:
    return [_name(names.of(fields["party"])), Part(" has a legal status under "), _name(country(fields["adversary"]))]


def _answers_to(fields: Fields, names: Names) -> Sentence:
    verb = " belongs to " if fields["party"].startswith(TEAM) else " works for "
    return [_name(names.of(fields["person"])), Part(verb), _name(names.of(fields["party"]))]


def _uses(fields: Fields, names: Names) -> Sentence:
    return [_name(names.of(fields["person"])), Part(" signs in as "), _id(fields["principal"])]


def _assumes(fields: Fields, _: Names) -> Sentence:
    return [_id(fields["principal"]), Part(" can act as "), _id(fields["as"])]


def _allows(fields: Fields, _: Names) -> Sentence:
    return [
        _id(fields["principal"]),
        Part(f" may {_HARMING[fields['harm']]} the store "),
        _id(fields["store"]),
    ]


def _protects(fields: Fields, _: Names) -> Sentence:
    if not fields["key"]:
        return [Part("Reading the data in "), _id(fields["store"]), Part(" needs no key of its own")]
    return [Part("The data in "), _id(fields["store"]), Part(" are under the key "), _id(fields["key"])]


def _decrypts(fields: Fields, _: Names) -> Sentence:
    return [_id(fields["principal"]), Part(" may decrypt with the key "), _id(fields["key"])]


def _power(fields: Fields, names: Names) -> Sentence:
    return [
        _name(names.of(fields["actor"])),
        Part(f" can {POWER.get(fields['power'], fields['power'])} over "),
        _id(fields["target"]),
        Part(f", whatever the customer's own policies say, and so {DOING[fields['harm']]} what is in "),
        _id(fields["store"]),
    ]


def _placement(fields: Fields, names: Names) -> Sentence:
    owner = [Part(" of "), _name(names.of(fields["client"]))] if fields["client"] else []
    if fields["store"].startswith(UNNAMED):
        return [_name(fields["dataset"]), *owner, Part(" lies in a store that nobody told")]
    return [_name(fields["dataset"]), *owner, Part(" lies in the store "), _id(fields["store"])]


def _reached(fields: Fields, _: Names) -> Sentence:
    return [Part("So "), _name(fields["dataset"]), Part(f" can be {DONE[fields['harm']]}")]


_HARMING = {"read": "read from", "alter": "write to", "stop": "delete or lock"}
_SAYING: dict[str, Callable[[Fields, Names], Sentence]] = {
    "status": _status,
    "answers_to": _answers_to,
    "uses": _uses,
    "assumes": _assumes,
    "allows": _allows,
    "protects": _protects,
    "decrypts": _decrypts,
    "power": _power,
    "placement": _placement,
    "reached": _reached,
}


def link(step: PathStep, names: Names) -> str:
    """What a step adds to the short form of a path: the next in the chain; nothing for what stands beside it."""
    chosen = {"status": "party", "answers_to": "person", "uses": "principal", "assumes": "as", "allows": "store"}
    chosen |= {"power": "store", "reached": "dataset"}
    field = chosen.get(step.rule)
    if field is None:
        return ""
    value = step.conclusion[field]
    if step.rule == "power":
        return f"can {POWER.get(step.conclusion['power'], step.conclusion['power'])}: {short(value)}"
    return names.bare(value) if field in ("party", "person") and value != "*" else short(value)
