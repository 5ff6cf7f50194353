"""Words of the calendar: months, days, zones and the labels of dates, as news pages spell them.

Only tables, and `fold`, which brings text and tables to the same spelling. Indonesian comes first; the
other languages are there because unknown sites are read too. A month's name is listed only where it names
the same month in all of them, so that no language has to be guessed.
"""

from __future__ import annotations

import unicodedata
from datetime import timedelta, timezone, tzinfo
from itertools import chain
from typing import Literal

Role = Literal["published", "modified"]


def _fixed(name: str, hours: float) -> timezone:
    return timezone(timedelta(hours=hours), name)


ZONES: dict[str, tzinfo] = {"WIB": _fixed("WIB", 7), "WITA": _fixed("WITA", 8), "WIT": _fixed("WIT", 9)}
"""Indonesia's three zones. None has daylight saving, and none has changed since 1988."""

JAKARTA: tzinfo = ZONES["WIB"]
"""The zone of a date that names none: fixed at +07:00, where Jakarta has been since 1964."""

_EXOTIC = {"–": "-", "—": "-", "‒": "-", "‑": "-", "‐": "-", "―": "-", "−": "-", "’": "'", "‘": "'", "ʼ": "'"}
_EXOTIC |= {"´": "'", "`": "'", "ı": "i", "ø": "o", "ł": "l", "đ": "d"}
_EXOTIC |= {"年": "-", "月": "-", "日": " ", "년": "-", "월": "-", "일": " "}
_EXOTIC |= dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\xad", " ")


_FOLDED = (range(0x80, 0x250), range(0x400, 0x460), range(0x2000, 0x2070), [0x3000], range(0xFF01, 0xFF5F))
"""Where letters, spaces and digits to fold lie: Latin, Cyrillic, punctuation, full-width forms."""


def _fold_table() -> dict[int, str]:
    table = {code: chr(code).lower() for code in range(0x80)}
    for code in chain.from_iterable(_FOLDED):
        base = unicodedata.normalize("NFKD", chr(code).lower())[0]
        if base.isspace():
            table[code] = " "
        elif base.isalpha() or code > 0xFF00:
            table[code] = base
    return table | {ord(char): plain for char, plain in _EXOTIC.items()}


_FOLD = _fold_table()


def fold(text: str) -> str:
    """The text in small letters, without accents, with plain quotes, dashes, spaces and digits.

    One character for one, so that positions in the result are positions in `text`.
    """
    return text.translate(_FOLD)


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


_MONTH_ROWS = {
    "id": (
        "januari/jan februari/pebruari/feb/peb maret/mar april/apr mei juni/jun juli/jul "
        "agustus/agust/agus/agu/agt/ags september/sept/sep oktober/okt november/nopember/nov/nop desember/des"
    ),
    "ms": "januari februari mac april mei jun julai ogos/ogo september oktober november disember/dis",
    "en": (
        "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep "
        "october/oct november/nov december/dec"
    ),
    "de": "januar februar märz/mrz april mai juni juli august september oktober november dezember/dez",
    "nl": "januari februari maart/mrt april mei juni juli augustus september oktober november december",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "fr": (
        "janvier/janv février/févr/fév mars avril/avr mai juin juillet/juil août septembre octobre novembre "
        "décembre/déc"
    ),
    "es": (
        "enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre octubre "
        "noviembre diciembre/dic"
    ),
    "pt": ("janeiro fevereiro/fev março abril maio junho julho agosto setembro outubro novembro dezembro"),
    "it": (
        "gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto settembre ottobre/ott "
        "novembre dicembre"
    ),
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "pl": (
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia"
    ),
    "ru": (
        "января/янв февраля/фев марта/мар апреля/апр мая июня/июн июля/июл августа/авг сентября/сен "
        "октября/окт ноября/ноя декабря/дек"
    ),
}
"""Language → its twelve months in order, spellings parted by slashes."""

MONTHS = {
    word: number
    for row in _MONTH_ROWS.values()
    for number, spellings in enumerate(fold(row).split(), start=1)
    for word in spellings.split("/")
}
"""Folded month name → its number."""

DAY_NAMES = _words(
    """
    senin selasa rabu kamis jumat jum'at sabtu minggu ahad
    sen sn sel sls rab rb kam kms jum jmt sab sbt min ming mgg mg ahd
    legi pahing paing pon wage kliwon
    isnin khamis jumaat isn kha
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun
    montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo
    lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim
    lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb dom
    segunda terça quarta quinta sexta feira seg ter qua qui sex
    lunedì martedì mercoledì giovedì venerdì sabato domenica gio
    måndag tisdag onsdag torsdag fredag lördag söndag
    pazartesi salı çarşamba perşembe cuma cumartesi pazar
    """
)
"""Days of the week, and of the Javanese market week, which may follow them: `Minggu Pahing`."""

CONNECTORS = _words("pada di on at the tanggal tgl hari date waktu le la el am om op il em den")
"""Words that may stand between a label and its date."""

_LABELS: dict[Role, str] = {
    "published": """
        diterbitkan terbit dipublikasikan dipublikasi publikasi tayang ditayangkan dirilis rilis dimuat
        dibuat ditulis diposting diposkan dipos dipublish diunggah disiarkan published publish publication
        posted created issued publié publicado veröffentlicht pubblicato gepubliceerd
        """,
    "modified": """
        diperbarui diperbaharui diupdate update updated diubah diedit disunting dimutakhirkan pembaruan
        pemutakhiran revisi modified edited dikemaskini jour actualizado atualizado aktualisiert
        aggiornato bijgewerkt güncelleme
        """,
}
LABELS: dict[str, Role] = {word: role for role, words in _LABELS.items() for word in _words(words)}
"""The last word of a date's label → what the date then is."""

REFERENCES = _words(
    """
    no nomor nomer pasal ayat uu pp perpu perpres permen inpres keppres perda skor versi version rp telp
    hp id
    """
)
"""Words after which three numbers with separators are a law, a score or a telephone, not a date."""

HOURS_AFTER_NOON = {
    "pm": range(1, 12),
    "siang": range(1, 6),
    "sore": range(1, 12),
    "petang": range(1, 12),
    "malam": range(6, 12),
}
"""Part of the day → the hours of a 12-hour clock that fall after noon in it (`jam 1 siang` is 13)."""

ZONE_HOURS = {
    # RFC 822, section 5.1, and the zones of the news agencies quoted most.
    "utc": 0, "gmt": 0, "ut": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7, "bst": 1, "cet": 1, "cest": 2, "msk": 3, "ict": 7, "sgt": 8, "myt": 8, "hkt": 8,
    "jst": 9, "kst": 9, "aest": 10, "aedt": 11,
}  # fmt: skip
"""Folded abbreviation of a zone elsewhere → hours east of Greenwich."""
