"""The statements of an Alibaba Cloud policy, one row each, as written.

Grammar: RAM, "Policy structure and syntax" (https://www.alibabacloud.com/help/en/ram/policy-structure-and-syntax):
Version is "1", Effect is `Allow` or `Deny`. A statement that is written in another way is kept as it is and named by a
gap: no documentation says what the service makes of it, so `permission/` takes it for undecided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

from cloudreview.evidence.content import canonical
from cloudreview.evidence.policy import ALIBABA, parts
from cloudreview.gaps import gap
from cloudreview.vocabulary.delivery import Said
from cloudreview.vocabulary.gap import Gap
from cloudreview.vocabulary.rows import Statement

PolicyLayer = Literal["trust", "managed", "store", "key"]
EFFECTS = ("Allow", "Deny")
_SHOWN = 40


class Policy(NamedTuple):
    """A policy as read."""

    said: list[Said]
    gaps: list[Gap]
    """Statements whose meaning nothing settles. They are told whole, so the policy is."""


def read_policy(layer: PolicyLayer, subject: str, name: str, document: Any, at: str) -> Policy:
    """A row for every statement of a policy, which stands at `at` as an object or as a JSON text.

    Raises EvidenceError where the document does not consist of statements.
    """
    parsed, found = parts(document, at)
    said: list[Said] = []
    whys: set[str] = set()
    for statement, place in found:
        body = canonical(_with_version(statement, parsed.get("Version")))
        said.append(Said(Statement(layer=layer, subject=subject, policy=name, body=body), place))
        whys.update(_strange(statement))
    return Policy(said, list(_gaps(subject, whys)))


def _strange(statement: Any) -> Iterator[str]:
    """Why the grammar does not say what a statement means."""
    if not isinstance(statement, dict):
        yield "a statement is not an object"
    elif statement.get("Effect") not in EFFECTS:
        effect = statement.get("Effect")
        written = f"`{effect[:_SHOWN]}`" if isinstance(effect, str) else "no text"
        yield f"the Effect of a statement is {written}, where the grammar knows `Allow` and `Deny`"


def _gaps(subject: str, whys: Iterable[str]) -> Iterator[Gap]:
    for why in sorted(whys):
        question = f"What does the service do with such a statement of {subject}, and is the policy sent as it stands?"
        yield gap("unimplemented", f"statements {subject}", why, question)


def _with_version(statement: Any, version: Any) -> Any:
    """The statement, with its document's Version where that is not the only one that is documented."""
    if version == ALIBABA or not isinstance(statement, dict):
        return statement
    return {**statement, "Version": version}
