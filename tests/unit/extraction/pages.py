"""Small pages for the specification: an article page around whatever a test puts on it."""

from __future__ import annotations

from scraper.extraction import extract
from scraper.model import Article

URL = "https://suarakota.test/berita/1/pasar-ikan-dibuka-kembali"
TITLE = "Pasar Ikan Dibuka Kembali Setelah Banjir Surut"
PARAGRAPHS = (
    "Pasar ikan di tepi sungai dibuka kembali pada Senin pagi, sepekan setelah banjir surut dari kota.",
    "Para pedagang menyapu lumpur sejak subuh dan menata meja dengan papan pinjaman dari gereja.",
    "“Kami rindu bau amis ini,” kata seorang pedagang tua sambil menyiram lantai dengan air sumur.",
    "Pemerintah kota berjanji meninggikan lantai pasar setengah meter sebelum musim hujan berikutnya.",
)
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def page(
    text: str = TEXT,
    *,
    head: str = "",
    above: str = "",
    below: str = "",
    title: str = TITLE,
    lang: str = "id",
) -> str:
    """An article page; `above` stands between headline and text, `below` behind the text's box."""
    site = '<meta property="og:site_name" content="Suara Kota">'
    top = '<nav><a href="/">Suara Kota</a></nav>'
    article = f'<h1>{title}</h1>{above}<div class="isi">{text}</div>{below}'
    head = f'<meta charset="utf-8"><title>{title} - Suara Kota</title>{site}{head}'
    return f'<html lang="{lang}"><head>{head}</head><body>{top}<main>{article}</main></body></html>'


def read(html: str, url: str = URL) -> Article:
    """The article on a page that must be one."""
    article = extract(html, url)
    assert isinstance(article, Article)
    return article
