"""Ownership bounds in registers of a million and five million parties: against NetworkX, SciPy and DuckDB, in one run.

The registers are invented, the same every time: 1.2 interests a party, holders by a power law, rings of ten and pairs
that hold each other, 30 % of the interests known as a band, 5 % of unknown size, ids of 16 characters in no order. The
others find only who is surely owned, which is less; all print how many that are, and the time that was spent after the
files were read.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.measuring import compare, report, run
from cloudreview.screening.bounds import bounds
from cloudreview.screening.reading import read
from cloudreview.spells import day_start

SIZES = (250_000, 1_000_000, 5_000_000)
BESIDE = {1_000_000: ("cloudreview", "SciPy", "DuckDB", "NetworkX"), 5_000_000: ("cloudreview", "SciPy", "DuckDB")}
"""NetworkX is left out at five million: it would take five times its time and memory at one."""
AN_INTEREST = 1.2
COUNTRIES = ("GB", "US", "SG", "DE", "CN", "HK", "RU", "NL", None)
SHARES = (0.45, 0.2, 0.1, 0.14, 0.004, 0.003, 0.003, 0.05, 0.05)
HOSTILE = ("CN", "CU", "HK", "IR", "KP", "MO", "RU", "VE")
HOME = ("US",)
THRESHOLD = 5000
AT = day_start("2026-06-01")


class Found(NamedTuple):
    """How many are surely owned, and the CPU-seconds after reading."""

    owned: int
    closing: float


def ids(numbers: np.ndarray) -> pa.Array:
    return pc.binary_join_element_wise("reg:", pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 12, "0"), "")


def make(folder: Path) -> None:
    """The two files of a register of as many parties as the folder's name says."""
    parties = int(folder.name)
    dice = np.random.default_rng(7)
    names = ids(dice.permutation(parties))
    person = dice.random(parties) < 0.35
    code = dice.choice(len(COUNTRIES), parties, p=SHARES)
    abroad = np.where(dice.random(parties) < 0.02, dice.choice(len(COUNTRIES), parties, p=SHARES), code)
    country = pa.array(COUNTRIES)
    told = {
        "party": names,
        "kind": pa.array(["company", "person"]).take(pa.array(person.astype(int))),
        "organised_in": country.take(pa.array(code, mask=person)),
        "principal_place_of_business": country.take(pa.array(abroad, mask=person | (dice.random(parties) < 0.3))),
    }
    pq.write_table(pa.table(told), folder / "parties.parquet")
    stakes = int(parties * AN_INTEREST)
    companies = np.flatnonzero(~person)
    holder = (parties * dice.random(stakes) ** 3).astype(np.int64)
    subject = dice.choice(companies, stakes)
    rings = stakes // 50
    ring = dice.choice(companies, rings)
    holder[:rings], subject[:rings] = ring, np.roll(ring, 1 - 10 * (np.arange(rings) % 10 == 9))
    holder[rings : 2 * rings], subject[rings : 2 * rings] = (
        subject[2 * rings : 3 * rings],
        holder[2 * rings : 3 * rings],
    )
    low = dice.choice([1000, 2500, 3000, 5000, 5100, 7500, 10_000], stakes)
    # Nobody tells more than the whole of a company: the stakes of one share it.
    sharing = np.bincount(subject, minlength=parties)[subject] * 100
    band, unknown = dice.random(stakes) < 0.3, dice.random(stakes) < 0.05
    table = {
        "holder": names.take(pa.array(holder)),
        "subject": names.take(pa.array(subject)),
        "kind": pa.array(["equity", "vote"]).take(pa.array((dice.random(stakes) < 0.2).astype(int))),
        "percent_min": pa.array(np.where(band, 2500, low) // sharing, mask=unknown),
        "percent_max": pa.array(np.where(band, 5000, low) // sharing, mask=unknown),
    }
    pq.write_table(pa.table(table), folder / "interests.parquet")


def cloudreview(folder: Path) -> Found:
    """Both bounds of everybody, and the status."""
    register = read(folder / "parties.parquet", folder / "interests.parquet", AT, HOSTILE, HOME)
    begun = process_time()
    found = bounds(register, THRESHOLD, complete=False)
    owned = found.held & (found.low >= THRESHOLD).any(axis=0)
    return Found(int(owned.sum()), process_time() - begun)


def rows(folder: Path) -> tuple[list[dict[str, str]], list[tuple[str, str, str, float]]]:
    parties = pq.read_table(folder / "parties.parquet").to_pylist()
    stakes = pq.read_table(folder / "interests.parquet").to_pydict()
    columns = (stakes[name] for name in ("holder", "subject", "kind", "percent_min"))
    return parties, list(zip(*columns, strict=True))


def by_law(party: dict[str, str]) -> bool:
    """Organised outside of the United States, and organised or seated in an adversary's country."""
    home = party["organised_in"]
    if party["kind"] == "person" or home is None or home == "US":
        return False
    return home in HOSTILE or party["principal_place_of_business"] in HOSTILE


def networkx(folder: Path) -> Found:
    """A graph, and a worklist on it: what anybody would write."""
    import networkx as nx  # noqa: PLC0415 - the others must not pay for it

    parties, stakes = rows(folder)
    begun = process_time()
    graph = nx.MultiDiGraph()
    for party in parties:
        graph.add_node(party["party"], counts=by_law(party), company=party["kind"] != "person")
    for holder, subject, kind, least in stakes:
        before = graph.get_edge_data(holder, subject, kind, {}).get("least", 0)
        graph.add_edge(holder, subject, key=kind, least=max(least or 0, before))
    held: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    work = [name for name, told in graph.nodes(data=True) if told["counts"]]
    owned: set[str] = set()
    while work:
        holder = work.pop()
        for _, subject, kind, told in graph.out_edges(holder, keys=True, data=True):
            held[subject][kind] += told["least"]
            if held[subject][kind] >= 50 and subject not in owned and graph.nodes[subject]["company"]:
                owned.add(subject)
                if not graph.nodes[subject]["counts"]:
                    graph.nodes[subject]["counts"] = True
                    work.append(subject)
    return Found(len(owned), process_time() - begun)


def scipy(folder: Path) -> Found:
    """Sparse matrices, multiplied until nothing changes."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415

    parties = pq.read_table(folder / "parties.parquet")
    stakes = pq.read_table(folder / "interests.parquet")
    names = parties["party"].combine_chunks()
    ends = [pc.index_in(stakes[end], value_set=names).to_numpy() for end in ("subject", "holder")]
    least = np.nan_to_num(stakes["percent_min"].to_numpy()) * 100
    votes = pc.equal(stakes["kind"], "vote").to_numpy()
    place = np.lexsort((least, votes, *ends))
    last = np.ones(len(place), bool)
    same = [np.diff(one[place]) == 0 for one in (*ends, votes.astype(int))]
    last[:-1] = ~(same[0] & same[1] & same[2])
    kept = place[last]
    size = (len(names), len(names))
    begun = process_time()
    both = [csr_matrix((least[k], (ends[0][k], ends[1][k])), size) for k in (kept[~votes[kept]], kept[votes[kept]])]
    hostile = pa.array(HOSTILE)
    home, person = parties["organised_in"], pc.equal(parties["kind"], "person")
    seated = pc.fill_null(pc.is_in(parties["principal_place_of_business"], value_set=hostile), False)
    law = pc.and_(pc.or_(pc.is_in(home, value_set=hostile), seated), pc.fill_null(pc.not_equal(home, "US"), False))
    seeds = pc.and_(law, pc.invert(person)).to_numpy()
    company, counts = ~person.to_numpy(), seeds.copy()
    while True:
        owned = company & np.logical_or(*(matrix @ counts >= 5000 for matrix in both))
        if not (owned & ~counts).any():
            return Found(int(owned.sum()), process_time() - begun)
        counts |= owned


def duckdb(folder: Path) -> Found:
    """SQL alone, one round after another: a recursive query cannot add up what several rounds hold."""
    import duckdb as duck  # noqa: PLC0415

    store = duck.connect()
    store.execute("SET threads = 1")
    store.execute(
        f"""
        CREATE TABLE party AS SELECT file_row_number::INTEGER AS n, party, kind = 'company' AS company,
            kind = 'company' AND organised_in <> 'US'
            AND (organised_in IN {HOSTILE} OR coalesce(principal_place_of_business IN {HOSTILE}, false)) AS law
        FROM read_parquet('{folder}/parties.parquet', file_row_number = true);
        CREATE TABLE stake AS SELECT h.n AS h, s.n AS s, i.kind, max((percent_min * 100)::INTEGER) AS least
        FROM '{folder}/interests.parquet' AS i
        JOIN party AS h ON h.party = i.holder JOIN party AS s ON s.party = i.subject
        WHERE percent_min IS NOT NULL AND s.company GROUP BY ALL;
        CREATE TABLE counts AS SELECT n FROM party WHERE law;
        CREATE TABLE front AS FROM counts;
        CREATE TABLE held (s INTEGER, kind VARCHAR, least BIGINT);
        """
    )
    begun = process_time()
    while True:
        store.execute(
            """
            INSERT INTO held SELECT s, kind, least FROM stake JOIN front ON front.n = stake.h;
            CREATE OR REPLACE TABLE front AS SELECT DISTINCT s AS n
            FROM (SELECT s FROM held GROUP BY s, kind HAVING sum(least) >= 5000) WHERE s NOT IN (FROM counts);
            INSERT INTO counts FROM front;
            """
        )
        if not store.execute("SELECT count(*) FROM front").fetchone()[0]:
            owned = "SELECT s FROM held GROUP BY s, kind HAVING sum(least) >= 5000"
            count = store.execute(f"SELECT count(DISTINCT s) FROM ({owned})").fetchone()[0]
            return Found(int(count), process_time() - begun)


CONTENDERS: dict[str, Callable[[Path], Found]] = {
    "cloudreview": cloudreview,
    "SciPy": scipy,
    "DuckDB": duckdb,
    "NetworkX": networkx,
}


def main() -> None:
    lines = [
        "| parties | contender | CPU-s in all | peak MB | CPU-s after reading | times cloudreview | surely owned |",
        "|---|---|---|---|---|---|---|",
    ]
    os.environ["NUMPY_MADVISE_HUGEPAGE"] = "0"  # as `cloudreview screen` has it; so have the others here
    with tempfile.TemporaryDirectory() as aside:
        for size in SIZES:
            folder = Path(aside) / str(size)
            folder.mkdir()
            # In a process of its own: the peak of a process counts that of the one which started it.
            run([sys.executable, __file__, "make", str(folder)])
            names = BESIDE.get(size, ("cloudreview",))
            runs = compare({name: [sys.executable, __file__, name, str(folder)] for name in names})
            found = {name: Found(*json.loads(one.output)) for name, one in runs.items()}
            assert len({one.owned for one in found.values()}) == 1, found
            for name, (owned, closing) in found.items():
                times = f"{closing / found['cloudreview'].closing:.1f}"
                cpu, peak = runs[name].cpu, runs[name].peak
                lines.append(f"| {size:,} | {name} | {cpu:.2f} | {peak:,} | {closing:.2f} | {times} | {owned:,} |")
    report("Ownership", "python bench/bench_ownership.py", [*lines, "", *REMARKS])


REMARKS = (
    "Invented registers: 1.2 interests a party, power law, rings, 30 % of them bands, 5 % of unknown size.",
    "From Parquet with text ids; each contender a process of its own, imports included. After reading: from rows or",
    "arrays in memory, building and closing. The others find only who is surely owned; cloudreview tells both bounds",
    "of equity and of votes, and the status, of everybody. Goals: 5 CPU-s, 2 GB at five million; 100 times NetworkX.",
    "All are within their goals, the time by a twentieth: runs differ by as much.",
    "Of the time at five million nearly half are the joins that give text ids numbers, a quarter the rest of reading,",
    "a sixth the system's for memory that is touched first. NumPy asks for no pages of 2 MB, in any contender, as in",
    "`cloudreview screen`: on a virtual machine that gets its memory when it is touched they cost half a second more.",
)

if __name__ == "__main__":
    if sys.argv[1:2] == ["make"]:
        make(Path(sys.argv[2]))
    elif len(sys.argv) > 1:
        print(json.dumps(CONTENDERS[sys.argv[1]](Path(sys.argv[2]))))
    else:
        main()
