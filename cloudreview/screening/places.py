"""What places say of a register's parties: the limbs of 28 CFR 202.211(a) that turn on law and place.

Numbers of docs/truth.md. A country is told as in `parties.csv`: by its two letters of ISO 3166-1, in any case. What is
no country, such as `China`, tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from cloudreview.truth import Truth
from cloudreview.vocabulary.countries import COUNTRIES

Truths = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]

REFUTED, UNKNOWN, SUPPORTED = int(Truth.REFUTED), int(Truth.UNKNOWN), int(Truth.SUPPORTED)
COMPANY, PERSON, STATE, UNTOLD = 0, 1, 2, 3
"""What a party is."""
COUNTRY = "country:"
"""Prefix of the id by which the state of a country is named."""


class Places:
    """The countries that a register's parties name, in the order in which `listed.sql` counts them from one."""

    def __init__(self, told: Iterable[str | None], hostile: Sequence[str], home: Sequence[str]) -> None:
        self.countries = sorted(COUNTRIES.intersection(told))
        inside = [SUPPORTED if code in hostile else REFUTED for code in self.countries]
        abroad = [REFUTED if code in home else SUPPORTED for code in self.countries]
        self._inside, self._abroad = (pa.array([UNKNOWN, *of], pa.int8()) for of in (inside, abroad))
        self._hostile = hostile

    def listed(self, rows: pa.Table) -> dict[str, Truths]:
        """What the rows of `listed.sql` say of their parties."""
        return {
            "kind": rows["kind"].to_numpy(),
            "organised": pc.take(self._inside, rows["organised"]).to_numpy(),
            "abroad": pc.take(self._abroad, rows["organised"]).to_numpy(),
            "seated": pc.take(self._inside, rows["seated"]).to_numpy(),
        }

    def unlisted(self, names: pa.Array) -> dict[str, Truths]:
        """Who is named and not listed: somebody of whom nothing is told.

        Without an id that may be several, so it is nobody that could be owned, and own something, as one.
        """
        nameless: Flags = names.is_null().to_numpy(zero_copy_only=False)
        open_ = np.full(len(names), UNKNOWN, np.int8)
        kind = np.where(nameless, PERSON, UNTOLD).astype(np.int8)
        return {"kind": kind, "organised": open_, "abroad": open_, "seated": open_}

    def states(self, names: pa.ChunkedArray, told: Mapping[str, Truths]) -> dict[int, int]:
        """Tells of each country among everybody what it is, whatever a row says; who stands there again, and as whom.

        A code is one in any case; what is none, such as `country:China`, is somebody of whom nothing is told.
        """
        ids: Flags = pc.starts_with(names, COUNTRY).fill_null(False).to_numpy()
        first: dict[str, int] = {}
        again = {}
        for number, name in zip(np.flatnonzero(ids).tolist(), names.filter(pa.array(ids)).to_pylist(), strict=True):
            code = name.removeprefix(COUNTRY).upper()
            told["kind"][number] = UNTOLD
            for attribute in ("organised", "abroad", "seated"):
                told[attribute][number] = UNKNOWN
            if code in COUNTRIES:
                told["kind"][number] = STATE
                told["organised"][number] = SUPPORTED if code in self._hostile else REFUTED
                if first.setdefault(code, number) != number:
                    again[number] = first[code]
        return again
