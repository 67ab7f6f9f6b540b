"""Steps: one derivation each, the edges of reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from cloudreview.residuals import Atom
from cloudreview.spells import Spell
from cloudreview.truth import Truth
from cloudreview.vocabulary.ids import identify

RuleName = Literal[
    "status", "answers_to", "uses", "assumes", "allows", "protects", "decrypts", "power", "placement", "reached"
]
RULES: dict[str, tuple[str, ...]] = {
    "status": ("party", "adversary"),
    "answers_to": ("person", "party"),
    "uses": ("person", "principal"),
    "assumes": ("principal", "as"),
    "allows": ("principal", "store", "harm"),
    "protects": ("store", "key"),
    "decrypts": ("principal", "key"),
    "power": ("actor", "power", "target", "harm", "store"),
    "placement": ("dataset", "client", "store"),
    "reached": ("dataset", "harm"),
}
"""The fields of each rule's conclusion; `cuts` of a measure speaks of them."""


APPROVAL = "approval"
"""The key of a residual atom: the parties in its values must agree each time."""
AWAITED = "awaited"
"""The operator of an approval that was not given, on the word of somebody who tells all: only a new one counts."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One derivation of a plain statement from facts."""

    id: str
    """Hash of rule, fields, mode, truth, spell, gaps, residual and because."""
    rule: RuleName
    fields: Mapping[str, str]
    """The conclusion."""
    mode: Literal["guarded", "raw"]
    """Guarded: as permissions and measures stand. Raw: relations only, 28 CFR 202.201."""
    truth: Truth
    """Within must of the spell; a residual by setting or other has lowered it already."""
    spell: Spell
    because: tuple[str, ...]
    """At least one: facts, closures, statuses, law rows."""
    gaps: tuple[str, ...] = ()
    residual: tuple[Atom, ...] = ()
    witness: str | None = None
    """A request that shows it, such as `s3:GetObject arn:aws:s3:::b/k`."""


def step(  # noqa: PLR0913  # one argument a field
    rule: RuleName,
    fields: Mapping[str, str],
    truth: Truth,
    spell: Spell,
    because: tuple[str, ...],
    *,
    mode: Literal["guarded", "raw"] = "guarded",
    gaps: tuple[str, ...] = (),
    residual: tuple[Atom, ...] = (),
    witness: str | None = None,
) -> Step:
    """A step with its id. Raises ValueError without a premise: nothing follows from nothing."""
    if not because:
        raise ValueError(f"the step {rule} {dict(fields)} has no premise")
    reasons, holding = tuple(sorted(set(because))), tuple(sorted(set(gaps)))
    name = identify("step", rule, dict(fields), mode, int(truth), spell, holding, residual, reasons)
    return Step(
        id=name,
        rule=rule,
        fields=dict(fields),
        mode=mode,
        truth=truth,
        spell=spell,
        because=reasons,
        gaps=holding,
        residual=residual,
        witness=witness,
    )
