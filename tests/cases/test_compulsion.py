"""Laws that compel are told beside the statuses of a whole review, and no answer turns on them."""

from __future__ import annotations

import importlib
import shutil
from pathlib import Path

import msgspec
import pytest

from cloudreview.dossier import html
from cloudreview.law import Law, load
from tests.reviews import reviewed

EXAMPLE = Path(__file__).parents[2] / "examples" / "harbor"
SAME = (
    *("statuses", "paths", "answers", "decision", "findings", "claims", "gaps", "observed", "sensitivity"),
    *("locations", "powers", "keys", "completeness", "not_looked_at"),
)


def test_nothing_but_what_is_told_beside_changes_without_the_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "harbor"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns(".cloudreview", "dossier", "record"))
    told = reviewed(folder)
    jade = {one.law for one in told.compulsion if one.party == "jade"}
    assert {"law:prc/nil-7", "law:prc/dsl-35"} <= jade
    laws, known = {one.id for one in told.law}, {one.id for one in told.facts}
    for one in told.compulsion:
        assert {one.law, *one.against} <= laws
        assert set(one.because) <= known

    def without(at: int | None = None) -> Law:
        return msgspec.structs.replace(load(at), compulsion=())

    for module in ("cloudreview.review", "cloudreview.dossier.assemble"):
        monkeypatch.setattr(importlib.import_module(module), "load", without)
    bare = reviewed(folder)
    assert bare.compulsion == ()
    for name in SAME:
        assert getattr(bare, name) == getattr(told, name), name
    page = html.page(told)
    assert "Beside the statuses" in page
    assert "Support of national intelligence work" in page
    assert "is not clear from it" in page
    assert "Beside the statuses" not in html.page(bare)
