"""`dossier.json` and its schema."""

import json as plain

import jsonschema
import pytest

from cloudreview.dossier import assemble, json
from cloudreview.dossier.schema import SHIPPED, schema
from cloudreview.errors import CaseError
from tests.dossier.sample import results


def test_the_bytes_are_canonical_and_read_back():
    dossier = assemble(results())
    data = json.encode(dossier)
    assert data.endswith(b"}\n")
    assert json.encode(json.decode(data)) == data
    assert plain.loads(data)["evidence"][0]["unknown_fields"] == {"aa": 1, "zz": 2}
    assert list(plain.loads(data)["evidence"][0]["unknown_fields"]) == ["aa", "zz"]


def test_the_design_s_fields_are_there():
    told = plain.loads(json.encode(assemble(results())))
    fields = """schema case inputs_digest readings evidence quarantine parties statuses locations powers answers paths
        observed completeness sensitivity claims findings gaps decision law not_looked_at"""
    assert set(told) >= set(fields.split())
    assert {"from", "to"} <= set(told["paths"][0])
    assert "class" in told["completeness"][0]


def test_a_dossier_satisfies_its_schema_and_a_broken_one_does_not():
    told = plain.loads(json.encode(assemble(results())))
    jsonschema.validate(told, plain.loads(schema()))
    told["answers"][0]["truth"] = "maybe"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told, plain.loads(schema()))


def test_the_shipped_schema_is_current():
    assert SHIPPED.read_bytes() == schema(), "run `python -m cloudreview.dossier.schema`"


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"schema": 1}', b"\xff"])
def test_what_is_no_dossier_is_refused(data):
    with pytest.raises(CaseError, match="not a dossier of this version"):
        json.decode(data)
