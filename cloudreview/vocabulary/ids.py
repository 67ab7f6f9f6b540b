"""Ids follow from relation and field values, never from a file name, a place or an order."""

from __future__ import annotations

import hashlib

import msgspec

_ENCODER = msgspec.json.Encoder(order="deterministic")


def identify(relation: str, *values: object) -> str:
    """`relation:` and 16 hex digits of the SHA-256 of the values as canonical JSON."""
    digest = hashlib.sha256(_ENCODER.encode([relation, *values])).hexdigest()
    return f"{relation}:{digest[:16]}"
