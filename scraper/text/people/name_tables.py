"""The words of by-lines, as tables for `names`: labels, and words near a name that are not part of it."""

from __future__ import annotations

from typing import Literal

Role = Literal["author", "editor", "photographer", "contributor", "source"]
"""What someone named in a by-line did; a `source` is where the text comes from."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LABELS: dict[Role, tuple[str, ...]] = {
    "author": (
        *(
            "penulis",
            "reporter",
            "pewarta",
            "pemberita",
            "wartawan",
            "jurnalis",
            "ditulis oleh",
            "dilaporkan oleh",
        ),
        *("laporan wartawan", "laporan reporter", "laporan jurnalis", "laporan langsung", "laporan tim"),
        *("author", "writer", "journalist", "written by", "words by", "story by", "text by"),
        *("posted by", "published by", "reviewed by"),
    ),
    "contributor": (
        *("kontributor", "koresponden", "laporan kontributor", "laporan koresponden"),
        *("contributor", "correspondent"),
    ),
    "editor": ("editor", "redaktur", "penyunting", "uploader", "disunting oleh", "diedit oleh", "edited by"),
    "photographer": (
        *("fotografer", "juru foto", "pewarta foto", "foto oleh"),
        *("photographer", "photo by", "photos by"),
    ),
    "source": ("sumber berita", "sumber artikel"),
}
"""Labels of Indonesian, Malay and English by-lines, in lower case."""

COLON_LABELS: dict[Role, tuple[str, ...]] = {
    "author": (
        *("rep", "laporan", "reportase", "pengirim", "teks", "naskah", "text", "words", "penulis opini"),
        *("teks dan foto", "foto dan teks", "naskah dan foto", "teks & foto", "teks/foto"),
    ),
    "editor": ("red", "ed", "editing", "diedit", "disunting"),
    "photographer": ("foto", "photo", "photos", "credit", "kredit"),
    "source": ("sumber", "source", "via"),
}
"""Everyday words that are labels only before a colon."""

BY: tuple[str, ...] = ("oleh", "ditulis", "by", "por", "par", "von", "door")
"""Author labels only before a colon or where a line or sentence starts (id, ms, en; es, pt; fr; de; nl)."""

POSTED = frozenset(
    (
        *("wartawan", "jurnalis", "kontributor", "koresponden", "contributor", "correspondent"),
        *("laporan wartawan", "laporan reporter", "laporan jurnalis", "laporan langsung", "laporan tim"),
        *("laporan kontributor", "laporan koresponden"),
    )
)
"""After these, without a colon, comes first where the person works: "Kontributor Bandung, Nama"."""

COLLECTIVES = _words("""
    tim team redaksi redaction newsroom desk editorial liputan staf staff news berita warta media online
    daring tv televisi radio koran harian majalah tabloid portal channel digital network group grup press
    presse pers agency agence agensi images post pos times daily magazine herald gazette
    broadcasting official indonesia the kantor biro humas dinas kementerian
    pemerintah pemkot pemkab pemprov polda polres polri tni dprd dpr universitas university institut
    institute yayasan foundation lembaga komunitas
""")
"""Words that make a name one of an outlet, an office or a team."""

LEGAL_FORMS = _words("pt cv tbk inc ltd llc corp gmbh bv sdn bhd")
"""Companies are no people, and no by-line of an outlet."""

AGENCIES = _words("""
    antara antaranews reuters afp agencefrancepresse ap associatedpress xinhua bernama dpa anadolu
    anadoluagency kyodo tass upi bloomberg prnewswire
""")
"""News agencies, in lower case without spaces."""

NOBODY = _words("""
    admin administrator adm superadmin webmaster operator user guest anonim anonymous unknown none null
    kami kita kamu anda saya our your
    yang adalah ini itu dengan untuk dari pada akan telah sudah juga ke di sebagai para oleh dalam karena
    bahwa serta was were that this from with for has have said dosen guru ketua direktur wakil kepala
    pengamat peneliti mahasiswa anggota pengacara aktivis kolumnis pemerhati sekretaris menteri gubernur
    bupati walikota presiden alumni pengurus founder ceo nasional internasional ekonomi bisnis olahraga
    politik hukum kriminal peristiwa daerah regional headline headlines hiburan gaya teknologi otomotif
    kesehatan pendidikan opini kolom world business sports lifestyle politics opinion entertainment
    terkini terbaru terpopuler populer trending home beranda indeks index artikel article baca read lihat
    komentar comments share bagikan views dibaca kali senin selasa rabu kamis jumat jum'at sabtu ahad
    monday tuesday wednesday thursday friday saturday sunday ist istimewa dok dokumentasi pribadi repro
    senior pelaksana pemimpin penanggung jawab wisata kuliner sepakbola selebritas selebriti seleb showbiz
    tekno sains megapolitan properti edukasi humaniora sosial religi lingkungan travel food money finance
    adv advertorial rilis release bersambung red ant foto video posted published diposting photo author
    penulis editor reporter sumber publié publicado veröffentlicht aktualisiert pubblicato actualizado
""")
"""Words that no person's name holds: login accounts, function words, offices, sections, days, remarks."""

INTERFACE = _words("""
    ikuti follow following followers verified terverifikasi dilihat subscribe share bagikan bookmark
    search login masuk daftar komentar comments kebijakan privasi selengkapnya twitter facebook instagram
    whatsapp linkedin tiktok youtube telegram threads
""")
"""Words of buttons and counters; they end a name before them."""

INTERFACE_PHRASES = (
    *("privacy policy", "privacy notice", "terms of use", "terms of service", "terms and conditions"),
    *("terms & conditions", "cookie policy", "google news", "view profile", "lihat profil", "view all posts"),
    *("editor's choice", "editor’s choice", "all rights reserved"),
)
"""Links of the site that stand near by-lines, in words that a name may hold singly."""

PARTICLES = _words(
    "bin binti bt ibn ibnu al el van von de der den da do dos das du del della la le ter ten st"
)
"""Words in lower case inside a name."""

DEGREES = _words("""
    sh mh se me mm st mt si msi sip map sos ssos skom mkom ikom sikom mikom sag mag spd mpd spdi mpdi spdk
    ssi sked skep skm mkes shi mhi sthi shum mhum ssn msn spsi mpsi sp mp spt stp mba ma ba bsc msc phd
    mphil llm lc drs dra ir dr prof amd amk mkn cn ak ca cpa mpp mpa med edd ns apt
""")
"""Academic degrees behind a name, in lower case without dots."""
