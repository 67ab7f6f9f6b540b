"""The JSON Schema of `dossier.json`, generated from the vocabulary.

`python -m cloudreview.dossier.schema` writes the shipped file; a test fails while it is not current.
"""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from cloudreview.vocabulary.told import Dossier

SHIPPED = Path(__file__).with_name("dossier.schema.json")


def schema() -> bytes:
    """The schema as canonical JSON, with a newline at the end."""
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(Dossier)}
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False).encode() + b"\n"


if __name__ == "__main__":
    SHIPPED.write_bytes(schema())
