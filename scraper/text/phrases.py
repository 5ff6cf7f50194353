"""Phrases of what is not the article, in Indonesian and English news: tables, and the patterns made of them.

The phrases come from pages of many families of sites; none is the phrase of one outlet. A pattern named
`*_START` is matched at the beginning of a line of text, the others anywhere in it.
"""

from __future__ import annotations

import re

_OPEN = r"^[\W_]*"
CAPITAL = r"(?-i:[A-Z])"
"""A capital letter, in a pattern that otherwise ignores case."""


def _starts(*phrases: str) -> re.Pattern[str]:
    """A pattern of phrases that open a line. One that ends in a word ends where the word does."""
    return re.compile(rf"{_OPEN}(?:{'|'.join(phrases)})(?:(?<!\w)|(?!\w))", re.IGNORECASE)


READ_ALSO_START = _starts(
    r"(?:baca|simak|lihat|tonton|dengar|klik|cek)\s+(?:juga|pula|selengkapnya|artikel|berita(?:\s+terkait)?|video|foto)",
    r"(?:baca|simak|lihat|tonton)\s*:",
    r"(?:artikel|berita|konten|topik)\s+(?:terkait|lainnya|serupa|pilihan)",
    r"pilihan\s+(?:editor|redaksi)",
    r"terkait\s*:",
    r"(?:read|see|watch)\s+(?:also|more)",
    r"also\s+read",
    r"related(?:\s+(?:articles?|news|posts?|stories|topics?))?\s*:?$",
    r"baca\s+halaman",
)
"""A line that points to another article."""

READ_ALSO_ASIDE = re.compile(
    r"\s*[(\[]\s*(?:baca(?:\s+juga)?|lihat(?:\s+juga)?|simak(?:\s+juga)?|read\s+also)\s*:[^()\[\]]*[)\]]",
    re.IGNORECASE,
)
"""The same between brackets, inside a paragraph."""

ADVERT_START = _starts(
    r"advertisements?",
    r"iklan",
    r"scroll\s+(?:to|untuk)\s+\w+",
    r"gulir\s+(?:untuk|ke)",
    r"scroll\s+(?:down|ke\s+bawah)",
    r"geser\s+(?:untuk|ke)",
    r"perbesar$",
    r"sponsored",
    r"lanjut(?:kan)?\s+(?:mem)?baca",
    r"artikel\s+ini\s+(?:dilanjutkan|berlanjut)\s+(?:di|setelah)",
    r"loading\s*\.",
    r"pasang\s+iklan",
    r"berita\s+ini\s+disponsori",
)

RIGHTS_START = _starts(
    r"dilarang\s+(?:keras\s+)?(?:mengambil|menayangkan|mengutip|menyalin|memperbanyak)",
    r"copyright\b",
    r"©",
    r"\(c\)\s*\d{4}",
    r"hak\s+cipta",
    r"all\s+rights\s+reserved",
    r"seluruh\s+hak\s+cipta",
)

RIGHTS_WORDS = (
    "redaksi",
    "dilarang",
    "media sosial komersil",
    "copyright",
    "hak cipta",
    "rights reserved",
    "licensing rights",
)
"""One of these is in every copyright notice that `RIGHTS` finds: a quick test before a slow one."""

RIGHTS = re.compile(
    r"tanpa\s+(?:seizin|seijin|izin\s+(?:tertulis\s+)?(?:dari\s+)?)\s*redaksi"
    r"|dilarang\s+(?:keras\s+)?(?:mengambil|mengutip|menayangkan|memperbanyak|melakukan\s+crawling)"
    r"|konten\s+akun\s+media\s+sosial\s+komersil"
    r"|purchase\s+licensing\s+rights"
    r"|copyright\s*(?:©|\(c\))|hak\s+cipta\s+dilindungi|all\s+rights\s+reserved",
    re.IGNORECASE,
)

PITCH_START = _starts(
    r"ikuti\s+(?:kami|berita|terus|informasi|perkembangan|akun|update|saluran|channel)",
    r"dapatkan\s+(?:update|berita|informasi|info)",
    r"(?:cek|temukan)\s+(?:berita|artikel|informasi)",
    r"download\s+(?:aplikasi|sekarang)",
    r"unduh\s+(?:aplikasi|sekarang)",
    r"(?:yuk|ayo|mari)[,!]?\s+(?:ikuti|gabung|bergabung|download|subscribe|follow)",
    r"gabung\s+(?:di|dengan|bersama)\b.{0,40}(?:whatsapp|telegram|channel|grup)",
    r"(?:jangan\s+lupa\s+)?(?:subscribe|like\s+dan\s+follow|follow\s+(?:us|kami|akun))",
    r"bergabunglah?\s+(?:di|dengan)\b",
    r"bagikan\s*(?:artikel|berita|ke|:|$)",
    r"share\s*(?:this|:|on|$)",
    r"sebarkan\s*(?:artikel|berita|:|$)",
    r"sign\s+up\s+(?:for|to)",
    r"subscribe\s+(?:to|now)",
    r"kirim\s+komentar",
    r"tulis\s+komentar",
    r"komentar(?:i)?\s*(?:\(|:|$|artikel|anda|pembaca|facebook)",
    r"to\s+receive\s+(?:comprehensive|our|the|full)",
    r"for\s+(?:print\s+)?subscriptions?\b",
    r"paper\s+edition\b",
    r"leave\s+a\s+(?:comment|reply)",
    r"post\s+(?:a\s+)?comment",
    r"berita\s+ini\s+(?:telah\s+)?(?:tayang|dilihat|dibaca)",
    r"(?:berita|artikel)\s+ini\s+(?:juga\s+)?(?:dapat|bisa)\s+(?:juga\s+)?(?:dibaca|diakses|disimak)\s+(?:di|lewat|melalui)",
    r"artikel\s+ini\s+(?:telah|sudah|pernah)\s+(?:tayang|dipublikasikan|terbit|dimuat)",
    r"punya\s+(?:opini|cerita|pendapat)\b.{0,60}\b(?:kirim|tulis)",
    r"lihat\s+artikel\s+asli",
    r"(?:pantau|update|dapatkan)\s+(?:terus\s+)?(?:seputar\s+)?(?:berita|informasi)\s+(?:terkini|seputar|terbaru)",
    r"update\s+seputar\b",
    r"kunjungi\s+(?:situs|website|laman|halaman)\b.{0,60}(?:kami|resmi)?$",
)

PITCH_CONTACT = re.compile(
    r"\b(?:kirim|hubungi|chat)\b.{0,60}\b(?:whatsapp|wa|e-?mail|telegram)\b.{0,20}\b(?:kami|redaksi)\b",
    re.IGNORECASE,
)
"""A line that asks readers to write, within its first words."""

PITCH_WORDS = (
    "google news",
    "whatsapp channel",
    "channel whatsapp",
    "whatsapp saluran",
    "saluran whatsapp",
    "grup whatsapp",
    "telegram channel",
    "channel telegram",
    "saluran telegram",
    "grup telegram",
    "newsletter",
)
"""What a pitch is about, together with a verb that invites the reader."""

PITCH_VERB = re.compile(
    r"\b(?:ikuti|follow|gabung|bergabung|dapatkan|cek|update|klik|baca|simak|download|unduh|temukan|join"
    r"|sign\s+up|subscribe|receive|inscri\w+|inscrev\w+|iscriv\w+|abonn\w+|s.abonner|bestell\w+|anmeld\w+"
    r"|suscr[ií]\w+|recib\w+|receb\w+|assine)\b",
    re.IGNORECASE,
)

EMBED_START = _starts(
    r"\[?gambas\s*:",
    r"simak\s+(?:video|pula)",
    r"saksikan\s+(?:video|juga|live|selengkapnya)",
    r"tonton\s+(?:video|juga)",
    r"(?:lihat|cek|nonton)\s+video",
    r"video\s*:\s(?!https?:|www\.)",
    r"view\s+this\s+post\s+on",
    r"a\s+post\s+shared\s+by",
    r"sebuah\s+kiriman\s+(?:dibagikan|yang\s+dibagikan)",
    r"lihat\s+postingan\s+ini",
    r"watch\s+(?:the\s+)?video",
    r"pic\.twitter\.com",
    r"\[(?:video|gallery|caption|embed|foto)\b",
)

BYLINE_START = _starts(
    r"(?:penulis|editor|reporter|redaktur|pewarta|wartawan|jurnalis|kontributor|koresponden|uploader|penyunting|fotografer|rep|red"
    r"|oleh|ditulis\s+oleh|laporan(?:\s+wartawan)?|written\s+by|reported\s+by|posted\s+by|diposting\s+oleh)\s*[:/|]",
    rf"laporan\s+wartawan\s{CAPITAL}[^.!?]{{2,60}}$",
    rf"(?:penulis|editor|reporter|pewarta|redaktur|(?:ditulis\s+)?oleh)\.?\s+{CAPITAL}[\w.'’-]+(?:\s+{CAPITAL}[\w.'’-]+){{0,4}}"
    r"(?:\s*\|.{2,60})?\)?$",
    rf"(?:written|ditulis)\s+(?:for|untuk)\s.{{2,60}}?\s(?:by|oleh)\s+{CAPITAL}[\w.'’-]+(?:\s+{CAPITAL}[\w.'’-]+){{0,4}}$",
    r".{2,30}（\s*\d{4}年\d+月\d+日\s*第?\s*\d+\s*版\s*）$",
    r"filed\s+under\b",
    r"posted\s+(?:in|on|at|by)\b",
    r"kategori\s*:",
    r"\d[\d.,]*\s*(?:kali\s+)?(?:views?|dibaca|dilihat|kali)\s*$",
    r"(?:views?|dibaca|dilihat)\s*:?\s*\d[\d.,]*\s*(?:kali|x)?\s*$",
)
"""A line that names the people behind the text, or where it is filed."""

TAGS_START = _starts(
    r"tags?\s*(?::|$)", r"topik\s*(?:terkait|:|$)", r"kata\s+kunci\s*:", r"keywords?\s*:", r"label\s*:"
)

PAGER_START = _starts(
    r"halaman\s*(?:selanjutnya|berikutnya|sebelumnya|:|\d)",
    r"selanjutnya\s*[>»›:]?\s*$",
    r"sebelumnya\s*$",
    r"next\s*(?:page|:|[>»›]|$)",
    r"prev(?:ious)?\s*(?:page|:|$)",
    r"show\s+all",
    r"tampilkan\s+semua",
    r"(?:baca\s+)?selengkapnya\s*[.…]*\s*$",
    r"\d+\s*$",
    r"\d+(?:\s*[|/]\s*\d+)+\s*$",
    r"(?:halaman\s+|page\s+)?\d+\s+(?:dari|of)\s+\d+(?:\s+(?:halaman|pages?))?\s*$",
    r"page\s+\d",
    r"lanjut\s+ke\s+halaman",
    r"berikutnya\s*[>»›]?\s*$",
    r"terpopuler\s*$",
    r"kembali\s+ke\s+(?:atas|halaman)",
    r"baca\s+selanjutnya",
)

END_MARK = re.compile(r"(?:^|\s+|(?<=[.!?\"”’)]))\*{1,4}\s*$")
"""Asterisks that close a text."""

LATEST_START = _starts(
    r"(?:berita\s+|artikel\s+)?(?:terkini|terbaru|terpopuler|populer|terhangat)",
    r"(?:berita\s+|artikel\s+)?rekomendasi",
    r"trending",
    r"(?:berita|artikel|konten|topik)\s+(?:lainnya|lain|populer|pilihan)",
    r"(?:berita|artikel)\s+(?:[\w.]+\s+){1,2}lainnya$",
    r"pilihan\s+(?:editor|redaksi)",
    r"(?:video|foto)\s+(?:lainnya|lain|populer|terpopuler|pilihan|terkait|terkini|terbaru)",
    r"most\s+(?:read|popular|viewed)",
    r"popular",
    r"latest",
    r"jangan\s+lewatkan",
    r"paling\s+(?:banyak|sering)\s+dibaca",
    r"headlines?",
    r"random\s+articles",
    r"recommended",
    r"pilihan\s+untuk",
    r"(?:artikel\s+|berita\s+|video\s+)?untuk\s+(?:kamu|anda)",
    r"more\s+from",
    r"news\s*feed$",
    r"you\s+may\s+(?:also\s+)?like",
    r"recent\s+(?:posts?|news)",
)
"""The title of a list of other articles that are not related to this one."""

COMMENTS_START = _starts(
    r"(?:\d+\s+)?(?:comments?|responses?|replies|discussion|thoughts?\s+on|komentar|tanggapan)",
    r"(?:\d+\s+)?(?:kommentare?|commentaires?|comentarios?|comentários?|commenti|reacties|комментари\w+)",
    r"コメント|评论|評論|댓글",
    r"(?:leave|post|join)\s+(?:a|the)\s+(?:comment|reply|discussion|conversation)",
)
"""The title of the readers' comments."""

RELATED_START = _starts(
    r"baca\s+juga",
    r"(?:artikel|berita|topik|konten|tulisan|posting(?:an)?)\s+(?:terkait|serupa|sejenis)",
    r"terkait",
    r"read\s+also",
    r"also\s+read",
    r"related(?:\s+(?:articles?|news|posts?|stories|topics?|content))?",
    r"simak\s+juga",
    r"lihat\s+juga",
    r"baca\s*:",
    r"berita\s+lainnya\s+terkait",
)
"""The title of the article's own list of related articles."""
