"""The outline of the land and a point for every country, made once from Natural Earth.

    npm pack world-atlas@2.0.2 i18n-iso-countries@7.14.0     # and unpack both
    python tools/world.py world-atlas/package i18n-iso-countries/package

Natural Earth (naturalearthdata.com, here version 4.1.0 as the npm package world-atlas ships it) is in the public
domain. From it come the outline (1:110m), the points and the names; from i18n-iso-countries (MIT) only which number of
ISO 3166-1 is which two letters. No border is kept. Written is `cloudreview/dossier/page/world.json`.
"""

from __future__ import annotations

import itertools
import json
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

Point = tuple[float, float]
TARGET = Path(__file__).resolve().parent.parent / "cloudreview" / "dossier" / "page" / "world.json"
WIDTH, NORTH, SOUTH = 1000, 84.0, -57.0
"""Of the picture; the land south of it is left out."""
SMALL = 2.5
"""Islands of less area, in units of the picture, are left out."""

# What the atlas does not tell apart, or names only in short: where it lies (longitude, latitude), or its name.
MISSING: dict[str, tuple[str, float, float]] = {
    "BQ": ("Bonaire, Sint Eustatius and Saba", -68.3, 12.2),
    "BV": ("Bouvet Island", 3.4, -54.4),
    "CC": ("Cocos (Keeling) Islands", 96.9, -12.2),
    "CX": ("Christmas Island", 105.7, -10.5),
    "GF": ("French Guiana", -53.1, 4.0),
    "GP": ("Guadeloupe", -61.5, 16.2),
    "MQ": ("Martinique", -61.0, 14.7),
    "RE": ("Reunion", 55.5, -21.1),
    "SJ": ("Svalbard and Jan Mayen", 16.0, 78.6),
    "TK": ("Tokelau", -171.8, -9.2),
    "XK": ("Kosovo", 20.9, 42.6),
    "YT": ("Mayotte", 45.2, -12.8),
}
NAMES = {
    "AG": "Antigua and Barbuda", "BA": "Bosnia and Herzegovina", "CD": "Democratic Republic of the Congo",
    "CF": "Central African Republic", "CG": "Republic of the Congo", "CK": "Cook Islands", "DO": "Dominican Republic",
    "EH": "Western Sahara", "FK": "Falkland Islands", "FO": "Faroe Islands", "GQ": "Equatorial Guinea",
    "GS": "South Georgia and South Sandwich Islands", "HM": "Heard and McDonald Islands",
    "IO": "British Indian Ocean Territory", "KN": "Saint Kitts and Nevis", "KY": "Cayman Islands",
    "MF": "Saint Martin (French part)", "MH": "Marshall Islands", "MP": "Northern Mariana Islands",
    "PF": "French Polynesia", "PM": "Saint Pierre and Miquelon", "PN": "Pitcairn Islands", "SB": "Solomon Islands",
    "SS": "South Sudan", "ST": "Sao Tome and Principe", "SX": "Sint Maarten (Dutch part)", "SZ": "Eswatini",
    "TC": "Turks and Caicos Islands", "TF": "French Southern Territories", "UM": "US Minor Outlying Islands",
    "US": "United States", "VC": "Saint Vincent and the Grenadines", "VG": "British Virgin Islands",
    "VI": "US Virgin Islands", "WF": "Wallis and Futuna", "MK": "North Macedonia", "BL": "Saint Barthelemy",
}  # fmt: skip


def rings(topology: dict[str, Any], geometry: dict[str, Any]) -> Iterator[list[Point]]:
    """The outer rings of a polygon or several, in degrees."""
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    for polygon in polygons:
        points: list[Point] = []
        for index in polygon[0]:
            arc = _arc(topology, index if index >= 0 else ~index)
            points += (arc if index >= 0 else arc[::-1])[bool(points) :]
        yield _unrolled(points)


def _unrolled(points: Sequence[Point]) -> list[Point]:
    """A ring across the date line goes on past 180 degrees, instead of around the world."""
    found = [points[0]]
    for x, y in points[1:]:
        turns = round((found[-1][0] - x) / 360)
        found.append((x + 360 * turns, y))
    return found


def _arc(topology: dict[str, Any], index: int) -> list[Point]:
    """One arc, from deltas of a grid to degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    x = y = 0
    found = []
    for dx, dy in topology["arcs"][index]:
        x, y = x + dx, y + dy
        found.append((x * sx + tx, y * sy + ty))
    return found


def project(point: Point) -> Point:
    """The Natural Earth projection (Savric, Patterson, Jenny 2011), in units of the picture."""
    width = _raw(180, 0)[0] * 2
    x, y = _raw(*point)
    scale = WIDTH / width
    return (x * scale + WIDTH / 2, (_raw(0, NORTH)[1] - y) * scale)


def _raw(longitude: float, latitude: float) -> Point:
    lam, phi = math.radians(longitude), math.radians(latitude)
    s = phi * phi
    f = s * s
    x = lam * (0.870700 - 0.131979 * s + f * (-0.013791 + f * (0.003971 * s - 0.001529 * f)))
    y = phi * (1.007226 + s * (0.015085 + f * (-0.044475 + 0.028874 * s - 0.005916 * f)))
    return x, y


def area(points: Sequence[Point]) -> float:
    """The area of a ring, with a sign."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], points[0]], strict=True)) / 2


def middle(points: Sequence[Point]) -> Point:
    """The centre of gravity of a ring."""
    size = area(points)
    if abs(size) < 1e-9:
        return points[0]
    pairs = list(zip(points, [*points[1:], points[0]], strict=True))
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs)
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs)
    return x / (6 * size), y / (6 * size)


def outline(topology: dict[str, Any]) -> str:
    """All land as one SVG path of whole numbers."""
    parts = []
    for geometry in topology["objects"]["land"]["geometries"]:
        for ring in rings(topology, geometry):
            if max(y for _, y in ring) <= SOUTH:
                continue
            for turn in (-360, 0, 360):
                drawn = [project((x, max(y, SOUTH))) for x, y in _clipped([(x + turn, y) for x, y in ring])]
                if abs(area(drawn)) >= SMALL:
                    parts.append(_path(drawn))
    return "".join(parts)


def _clipped(points: Sequence[Point]) -> list[Point]:
    """A ring within 180 degrees east and west; of a run outside only its first and last point stay, at the edge."""
    held = [(min(max(x, -180.0), 180.0), y) for x, y in points]
    edge = [abs(x) >= 180 for x, _ in points]
    around = list(zip(held, edge, [edge[-1], *edge[:-1]], [*edge[1:], edge[0]], strict=True))
    return [point for point, here, before, after in around if not (here and before and after)] or held[:1]


def _path(points: Sequence[Point]) -> str:
    whole = [(round(x), round(y)) for x, y in points]
    kept = [one for at, one in enumerate(whole) if at == 0 or one != whole[at - 1]]
    steps = [f"{b[0] - a[0]},{b[1] - a[1]}" for a, b in itertools.pairwise(kept)]
    return f"M{kept[0][0]},{kept[0][1]}l{' '.join(steps)}z".replace(",-", "-").replace(" -", "-")


def countries(topology: dict[str, Any], letters: dict[str, str]) -> dict[str, list[Any]]:
    """Name and point of every country, by its two letters."""
    found: dict[str, list[Any]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = letters.get(str(geometry.get("id", "")).zfill(3))
        if code is not None and code not in found and "arcs" in geometry:
            largest = max(
                rings(topology, geometry), key=lambda ring: abs(area(ring)) * math.cos(math.radians(ring[0][1]))
            )
            found[code] = [NAMES.get(code, geometry["properties"]["name"]), *_mark(*middle(largest))]
    for code, (name, *at) in MISSING.items():
        found[code] = [name, *_mark(*at)]
    return dict(sorted(found.items()))


def _mark(longitude: float, latitude: float) -> tuple[int, int]:
    """Where a country is marked; what lies south of the picture, at its edge."""
    x, y = project(((longitude + 180) % 360 - 180, max(latitude, SOUTH + 3)))
    return round(x), round(y)


def main(atlas: Path, codes: Path) -> None:
    """Writes the file."""
    land = json.loads((atlas / "land-110m.json").read_text())
    detail = json.loads((atlas / "countries-10m.json").read_text())
    letters = {number: two for two, _, number, *_ in json.loads((codes / "codes.json").read_text())}
    height = round(project((0, SOUTH))[1])
    world = {"source": __doc__.split("\n\n")[2] if __doc__ else "", "width": WIDTH, "height": height}
    world |= {"land": outline(land), "countries": countries(detail, letters)}
    TARGET.write_text(json.dumps(world, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
