"""A register read from two Parquet files: its parties as numbers, and the stakes between them.

Whatever a column does not tell is unknown. A party that no row lists and an interest names is a party of which nothing
is told; a percentage that is none is an interest of unknown size, and is counted.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cloudreview.errors import EvidenceError
from cloudreview.spells import DAY
from cloudreview.truth import Truth

Ints = npt.NDArray[np.signedinteger[Any]]
Truths = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]

WHOLE = 10_000
COMPANY, PERSON, STATE, UNTOLD = 0, 1, 2, 3
"""What a party is."""
EITHER = 3
"""Equity or votes, as nobody says which."""
REFUTED, UNKNOWN, SUPPORTED = int(Truth.REFUTED), int(Truth.UNKNOWN), int(Truth.SUPPORTED)
COUNTRY = "country:"
"""Prefix of the id by which the state of a country is named."""

PARTIES: Mapping[str, str] = {
    "party": "VARCHAR",
    "kind": "VARCHAR",
    "organised_in": "VARCHAR",
    "principal_place_of_business": "VARCHAR",
}
"""Columns of the file of parties, named and meant as in `parties.csv`; all but the first may be missing."""
INTERESTS: Mapping[str, str] = {
    "holder": "VARCHAR",
    "subject": "VARCHAR",
    "kind": "VARCHAR",
    "percent_min": "DOUBLE",
    "percent_max": "DOUBLE",
    "directly": "BOOLEAN",
    "start": "VARCHAR",
    "end": "VARCHAR",
}
"""Columns of the file of interests, as in `interests.csv`; all but the first two may be missing."""
_ENDS = ("holder", "subject")
_FLAGS = ("sure", "through", "branch")
_NEEDED = ("party", "holder", "subject")
_DEFAULTS = {"directly": "true"}
"""What a missing column tells: without `directly` every interest is the holder's own."""


class Register(NamedTuple):
    """Parties by number, and stakes by the numbers of holder and subject."""

    names: pa.StringArray
    kind: Truths
    """company, person, state, or none told."""
    organised: Truths
    """Whether it is organised in an adversary's country: 0 no, 1 unknown, 3 yes."""
    abroad: Truths
    """Whether it is organised outside of the United States."""
    seated: Truths
    """Whether its principal place of business lies in an adversary's country."""
    holder: Ints
    subject: Ints
    owning: Truths
    """1 equity, 2 votes, 3 either."""
    low: Ints
    """Hundredths of a percent that are surely held."""
    high: Ints
    through: Flags
    """Held through others, so that it restates a sum (docs/decisions/0008)."""
    branch: Flags
    """The subject is a branch of the holder."""
    company: Flags
    """Of each party, whether somebody is told to hold anything in it: a company, whatever its kind."""
    odd: int
    """Interests whose percentages are none; their size is taken as unknown."""
    open: Flags | None = None
    """Of each party, whether it may have the status whatever is told of it; None: nobody."""

    def perhaps_designated(self) -> Register:
        """The same where the law data do not say that nobody was designated: anybody but a country may be.

        28 CFR 202.211(a)(5), docs/decisions/0012; a register does not tell who was.
        """
        return self._replace(open=~pc.starts_with(self.names, COUNTRY).to_numpy(zero_copy_only=False))


def read(parties: Path, interests: Path, at: int, hostile: Sequence[str], home: Sequence[str]) -> Register:
    """The register as it stood on the day of an instant. Raises EvidenceError for a file that is not as it must be."""
    listed, told = _source(parties, PARTIES), _source(interests, INTERESTS)
    given = {"hostile": list(hostile), "home": list(home)}
    with duckdb.connect() as store:
        # One thread: the answers are whole numbers in the order of the file, and more threads only spend more CPU.
        store.execute("SET threads = 1")
        try:
            rows = _ask(store, "listed", given, listed=listed)
            if _repeated(rows["hashed"].to_numpy()):
                store.execute(_question("repeated", listed=listed))
                listed = "repeated"
                rows = _ask(store, "listed", given, listed=listed)
            stakes = _ask(store, "stakes", {"day": _day(at)}, interests=told)
            ends = _ask(store, "ends", {}, listed=listed, interests=told).sort_by("row")
            open_ = ends.filter(pc.or_(pc.is_null(ends["holder"]), pc.is_null(ends["subject"])))["row"].to_pylist()
            unlisted = _ask(store, "unlisted", {"rows": open_}, interests=told).sort_by("row") if open_ else None
        except duckdb.Error as error:
            raise EvidenceError(f"{parties}, {interests}", f"cannot be read as a register: {_first(error)}") from error
    return _register(rows, stakes, _Ends(ends, unlisted, len(rows)), hostile)


def _source(path: Path, columns: Mapping[str, str]) -> str:
    """The file as a relation that has every column; what stands in the wrong type is no value."""
    try:
        present = set(pq.read_schema(path).names)
    except (OSError, pa.ArrowException) as error:
        raise EvidenceError(str(path), f"is no readable Parquet file: {_first(error)}") from error
    if missing := sorted(set(columns) & set(_NEEDED) - present):
        raise EvidenceError(str(path), f"lacks the column `{missing[0]}`", f"give it the columns {', '.join(columns)}")
    told = [f'try_cast({_cell(name, present)} AS {kind}) AS "{name}"' for name, kind in columns.items()]
    named = str(path).replace("'", "''")
    return f"(SELECT {', '.join(told)}, file_row_number FROM read_parquet('{named}', file_row_number = true))"  # noqa: S608


def _cell(name: str, present: set[str]) -> str:
    return f'"{name}"' if name in present else _DEFAULTS.get(name, "NULL")


def _repeated(hashes: npt.NDArray[np.uint64]) -> bool:
    """Whether a party may stand twice; equal ids have equal hashes."""
    ordered = np.sort(hashes)
    return bool((ordered[1:] == ordered[:-1]).any())


def _ask(store: duckdb.DuckDBPyConnection, name: str, given: Mapping[str, object], **relations: str) -> pa.Table:
    return store.sql(_question(name, **relations), params=dict(given)).to_arrow_table()


def _question(name: str, **relations: str) -> str:
    """A question put to the register: one `.sql` file each, its first line is the question."""
    text = (files("cloudreview.screening") / f"{name}.sql").read_text(encoding="utf-8")
    for key, relation in relations.items():
        text = text.replace(f"{{{key}}}", relation)
    return text


class _Ends:
    """The numbers of holders and subjects; those whom no row lists have the numbers after all that are listed."""

    def __init__(self, ends: pa.Table, unlisted: pa.Table | None, listed: int) -> None:
        self.names: pa.StringArray = pa.array([], pa.string())
        self._told, self._listed = unlisted, listed
        if unlisted is not None:
            strangers = [unlisted[end].filter(pc.is_null(ends[end].take(unlisted["row"]))) for end in _ENDS]
            self.names = pc.unique(pa.concat_arrays([one.combine_chunks() for one in strangers]))
        self.holder, self.subject = self._numbers(ends, "holder"), self._numbers(ends, "subject")

    def _numbers(self, ends: pa.Table, end: str) -> Ints:
        found: Ints = pc.fill_null(ends[end], -1).to_numpy().astype(np.int32)
        if self._told is not None:
            rows = self._told["row"].to_numpy()
            strangers = self._told[end].filter(pa.array(found[rows] < 0))
            numbers = pc.index_in(strangers, value_set=self.names).to_numpy()
            found[rows[found[rows] < 0]] = self._listed + numbers
        return found


def _register(rows: pa.Table, stakes: pa.Table, ends: _Ends, hostile: Sequence[str]) -> Register:
    """The parties listed, then those that only interests name; the stakes that are, or may be, ownership on the day."""
    told = {name: rows[name].to_numpy() for name in ("kind", "organised", "abroad", "seated")}
    added = _strangers(ends.names, hostile)
    owning = stakes["owning"].to_numpy()
    kept = owning > 0
    sure, through, branch = (stakes[name].combine_chunks().to_numpy(zero_copy_only=False)[kept] for name in _FLAGS)
    least, most = (_hundredths(stakes[name])[kept] for name in ("percent_min", "percent_max"))
    with np.errstate(invalid="ignore"):
        odd = (least < 0) | (least > WHOLE) | (most < 0) | (most > WHOLE) | (least > most)
    names = pa.concat_arrays([rows["party"].combine_chunks(), ends.names])
    company = np.zeros(len(names), np.bool_)
    company[ends.subject] = True
    counted = sure & ~through & (owning[kept] < EITHER) & ~odd & ~np.isnan(least)
    return Register(
        names=names,
        company=company,
        **{name: np.concatenate([told[name], added[name]]) for name in told},
        holder=ends.holder[kept],
        subject=ends.subject[kept],
        owning=owning[kept],
        low=np.where(counted, np.floor(least), 0).astype(np.int32),
        high=np.where(odd | np.isnan(most), WHOLE, np.ceil(most)).astype(np.int32),
        through=through,
        branch=branch,
        odd=int(odd.sum()),
    )


def _hundredths(percent: pa.ChunkedArray) -> npt.NDArray[np.float64]:
    """Hundredths of a percent, NaN where none is told; 0.29 % is 29 of them and not 28.999999999999996."""
    found: npt.NDArray[np.float64] = np.round(percent.to_numpy() * 100, 9)
    return found


def _strangers(names: pa.StringArray, hostile: Sequence[str]) -> dict[str, Truths]:
    """Who is named and not listed: a country by its id, else somebody of whom nothing is told."""
    # A code is one in any case; what is none, such as `country:China`, is somebody of whom nothing is told.
    country = pc.match_substring_regex(names, f"^{COUNTRY}[A-Za-z]{{2}}$").to_numpy(zero_copy_only=False)
    listed = pa.array([(COUNTRY + code).upper() for code in hostile])
    ours = pc.is_in(pc.utf8_upper(names), value_set=listed).to_numpy(zero_copy_only=False)
    open_ = np.full(len(names), UNKNOWN, np.int8)
    return {
        "kind": np.where(country, STATE, UNTOLD).astype(np.int8),
        "organised": np.where(country, np.where(ours, SUPPORTED, REFUTED), UNKNOWN).astype(np.int8),
        "abroad": open_,
        "seated": open_,
    }


def _day(at: int) -> datetime.date:
    return (datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(days=at // DAY)).date()


def _first(error: Exception) -> str:
    return str(error).splitlines()[0]
