"""Which countries and territories count under the adversaries of a run, by the list of the instant that is asked.

A place that a list does not name and that belongs to whom it names, a territory or the country of a ruler, is for
counsel: never a no.
"""

from __future__ import annotations

from collections.abc import Callable

from cloudreview.control.attributes import Attributes, Test
from cloudreview.control.verdicts import NONE, Verdict, either
from cloudreview.control.world import World
from cloudreview.law import Law
from cloudreview.truth import Truth

Asked = Callable[[str, Test], Verdict]


class Places:
    """The places of the adversaries, and those of which it is in doubt whether they count."""

    def __init__(self, world: World, law: Law, regime: str, adversaries: frozenset[str]) -> None:
        self._world, self._law, self._regime, self._adversaries = world, law, regime, adversaries
        self._known: dict[int, tuple[frozenset[str], frozenset[str]]] = {}

    def country(self, code: str, at: int) -> Verdict:
        """Whether a country or territory counts, whatever the evidence says."""
        counting, doubted = self._at(at)
        found = self._law.adversary_list(self._regime, at)
        because = NONE if found is None else frozenset({found.id})
        code = code.upper()
        if code in doubted:
            return Verdict(Truth.UNKNOWN, "", because, frozenset({self._ask(code)}))
        return Verdict(Truth.SUPPORTED if code in counting else Truth.REFUTED, "", because)

    def of_party(self, subject: str, field: str, at: int) -> Verdict:
        """Whether an attribute of a party lies in a place that counts."""
        return self._asked(subject, Attributes(self._world, subject, at).of_party, field, at)

    def of_person(self, subject: str, field: str, at: int) -> Verdict:
        """Whether an attribute of a person, or one of several values of it, does."""
        return self._asked(subject, Attributes(self._world, subject, at).of_person, field, at)

    def _asked(self, subject: str, ask: Asked, field: str, at: int) -> Verdict:
        counting, doubted = self._at(at)
        found = ask(field, _among(counting))
        if not doubted:
            return found
        open_ = [ask(field, _among(frozenset({one}))).at_most_unknown(self._ask(one)) for one in sorted(doubted)]
        return either(found, *open_)

    def _at(self, at: int) -> tuple[frozenset[str], frozenset[str]]:
        if at not in self._known:
            found = self._law.adversary_list(self._regime, at)
            named = [] if found is None else [(found, code) for code in sorted(self._adversaries & found.named)]
            self._known[at] = (
                frozenset(place for listed, code in named for place in listed.counting(code)),
                frozenset(place for listed, code in named for place in listed.doubted.get(code, ())),
            )
        return self._known[at]

    def _ask(self, place: str) -> str:
        return self._world.ask(
            "condition_unsettled",
            f"territory {place}",
            f"the list of {self._regime} does not name {place}, and names the country to which it belongs or those who "
            "rule it",
            f"Does {place} count under whom the list of {self._regime} names? This is for counsel.",
        )


def _among(places: frozenset[str]) -> Test:
    return lambda value: not places.isdisjoint(value if isinstance(value, tuple) else (value,))
