"""What every row is."""

from __future__ import annotations

import msgspec


class Row(msgspec.Struct, frozen=True, kw_only=True, tag_field="row"):
    """The root of all rows; the tag is the relation's name."""
