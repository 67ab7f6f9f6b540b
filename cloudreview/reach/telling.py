"""Paths as they are told: steps in order from the root to the dataset, each in plain words and with its places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product

from cloudreview.gaps import gap
from cloudreview.reach.solving import Found, together
from cloudreview.reach.unknowns import STAFF, UNNAMED
from cloudreview.spells import NEVER, Interval, Spell, intersect, text, value_at
from cloudreview.truth import Truth, all_of
from cloudreview.vocabulary.facts import Facts
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.ids import identify
from cloudreview.vocabulary.status import Status
from cloudreview.vocabulary.steps import Step
from cloudreview.vocabulary.told import Condition, HeldUnder, Path, PathStep
from cloudreview.vocabulary.words import ANY

MAX_PLACES = 20
"""Places shown of one step."""

_ORDER = ("status", "answers_to", "uses", "assumes", "allows", "protects", "decrypts", "power", "placement")
_CHAIN = frozenset({"answers_to", "uses", "assumes", "allows", "decrypts", "power"})
"""Steps that follow upon the one before them; the others stand by themselves."""


class Teller:
    """Tells what was found; remembers what it has looked up."""

    def __init__(self, facts: Facts, statuses: Iterable[Status]) -> None:
        """`statuses`: all rows, of every regime and reading."""
        self._facts = facts
        self._statuses = {one.id: one for one in statuses}
        self._rows: dict[tuple[str, str], list[Status]] = defaultdict(list)
        for _, one in sorted(self._statuses.items()):
            if one.truth > Truth.REFUTED:
                self._rows[one.party, one.adversary].append(one)
        self._said = {name: tuple(source.place for source in one.sources) for name, one in facts.by_id().items()}
        self._said.update((one.id, one.places) for one in facts.closures)
        self._stated = {place for one in facts.closures if one.by == "declared" for place in one.places}
        self._places: dict[str, tuple[str, ...]] = {}
        self.gaps: dict[str, Gap] = {}
        """Gaps that stand only in what was told here."""

    def paths(self, found: Iterable[Found], mode: str, assumed: Sequence[tuple[str, str]]) -> Iterator[Path]:
        """Each path once: what says the same under several regimes, or in several times, is told at its surest.

        `assumed` are the regimes and readings of a root of whose status nobody said anything.
        """
        same: dict[object, list[Found]] = defaultdict(list)
        for one in found:
            said = frozenset((leaf.rule, *sorted(leaf.fields.items()), leaf.residual) for leaf in one.leaves)
            same[one.root.party, one.root.adversary, one.target, said].append(one)
        for group in same.values():
            group.sort(key=lambda one: (-one.truth, one.at, one.root.regime, [leaf.id for leaf in one.leaves]))
            yield self._path(group, mode, assumed)

    def _path(self, group: Sequence[Found], mode: str, assumed: Sequence[tuple[str, str]]) -> Path:
        found = group[0]
        steps = ordered(found.leaves)
        spell = intersect(one.spell for one in steps)
        residual = tuple(
            Condition(step=one.id, key=a.key, operator=a.operator, values=a.values, negated=a.negated, by=a.by)  # type: ignore[arg-type]
            for one in steps
            for a in one.residual
        )
        name = identify(
            "path",
            sorted((one.rule, sorted(one.fields.items())) for one in steps),
            sorted(atom for one in steps for atom in one.residual),
            *found.target,
            mode,
            found.root.adversary,
        )
        told = [self._step(one, before) for one, before in zip(steps, _before(steps), strict=True)]
        placement = next(one for one in steps if one.rule == "placement")
        return Path(
            id=name,
            dataset=found.target.dataset,
            client=placement.fields["client"] or None,
            harm=found.target.harm,  # type: ignore[arg-type]
            mode=mode,  # type: ignore[arg-type]
            truth=found.truth.word,
            now=self._now(steps),  # type: ignore[arg-type]
            since=_begin(spell),
            until=_end(spell),
            adversary=found.root.adversary,
            status_of=found.root.party,
            holds_under=self._holds_under(group, assumed),
            steps=(*told, _reached(name, found, spell, told)),
            residual=residual,
            but_for=self._but_for(found, steps),
            witness=next((one.witness for one in steps if one.rule == "allows" and one.witness), None),
        )

    def _now(self, steps: Sequence[Step]) -> str | None:
        if self._facts.as_of is None:
            return None
        values = [value_at(one.truth, one.spell, self._facts.as_of) for one in steps]
        known = [value for value in values if value is not None]
        return all_of(known).word if len(known) == len(values) else None

    def _but_for(self, found: Found, steps: Sequence[Step]) -> tuple[str, ...]:
        """The gaps of the leaves that are unknown where the path is best; `docs/truth.md`, section 7."""
        if found.truth is not Truth.UNKNOWN:
            return ()
        names: set[str] = set()
        for one in steps:
            if value_at(one.truth, one.spell, found.at) is Truth.UNKNOWN:
                names.update(one.gaps or [self._unsaid(one)])
        return tuple(sorted(names))

    def _unsaid(self, one: Step) -> str:
        """A leaf that nobody said holds at the time, without a gap of its own."""
        what = f"{one.rule} {' '.join(one.fields.values())}".strip()
        asked = gap(
            "undated",
            what,
            f"it is not known at which time it held that {describe(one)}",
            f"From when to when did it hold that {describe(one)}?",
        )
        self.gaps[asked.id] = asked
        return asked.id

    def _holds_under(self, group: Sequence[Found], assumed: Sequence[tuple[str, str]]) -> tuple[HeldUnder, ...]:
        """Every regime and reading whose status shares an instant with the rest of the path."""
        rows = self._rows[group[0].root.party, group[0].root.adversary]
        rests = {tuple(leaf.id for leaf in rest): rest for rest in (_rest(one) for one in group)}
        best: dict[tuple[str, str], Truth] = {}
        for row, rest in product(rows, rests.values()):
            key = row.regime, f"{row.reading.aggregation}/{row.reading.indirect}"
            shared = _shared(row, rest, self._facts.period)
            if shared is not None:
                best[key] = max(best.get(key, Truth.UNKNOWN), shared)
        if not rows:
            best = dict.fromkeys(assumed, Truth.UNKNOWN)
        return tuple(
            HeldUnder(regime=regime, reading=reading, truth=truth.word)
            for (regime, reading), truth in sorted(best.items())
        )

    def _step(self, one: Step, before: str | None) -> PathStep:
        sure = one.spell.must != NEVER
        truth = one.truth if sure else min(one.truth, Truth.UNKNOWN)
        clause = self._statuses[one.because[0]].clause if one.because[0] in self._statuses else ""
        words = describe(one) + (f" ({clause})" if clause else "")
        return PathStep(
            id=one.id,
            rule=one.rule,
            premises=(*one.because, *([before] if before else [])),
            conclusion=one.fields,
            truth=truth.word,
            since=_begin(one.spell),
            until=_end(one.spell),
            places=self._places_of(one),
            text=words if truth is not Truth.UNKNOWN else f"it is not settled whether {words}",
        )

    def _places_of(self, one: Step) -> tuple[str, ...]:
        if one.id not in self._places:
            found: set[str] = set()
            seen: set[str] = set()
            waiting = list(one.because)
            while waiting:
                name = waiting.pop()
                if name in seen:
                    continue
                seen.add(name)
                found.update(self._said.get(name, ()))
                if name in self._statuses:
                    waiting.extend(self._statuses[name].because)
            # Where the list is cut, what was found stands before who says that it is all: such a statement stands in
            # evidence.csv, whose bytes hang on the names of files.
            ranked = sorted(found, key=lambda place: (place in self._stated, place))
            self._places[one.id] = tuple(sorted(ranked[:MAX_PLACES]))
        return self._places[one.id]


def ordered(leaves: Iterable[Step]) -> list[Step]:
    """From the root to the dataset; one identity acting as another in the order in which they do."""
    steps = sorted(leaves, key=lambda one: (_ORDER.index(one.rule), sorted(one.fields.items()), one.id))
    root = next(one.fields["party"] for one in steps if one.rule == "status")
    # Who answers to the root stands before what else that person belongs to.
    steps.sort(key=lambda one: (_ORDER.index(one.rule), one.rule == "answers_to" and one.fields["party"] != root))
    acting = {one.fields["principal"]: one for one in steps if one.rule == "assumes"}
    who = next((one.fields["principal"] for one in steps if one.rule == "uses"), "*")
    chain = []
    while who in acting:
        one = acting.pop(who)
        chain.append(one)
        who = one.fields["as"]
    place = sum(_ORDER.index(one.rule) < _ORDER.index("assumes") for one in steps)
    return steps[:place] + chain + steps[place + len(chain) :]


def _before(steps: Sequence[Step]) -> list[str | None]:
    """The step that each step of the chain follows upon."""
    found: list[str | None] = []
    last: str | None = None
    for one in steps:
        found.append(last if one.rule in _CHAIN else None)
        if one.rule in _CHAIN or one.rule == "status":
            last = one.id
    return found


def _reached(name: str, found: Found, spell: Spell, told: Sequence[PathStep]) -> PathStep:
    done = {"read": "read", "alter": "altered", "stop": "stopped"}[found.target.harm]
    whom = f"{found.root.party}, which has a status under {found.root.adversary}"
    words = f"{found.target.dataset} can be {done} through {whom}"
    return PathStep(
        id=identify("step", "reached", name),
        rule="reached",
        premises=tuple(one.id for one in told),
        conclusion={"dataset": found.target.dataset, "harm": found.target.harm},
        truth=found.truth.word,
        since=_begin(spell),
        until=_end(spell),
        places=(),
        text=words if found.truth is not Truth.UNKNOWN else f"it is not settled whether {words}",
    )


def _rest(found: Found) -> list[Step]:
    return [one for one in found.leaves if one.rule != "status"]


def _shared(row: Status, rest: Sequence[Step], period: Interval) -> Truth | None:
    """The best value of a status together with the rest of a path."""
    from_row = Step(
        id=row.id, rule="status", fields={}, mode="raw", truth=row.truth, spell=row.spell, because=row.because
    )
    found = together([from_row, *rest], period)
    return None if found is None else found[0]


def _begin(spell: Spell) -> str | None:
    return None if spell.must == NEVER else text(spell.must[0])


def _end(spell: Spell) -> str | None:
    return None if spell.must == NEVER else text(spell.must[1])


def describe(one: Step) -> str:
    """A leaf in plain words."""
    return _WORDS[one.rule](one.fields, one.witness)


def who(name: str) -> str:
    """A person or party in plain words; of a named unknown, whom nobody named."""
    if name.startswith(STAFF):
        return f"somebody of the people of {name.removeprefix(STAFF)}"
    if name.startswith(UNNAMED):
        scope = name.removeprefix(UNNAMED)
        return f"somebody nobody named ({scope})"
    return "the government of " + name.removeprefix("country:") if name.startswith("country:") else name


def _answering(fields: Mapping[str, str], _: str | None) -> str:
    party = fields["party"]
    if party.startswith("team:"):
        return f"{who(fields['person'])} belongs to the team {party.removeprefix('team:')}"
    return f"{who(fields['person'])} works for {who(party)}"


def _allowing(fields: Mapping[str, str], witness: str | None) -> str:
    principal = "anybody" if fields["principal"] == "*" else fields["principal"]
    example = f", for example by {witness}" if witness else ""
    return f"{principal} may {fields['harm']} {fields['store']}{example}"


def _protecting(fields: Mapping[str, str], _: str | None) -> str:
    if not fields["key"]:
        return f"reading the data in {fields['store']} needs no key of its own"
    return f"the data in {fields['store']} are under the key {fields['key']}"


def _placing(fields: Mapping[str, str], _: str | None) -> str:
    if fields["store"].startswith(UNNAMED):
        return f"{fields['dataset']} lies in a store that nobody told"
    owner = f" of {fields['client']}" if fields["client"] else ""
    return f"{fields['dataset']}{owner} lies in {fields['store']}"


def _power(fields: Mapping[str, str]) -> str:
    return "some power" if fields["power"] == ANY else f"the power {fields['power']}"


_WORDS: dict[str, Callable[[Mapping[str, str], str | None], str]] = {
    "status": lambda fields, _: f"{who(fields['party'])} has a status under {fields['adversary']}",
    "answers_to": _answering,
    "uses": lambda fields, _: f"{who(fields['person'])} uses the identity {fields['principal']}",
    "assumes": lambda fields, _: f"{fields['principal']} can act as {fields['as']}",
    "allows": _allowing,
    "protects": _protecting,
    "decrypts": lambda fields, _: f"{fields['principal']} may decrypt with the key {fields['key']}",
    "power": lambda fields, _: (
        f"{who(fields['actor'])} holds {_power(fields)} over {fields['target']}"
        f" and so can {fields['harm']} {fields['store']}"
    ),
    "placement": _placing,
}
