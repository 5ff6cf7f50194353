"""The pages that are no article: home, sections, index, tags, about, not found; feed and sitemaps. Pure."""

from __future__ import annotations

from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

from scraper.demo.dates import DAY, in_list, in_words, instant
from scraper.demo.metadata import machine_time
from scraper.demo.view import SECTIONS, fill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scraper.demo.articles import DemoArticle
    from scraper.demo.view import View

PER_PAGE = 10
IN_FEED = 20

_ITEM = (
    '<div class="latest__item"><h2 class="latest__title"><a href="{url}" class="latest__link">{title}</a>'
    '</h2><div class="latest__date">{date}</div><p class="latest__teaser">{teaser}</p></div>'
)
_MENU_ITEM = '<li class="nav__item"><a href="{url}">{title}</a></li>'
_ABOUT = """<p>Suara Kliping adalah koran daerah rekaan yang tinggal di dalam komputer Anda.
Tidak ada wartawan, narasumber, atau peristiwa di halaman ini yang sungguh-sungguh ada.</p>
<p>Redaksi: Jalan Guntingan Koran No. 1, Kota Arsip. Surel: redaksi@suarakliping.test</p>"""
_LOST = "<p>Maaf, halaman yang Anda cari tidak ditemukan atau sudah dipindahkan.</p>"


def page(view: View, path: str, title: str, content: str, neighbours: str = "") -> str:
    """A page with the site's head and foot around `content`."""
    values = {
        "base": view.base,
        "url": view.url(path),
        "title": escape(title),
        "today": in_words(view.today, DAY),
        "menu": view.menu(_MENU_ITEM),
        "alternates": view.alternates,
        "neighbours": neighbours,
        "content": content,
    }
    return fill("listing.html", values)


def home(view: View, articles: Sequence[DemoArticle], internal: Sequence[DemoArticle]) -> str:
    """The front page: the newest articles, some of each section, and the link that robots.txt forbids."""
    blocks = [f'<section class="headline">{_items(view, articles[:6])}</section>']
    for section in SECTIONS:
        own = [article for article in articles if article.section == section][:3]
        blocks.append(f'<section class="block"><h3>{section}</h3>{_items(view, own)}</section>')
    blocks.append(f'<section class="block"><h3>Dari Arsip</h3>{_items(view, internal)}</section>')
    return page(view, "/", "Berita Terkini Hari Ini", "\n".join(blocks))


def listing(view: View, path: str, title: str, articles: Sequence[DemoArticle], number: int) -> str | None:
    """Page `number` of a list of articles, ten a page; None where there is no such page."""
    pages = max(1, -(-len(articles) // PER_PAGE))
    if not 1 <= number <= pages:
        return None

    def url(n: int) -> str:
        return view.url(_numbered(path, n))

    around = [("prev", number - 1)] if number > 1 else []
    around += [("next", number + 1)] if number < pages else []
    links = [
        f'<a href="{url(n)}" class="paging__link">{n}</a>' if n != number else f"<span>{n}</span>"
        for n in range(1, pages + 1)
    ]
    links += [
        f'<a href="{url(n)}" class="paging__link" rel="next">Selanjutnya</a>'
        for rel, n in around
        if rel == "next"
    ]
    shown = articles[(number - 1) * PER_PAGE : number * PER_PAGE]
    content = (
        f'<div class="latest__wrap">{_items(view, shown)}</div><div class="paging">{" ".join(links)}</div>'
    )
    heads = "".join(f'<link rel="{rel}" href="{url(n)}">' for rel, n in around)
    return page(view, _numbered(path, number), title, content, heads)


def _numbered(path: str, number: int) -> str:
    return path if number == 1 else f"{path}{'&' if '?' in path else '?'}page={number}"


def about(view: View) -> str:
    """The page about the paper."""
    return page(view, "/tentang-kami", "Tentang Kami", _ABOUT)


def not_found(view: View, path: str) -> str:
    """What stands where nothing is; served with status 404, and with 200 at `/halaman-hilang`."""
    return page(view, path, "Halaman tidak ditemukan", _LOST)


def links(view: View, paths: Sequence[str]) -> str:
    """A front page of bare links, for a folder of pages."""
    items = "".join(f'<li><a href="{view.url(path)}">{escape(path)}</a></li>' for path in paths)
    return page(view, "/", "Daftar halaman", f"<ul>{items}</ul>")


def calendar(target: str) -> str:
    """A page of an index without an end: one article that is not there, and the page after this one."""
    path, _, query = target.partition("?page=")
    number = int(query) if query.isdecimal() else 1
    return (
        f'<ul><li><a href="/daerah/{9_000_000_000 + number}/hari-yang-tidak-pernah-ada">Hari ke-{number}'
        f'</a></li></ul><a rel="next" href="{path}?page={number + 1}">Selanjutnya</a>'
    )


def feed(view: View, articles: Sequence[DemoArticle]) -> str:
    """RSS 2.0 of the newest articles."""
    items = "\n".join(
        f"<item><title>{escape(a.title)}</title><link>{view.url(a.path)}</link>"
        f'<guid isPermaLink="true">{view.url(a.path)}</guid>'
        f"<pubDate>{format_datetime(instant(a.published))}</pubDate><category>{a.section}</category>"
        f"<description><![CDATA[<p>{escape(a.summary)}</p>]]></description></item>"
        for a in articles[:IN_FEED]
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Suara Kliping</title>'
        f"<link>{view.base}</link><description>Kabar terkini</description><language>id</language>\n{items}\n"
        "</channel></rss>\n"
    )


def sitemap_index(view: View, articles: Sequence[DemoArticle]) -> str:
    """The sitemap of the sitemaps (sitemaps.org, index form)."""
    modified = max((machine_time(a.touched) for a in articles), default="")
    parts = "".join(
        f"<sitemap><loc>{view.base}{name}</loc><lastmod>{modified}</lastmod></sitemap>"
        for name in ("sitemap-news.xml", "sitemap-artikel.xml")
    )
    return f'{_XML}<sitemapindex xmlns="{_SITEMAPS}">{parts}</sitemapindex>\n'


def sitemap_news(view: View, articles: Sequence[DemoArticle]) -> str:
    """The newest articles, with Google's news extension."""
    urls = "\n".join(
        f"<url><loc>{view.url(a.path)}</loc><news:news><news:publication><news:name>Suara Kliping</news:name>"
        "<news:language>id</news:language></news:publication>"
        f"<news:publication_date>{machine_time(a.published)}</news:publication_date>"
        f"<news:title>{escape(a.title)}</news:title></news:news></url>"
        for a in articles[:IN_FEED]
    )
    space = "http://www.google.com/schemas/sitemap-news/0.9"
    return f'{_XML}<urlset xmlns="{_SITEMAPS}" xmlns:news="{space}">\n{urls}\n</urlset>\n'


def sitemap(view: View, paths: Sequence[tuple[str, str | None]]) -> str:
    """All pages: (path, when last changed)."""
    urls = "\n".join(
        f"<url><loc>{escape(view.url(path))}</loc>{f'<lastmod>{at}</lastmod>' if at else ''}</url>"
        for path, at in paths
    )
    return f'{_XML}<urlset xmlns="{_SITEMAPS}">\n{urls}\n</urlset>\n'


def robots(view: View) -> str:
    """robots.txt: the site's own, or that of the switch."""
    if view.robots is not None:
        return view.robots
    rules = "User-agent: *\nCrawl-delay: 0.05\nDisallow: /arsip-internal/\n"
    return rules + (f"\nSitemap: {view.base}sitemap.xml\n" if view.sitemaps else "")


_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _items(view: View, articles: Sequence[DemoArticle]) -> str:
    return "\n".join(
        _ITEM.format(
            url=view.url(a.path),
            title=escape(a.title),
            date=in_list(a.published),
            teaser=escape(a.summary),
        )
        for a in articles
    )
