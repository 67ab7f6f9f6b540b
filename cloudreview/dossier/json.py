"""`dossier.json`: canonical bytes, so that equal dossiers are equal files."""

from __future__ import annotations

import msgspec

from cloudreview.errors import CaseError
from cloudreview.vocabulary.told import Dossier

_ENCODER = msgspec.json.Encoder(order="deterministic")


def encode(dossier: Dossier) -> bytes:
    """The dossier as indented JSON: fields in the order of the vocabulary, mappings by key, a newline at the end."""
    return msgspec.json.format(_ENCODER.encode(dossier), indent=1) + b"\n"


def decode(data: bytes) -> Dossier:
    """The dossier in the bytes of a `dossier.json`. Raises CaseError where they are of another form."""
    try:
        return msgspec.json.decode(data, type=Dossier)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CaseError("dossier/dossier.json", f"not a dossier of this version: {error}", "review again") from error
