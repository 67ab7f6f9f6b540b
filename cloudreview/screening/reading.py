"""A register read from two Parquet files: its parties as numbers, and the stakes between them.

Whatever a column does not tell is unknown. A party that no row lists and an interest names is a party of which nothing
is told; a percentage that is none is an interest of unknown size, and is counted.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
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
from cloudreview.screening.places import COUNTRY, Flags, Places, Truths
from cloudreview.spells import DAY

Ints = npt.NDArray[np.signedinteger[Any]]

WHOLE = 10_000
VOTE = 2
"""What a stake is of: 1 equity, 2 votes, 3 either, as nobody says which."""

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
_SIZES = ("owning", "low", "high")
_FLAGS = ("through", "share", "branch")
_NEEDED = ("party", "holder", "subject")
_ROW = "file_row_number"
"""What DuckDB calls the place of a row."""
_DEFAULTS = {"directly": "true"}
"""What a missing column tells: without `directly` every interest is the holder's own."""


class Register(NamedTuple):
    """Parties by number, and stakes by the numbers of holder and subject."""

    names: pa.ChunkedArray
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
    share: Flags
    """Surely equity or votes, also of unknown size: nobody has these in a government (docs/decisions/0016)."""
    branch: Flags
    """The subject is a branch of the holder."""
    odd: int
    """Interests whose percentages are none; their size is taken as unknown."""
    astray: bool
    """Whether an interest does not say in whom: then nobody's are all told."""
    open: Flags | None = None
    """Of each party, whether it may have the status whatever is told of it; None: nobody."""

    def perhaps_designated(self) -> Register:
        """The same where the law data do not say that nobody was designated: anybody but a country may be.

        28 CFR 202.211(a)(5), docs/decisions/0012; a register does not tell who was.
        """
        return self._replace(open=~pc.starts_with(self.names, COUNTRY).fill_null(False).to_numpy())


def read(parties: Path, interests: Path, at: int, hostile: Sequence[str], home: Sequence[str]) -> Register:
    """The register as it stood on the day of an instant. Raises EvidenceError for a file that is not as it must be."""
    listed, told = _source(parties, PARTIES), _source(interests, INTERESTS)
    try:
        with _store() as store:
            places = Places(_ask(store, "places", {}, listed=listed)["place"].to_pylist(), hostile, home)
            asked = {"countries": places.countries}
            rows = _ask(store, "listed", asked, listed=listed)
            if _repeated(rows["hashed"]):
                rows = _ask(store, "listed", asked, listed=f"({_question('repeated', listed=listed)})")
        ends = _ends(rows["party"], told)
        with _store() as store:
            stakes = _ask(store, "stakes", {"day": _day(at)}, interests=told)
            strange = _strange(ends)
            unlisted = _ask(store, "unlisted", {"strange": strange.tolist()}, interests=told) if len(strange) else None
    except duckdb.Error as error:
        raise EvidenceError(f"{parties}, {interests}", f"cannot be read as a register: {_first(error)}") from error
    return _register(rows, stakes, ends, _named(ends, unlisted, len(rows)), places)


def _source(path: Path, columns: Mapping[str, str]) -> str:
    """The file as a relation that has every column; what stands in the wrong type is no value."""
    present = _present(path, columns)
    told = ", ".join(f'{_cell(name, kind, present)} AS "{name}"' for name, kind in columns.items())
    # A path is no pattern, and folders on it are no columns.
    named = re.sub(r"[*?\[]", r"[\g<0>]", str(path)).replace("'", "''")
    read = f"read_parquet('{named}', {_ROW} = true, hive_partitioning = false)"
    return f"(SELECT {told}, {_ROW} FROM {read})"  # noqa: S608


def _present(path: Path, columns: Mapping[str, str]) -> dict[str, pa.DataType]:
    """Which of the columns the file has, with their types; DuckDB finds a column by its name in any case."""
    try:
        schema = pq.read_schema(path)
    except (OSError, pa.ArrowException) as error:
        raise EvidenceError(str(path), f"is no readable Parquet file: {_first(error)}") from error
    found = [(field.name.lower(), field.type) for field in schema if field.name.lower() in columns]
    present = dict(found)
    if missing := sorted(set(columns) & set(_NEEDED) - set(present)):
        raise EvidenceError(str(path), f"lacks the column `{missing[0]}`", f"give it the columns {', '.join(columns)}")
    if len(present) < len(found):
        raise EvidenceError(str(path), "has a column twice", f"give it each of {', '.join(columns)} once")
    if _ROW in {name.lower() for name in schema.names}:
        raise EvidenceError(str(path), f"has a column `{_ROW}`, a name kept for the number of a row", "rename it")
    for name, of in found:
        if name in _NEEDED and (pa.types.is_floating(of) or pa.types.is_decimal(of)):
            what = f"has numbers with fractions in the column `{name}`, where 1 and 1.0 are two ids"
            raise EvidenceError(str(path), what, "write ids as text")
    return present


def _cell(name: str, kind: str, present: Mapping[str, pa.DataType]) -> str:
    """A cell as its type; an empty id is none, and what is told and no number is no percentage, and odd."""
    if name not in present:
        return f"{_DEFAULTS.get(name, 'NULL')}::{kind}"
    cell = f'try_cast("{name}" AS {kind})'
    if name in _NEEDED:
        return f"nullif({cell}, '')"
    if kind == "DOUBLE" and not (pa.types.is_integer(present[name]) or pa.types.is_floating(present[name])):
        return f"""coalesce({cell}, CASE WHEN trim("{name}"::VARCHAR) <> '' THEN 'NaN'::DOUBLE END)"""
    return cell


def _repeated(hashes: pa.ChunkedArray) -> bool:
    """Whether a party may stand twice; equal ids have equal hashes."""
    ordered = np.concatenate([np.empty(0, np.uint64), *(some.to_numpy() for some in hashes.chunks)])
    ordered.sort()
    return bool((ordered[1:] == ordered[:-1]).any())


@contextmanager
def _store() -> Iterator[duckdb.DuckDBPyConnection]:
    """Somebody to put questions to, on one thread: more of them only spend more CPU."""
    with duckdb.connect() as store:
        store.execute("SET threads = 1; SET TimeZone = 'UTC'")
        yield store


def _ask(store: duckdb.DuckDBPyConnection, name: str, given: Mapping[str, object], **relations: str) -> pa.Table:
    return store.sql(_question(name, **relations), params=dict(given)).to_arrow_table()


def _question(name: str, **relations: str) -> str:
    """A question put to the register: one `.sql` file each, its first line is the question."""
    text = (files("cloudreview.screening") / f"{name}.sql").read_text(encoding="utf-8")
    return re.sub(r"\{(\w+)\}", lambda found: relations[found[1]], text)


def _ends(listed: pa.ChunkedArray, interests: str) -> Ints:
    """The numbers of the holders in the order of the file, and of the subjects from the end.

    In a store of its own, so that the rest of the reading has the memory that it took.
    """
    with _store() as store:
        ((count,),) = store.sql(f"SELECT count(*) FROM {interests}").fetchall()  # noqa: S608
        ends: Ints = np.empty(2 * count, np.int32)
        store.register("parties", pa.table({"party": listed, "number": np.arange(len(listed), dtype=np.int32)}))
        for some in store.sql(_question("ends", interests=interests)).to_arrow_reader():
            ends[some["place"].to_numpy()] = some["number"].to_numpy()
    return ends


def _strange(ends: Ints) -> Ints:
    """The places of those whom no row lists."""
    places = np.flatnonzero(ends < 0)
    return np.where(places < len(ends) // 2, places, places - len(ends))


def _named(ends: Ints, unlisted: pa.Table | None, listed: int) -> pa.Array:
    """Numbers those whom no row lists after all that are listed; their names in that order."""
    if unlisted is None:
        return pa.array([], pa.string())
    unlisted = unlisted.sort_by("place")
    strangers = unlisted["party"].combine_chunks().dictionary_encode("encode")
    ends[unlisted["place"].to_numpy()] = listed + strangers.indices.to_numpy()
    return strangers.dictionary


def _register(rows: pa.Table, stakes: pa.Table, ends: Ints, names: pa.Array, places: Places) -> Register:
    """The parties listed, then those that only interests name; the stakes that are, or may be, ownership on the day."""
    told, added = places.listed(rows), places.unlisted(names)
    everybody = pa.chunked_array([*rows["party"].chunks, names], pa.string())
    parties = {name: np.concatenate([told[name], added[name]]) for name in told}
    if again := places.states(everybody, parties):
        known = np.arange(len(everybody), dtype=ends.dtype)
        known[list(again)] = list(again.values())
        ends = known[ends]
    kept = stakes["row"].to_numpy()
    subject = ends[-1 - kept]
    nameless = len(rows) + pc.index(names.is_null(), True).as_py() if names.null_count else None
    return Register(
        names=everybody,
        **parties,
        holder=ends[kept],
        subject=subject,
        **{name: stakes[name].to_numpy() for name in _SIZES},
        **{name: stakes[name].combine_chunks().to_numpy(zero_copy_only=False) for name in _FLAGS},
        odd=pc.sum(stakes["odd"]).as_py() or 0,
        astray=nameless is not None and bool((subject == nameless).any()),
    )


def _day(at: int) -> datetime.date:
    return (datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(days=at // DAY)).date()


def _first(error: Exception) -> str:
    return str(error).splitlines()[0]
