"""A gazetteer: whether words are the name of a place, and of what rank.

The names are in `places.txt`, with their sources and licences. Indonesian names are written in many ways, so
spaces, accents, case and words such as "Kab." do not count: `TANJUNGPINANG`, `Kota Tanjung Pinang`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

Rank = Literal["region", "city", "locality"]
"""A province, regency or city of Indonesia; a large city or a country of the world; a district or town."""

_OTHER_NAMES: dict[Rank, str] = {
    "region": """
        babel, banten, di yogyakarta, flores, jabar, jabodetabek, jakbar, jakpus, jaksel, jaktim,
        jakut, jateng, jatim, jawa, jogja, jogjakarta, kalbar, kalimantan, kalsel, kaltara, kalteng,
        kaltim, kepri, lombok, madura, malut, mojokerto, ntb, ntt, nusantara, palangkaraya, papua
        pegunungan, purwokerto, solo, sulawesi, sulbar, sulsel, sulteng, sultra, sulut, sumatera,
        sumatra, sumba, sumbar, sumsel, sumut, tangsel, ternate, timor, ujung pandang, yogya
    """,
    "city": """
        aleppo, athena, beirut, beograd, brussel, bukares, canberra, davos, den haag, gaza, havana,
        helsinki, hong kong, jalur gaza, jeddah, jenewa, jerusalem, kairo, kopenhagen, kyiv,
        leipzig, lisabon, madinah, makkah, mekah, mekkah, milan, mina, moskow, moskwa, new york,
        paris, praha, roma, tepi barat, venesia, warsawa, washington, washington dc, wina, zurich
    """,
}
"""Short names and Indonesian names that the sources of `places.txt` lack."""

_KINDS = re.compile(
    r"^(?:prov(?:insi)?|kab(?:upaten)?|kota(?:madya)?|kec(?:amatan)?|distrik|kel(?:urahan)?|desa|dusun"
    r"|kampung|nagari|gampong|pulau|kep(?:ulauan)?)\b\.?\s*",
    re.IGNORECASE,
)
_DIRECTION = re.compile(
    r"\s(?:utara|selatan|barat(?: daya| laut)?|timur(?: laut)?|tengah|tenggara|pusat|kota|raya)$",
    re.IGNORECASE,
)
_JOINTS = re.compile(r"\s*/\s*|\s*[-–]\s*|\s+(?:dan|and)\s+", re.IGNORECASE)
_LONGEST = 60
_SEVERAL = 5


@lru_cache(maxsize=1024)
def rank(name: str) -> Rank | None:
    """The rank of the place of this name, None if it is no place that the gazetteer has.

    Names joined by "/", a hyphen or "dan" are a place if each of them is; the first one gives the rank.
    A name behind a word such as "Kecamatan" or "Desa", or one that opens like those of many places
    ("Bukit …", "Tanjung …"), is a place, known or not, of the rank "locality".
    """
    if not 2 < len(name) <= _LONGEST:
        return None
    found = _names().get(_key(name))
    if found is not None:
        return found
    parts = _JOINTS.split(name)
    if len(parts) > 1:
        ranks = [_names().get(_key(part)) for part in parts]
        return ranks[0] if all(ranks) else None
    bare = _KINDS.sub("", name)
    if bare != name:
        return _rank_in_region(bare) or ("locality" if bare[:1].isupper() else None)
    return _rank_in_region(name) or _rank_of_opening(name)


def _rank_in_region(name: str) -> Rank | None:
    """The rank of a place, or of a part of it: "Bekasi Utara"."""
    return _names().get(_key(name)) or _names().get(_key(_DIRECTION.sub("", name)))


def _rank_of_opening(name: str) -> Rank | None:
    """A name of a few words, the first of which opens the names of several localities of Indonesia."""
    words = name.split()
    if not 2 <= len(words) <= 3 or any(word[0].islower() for word in words):
        return None
    return "locality" if words[0].casefold() in _openings() else None


@cache
def _openings() -> frozenset[str]:
    names = _text().partition("[locality]\n")[2].splitlines()
    first = Counter(name.partition(" ")[0] for name in names if " " in name and not _DIRECTION.search(name))
    return frozenset(word for word, count in first.items() if count >= _SEVERAL and len(word) > 2)


@cache
def _text() -> str:
    return resources.files(__package__).joinpath("places.txt").read_text("ascii")


def _key(name: str) -> str:
    """The letters of a name in lower case, without accents, spaces and signs."""
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]+", "", name.casefold())


@cache
def _names() -> dict[str, Rank]:
    """The rank of each name; read once, at the first question."""
    names: dict[str, Rank] = {}
    text = _text().replace(" ", "")
    sections: tuple[Rank, ...] = ("locality", "city", "region")
    for section in sections:
        lines = text.partition(f"[{section}]\n")[2].partition("[")[0]
        names.update(dict.fromkeys(lines.splitlines(), section))
    for section, others in _OTHER_NAMES.items():
        names.update(dict.fromkeys((_key(name) for name in others.split(",")), section))
    return names
