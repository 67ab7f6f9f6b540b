"""The law as data: dated TOML with citation, status and the day it was read, and its loader.

No threshold stands in Python. A row whose text nobody could read is kept with status `unverified` and is shown as such
wherever it is used.
"""

from cloudreview.law.loading import load
from cloudreview.law.model import (
    AdversaryList,
    CatalogueMeasure,
    Clause,
    CompulsionRow,
    CriterionRow,
    Law,
    PowerRow,
    Regime,
    Region,
    RegionList,
    Threshold,
)

__all__ = [
    "AdversaryList",
    "CatalogueMeasure",
    "Clause",
    "CompulsionRow",
    "CriterionRow",
    "Law",
    "PowerRow",
    "Regime",
    "Region",
    "RegionList",
    "Threshold",
    "load",
]
