"""A site for crawlers: many host names on one port, in a process of its own: `serving(pages, hosts)`.

Pages are the toy newspaper's, each with a text of its own, in menus, teasers and scripts. They are made to be
like real news pages, of which the median has 90 kB (18 kB packed), 2 kB of text, 170 lines, 320 boxes and 180
links. They are packed (gzip) before anyone asks. Each host's front page links to its articles, and so does
the sitemap that its robots.txt names.
"""

from __future__ import annotations

import asyncio
import gzip
import multiprocessing
import random
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from scraper.demo.articles import DemoArticle, Element, load
from scraper.demo.render import article_page
from scraper.demo.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

TEXT = 2_000
LEAST, MOST = 65_000, 115_000
ROBOTS = b"User-agent: *\nDisallow: /admin/\nDisallow: /cari?\nDisallow: /*/cetak$\nAllow: /\n"
TODAY = date(2026, 1, 2)
MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def host_name(number: int) -> str:
    """The host of that number."""
    return f"h{number}.test"


@contextmanager
def serving(pages: int, hosts: int) -> Iterator[tuple[int, int]]:
    """Serve until the block ends; gives the port, and the bytes of all articles unpacked."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, pages, hosts), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        process.terminate()
        process.join()


def _serve(tell: Connection, pages: int, hosts: int) -> None:
    answers, size = _answers(pages, hosts)

    class Answering(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport, self.buffer = transport, b""

        def data_received(self, data: bytes) -> None:
            self.buffer += data
            while b"\r\n\r\n" in self.buffer:
                head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
                path = head.split(b" ", 2)[1]
                host = head.lower().partition(b"\r\nhost: ")[2].partition(b"\r\n")[0].partition(b":")[0]
                self.transport.write(answers.get(host + path, MISSING))  # type: ignore[attr-defined]

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(Answering, "127.0.0.1", 0, backlog=512)
        tell.send((server.sockets[0].getsockname()[1], size))
        await server.serve_forever()

    asyncio.run(run())


def _answers(pages: int, hosts: int) -> tuple[dict[bytes, bytes], int]:
    """Every answer by host and path, and the bytes of the articles unpacked."""
    chance, models, size = random.Random(7), load(), 0
    answers: dict[bytes, bytes] = {}
    for number in range(hosts):
        name = host_name(number)
        view = View(f"http://{name}/", TODAY, False, False, None, "utf-8", False, days=False, wordpress=False)
        links, places = [], []
        for n in range(number, pages, hosts):
            article = _article(models[n % len(models)], n, chance)
            page = _padded(article_page(article, 1, view, models), chance).encode()
            answers[f"{name}{article.path}".encode()] = _packed(page)
            links.append(f'<li><a href="{article.path}">{article.title}</a></li>')
            places.append(f"<url><loc>http://{name}{article.path}</loc></url>")
            size += len(page)
        front = f"<!DOCTYPE html><title>Depan</title><h1>Depan</h1><ul>{''.join(links)}</ul>"
        answers[f"{name}/".encode()] = _packed(front.encode())
        sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(places)}</urlset>'
        answers[f"{name}/sitemap.xml".encode()] = _packed(sitemap.encode(), "application/xml")
        robots = ROBOTS + f"Sitemap: http://{name}/sitemap.xml\n".encode()
        answers[f"{name}/robots.txt".encode()] = _packed(robots, "text/plain")
    return answers, size


def _article(model: DemoArticle, number: int, chance: random.Random) -> DemoArticle:
    """One like the model, of a single page, with an address and a text of its own."""
    words = [word.strip(".,“”") for part in model.elements if part.kind == "p" for word in part.text.split()]
    paragraphs: list[Element] = []
    while sum(len(part.text) for part in paragraphs) < TEXT:
        sentences = [" ".join(chance.choices(words, k=chance.randrange(8, 18))) for _ in range(3)]
        paragraphs.append(Element("p", " ".join(f"{text[:1].upper()}{text[1:]}." for text in sentences)))
    return replace(
        model,
        slug=f"{model.slug}-{number}",
        template="promedia" if number % 2 else "jsonld",
        title=f"{' '.join(chance.choices(words, k=5)).title()} Tahun {number}",
        published=model.published - timedelta(days=number % 900),
        modified=None,
        elements=tuple(paragraphs),
        internal=False,
    )


def _padded(page: str, chance: random.Random) -> str:
    """The page with the scripts, menus and teasers that news sites wrap around a text."""
    top, mark, rest = page.rpartition("</body>")
    size, pieces = chance.randrange(LEAST, MOST) - len(page), [top]
    while size > 0:
        make = chance.choices((_menu, _teaser, _script), (1, 8, 6))[0]
        pieces.append(make(f"{chance.getrandbits(96):x}", chance))
        size -= len(pieces[-1])
    return "".join(pieces) + mark + rest


def _menu(key: str, _: random.Random) -> str:
    items = (
        f'<li class="menu__item"><a class="menu__link" href="/rubrik/{key}/{n}" data-n="{n}">Rubrik {n}</a>'
        for n in range(8)
    )
    return f'<nav class="menu" id="menu-{key}"><ul class="menu__list">{"".join(items)}</ul></nav>\n'


def _teaser(key: str, _: random.Random) -> str:
    image = f"https://gambar.luar.test/{key[:6]}/{key}"
    sizes = ", ".join(f"{image}-{width}.webp {width}w" for width in (320, 480, 640, 960))
    return (
        f'<div class="card card--small" data-id="{key}" data-track="{key[::-1]}">'
        f'<a class="card__image" href="https://luar.test/{key}" tabindex="-1" aria-hidden="true">'
        f'<img src="{image}-320.webp" srcset="{sizes}" sizes="(min-width: 768px) 320px, 50vw" alt=""'
        ' width="320" height="180" loading="lazy" decoding="async"></a>'
        f'<h3 class="card__title"><a href="https://luar.test/{key}">Kabar lain {key[:8]}</a></h3></div>\n'
    )


def _script(key: str, chance: random.Random) -> str:
    slots = ",".join(
        f'{{"id":"{key[:n]}","code":"{chance.getrandbits(160):x}","size":[[300,250]]}}' for n in range(4, 9)
    )
    return f"<script>window.slots=window.slots||[];slots.push({slots});</script>\n"


def _packed(body: bytes, kind: str = "text/html; charset=utf-8") -> bytes:
    packed = gzip.compress(body, 6, mtime=0)
    head = f"HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: {kind}\r\nContent-Encoding: gzip\r\n"
    head += f"Vary: Accept-Encoding\r\nCache-Control: max-age=60\r\nContent-Length: {len(packed)}\r\n\r\n"
    return head.encode() + packed
