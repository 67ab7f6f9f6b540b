"""What the reading of one file may cost: evidence is hostile (design section 4, law 12; section 11)."""

from __future__ import annotations

import msgspec

MIB = 1 << 20


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Limits on one file. What passes one is quarantined with the limit as its reason."""

    memory: int = 1024 * MIB
    """Address space of a reading process, bytes."""
    seconds: int = 60
    """Computing time for one file; unlike time on the clock it does not depend on what else the machine does."""
    patience: int = 600
    """Time on the clock after which a reading process that does nothing is given up."""
    content: int = 8 * 1024 * MIB
    """Bytes of one file, as received and after decompression."""
    ratio: int = 200
    """Bytes after decompression per byte before; logs stay below a tenth of it."""
    ratio_from: int = 16 * MIB
    """Below this size no ratio is looked at: it does no harm."""


DEFAULT = Limits()
