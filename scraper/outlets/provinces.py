"""The provinces of Indonesia, by their Indonesian names, each with the time of its clocks."""

from __future__ import annotations

_NAMES = {
    "Asia/Jakarta": """
        Aceh, Sumatera Utara, Sumatera Barat, Riau, Kepulauan Riau, Jambi, Sumatera Selatan,
        Kepulauan Bangka Belitung, Bengkulu, Lampung, Banten, DKI Jakarta, Jawa Barat, Jawa Tengah,
        DI Yogyakarta, Jawa Timur, Kalimantan Barat, Kalimantan Tengah
    """,
    "Asia/Makassar": """
        Kalimantan Selatan, Kalimantan Timur, Kalimantan Utara, Bali, Nusa Tenggara Barat,
        Nusa Tenggara Timur, Sulawesi Utara, Gorontalo, Sulawesi Tengah, Sulawesi Barat, Sulawesi Selatan,
        Sulawesi Tenggara
    """,
    "Asia/Jayapura": """
        Maluku, Maluku Utara, Papua Barat, Papua Barat Daya, Papua, Papua Tengah, Papua Pegunungan,
        Papua Selatan
    """,
}

PROVINCES = {name.strip(): zone for zone, names in _NAMES.items() for name in names.split(",")}
"""IANA time zones by name of province: 38, as of the laws of 2022."""
