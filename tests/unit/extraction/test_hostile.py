"""No page, however broken or however large, makes the reader raise, hang or eat the memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.extraction import extract
from scraper.model import Article, NotAnArticle
from tests.unit.extraction.hostile import PAGES
from tests.unit.extraction.pages import TEXT, TITLE, URL, page

ROOT = Path(__file__).parents[3]
FIXTURES = sorted((ROOT / "tests" / "fixtures" / "articles").glob("*.html"))
OUTCOMES = (Article, NotAnArticle)

TAGS = (
    "html head body title meta link base script style template noscript p div span a b strong em i font"
    " br hr img figure figcaption picture h1 h2 h3 ul ol li dl dd table tr td th caption blockquote pre"
    " form input button select option textarea iframe svg math video article section main aside header"
    " footer nav time center"
).split()
ATTRIBUTES = (
    'class="author"',
    'class="tags"',
    'class="related"',
    'class="photo__caption"',
    'class="ads"',
    "class",
    'id="content"',
    'href="?page=2"',
    'href="/tag/ikan"',
    'href="http://[::1"',
    'href="javascript:x"',
    'src="data:"',
    'src="/a.jpg"',
    'style="display:none"',
    "hidden",
    'itemprop="articleBody"',
    'itemprop="author"',
    'itemprop="datePublished" content="2024-13-45"',
    'rel="tag"',
    'rel="canonical" href="//"',
    'name="author" content="&#0;&amp;"',
    'property="og:title" content=" | "',
    'property="article:published_time" content="99999999999999"',
    'type="application/ld+json"',
    'content="',
    "=",
    '"',
)
TEXTS = (
    "Baca juga: Pasar Ikan",
    "Penulis: Ani Wati | Editor:",
    "Senin, 31 Februari 2024 25:61 WIB",
    "2 jam lalu",
    "JAKARTA, WARTA.com - Pasar ikan dibuka kembali pada Senin pagi, kata wali kota.",
    "Berita Terkait",
    "Tags:",
    "(abc/def)",
    "[Gambas:Video]",
    "Halaman: 1 2 3",
    "Foto: (",
    TITLE,
    TEXT,
    '{"@type":"NewsArticle","headline":[],"author":{"name":{"name":1}},"image":[[[]]],"datePublished":0}',
    '{"@graph":[{"@type":["Article"],"author":[null],"keywords":{},"articleSection":[[]]',
    "<![CDATA[",
    "<!--",
    "\0",
    "&#x110000;&#xD800;",
    "\u202e\ufeff",
    "",
)

tags = st.builds(
    lambda end, tag, attributes, close: f"<{end}{tag} {' '.join(attributes)}{close}",
    st.sampled_from(["", "", "", "/"]),
    st.sampled_from(TAGS),
    st.lists(st.sampled_from(ATTRIBUTES), max_size=3),
    st.sampled_from([">", ">", ">", "/>", ""]),
)
markup = st.lists(tags | st.sampled_from(TEXTS) | st.text(max_size=30), max_size=60).map("".join)


@given(st.text())
def test_any_text(text: str) -> None:
    assert isinstance(extract(text, URL), OUTCOMES)


@given(st.binary())
def test_any_bytes(content: bytes) -> None:
    assert isinstance(extract(content, URL), OUTCOMES)


@settings(max_examples=400)
@given(markup)
def test_any_markup(html: str) -> None:
    assert isinstance(extract(html, URL), OUTCOMES)


@settings(max_examples=300)
@given(markup, markup, markup)
def test_any_markup_in_an_article(head: str, above: str, below: str) -> None:
    found = extract(page(TEXT + below, head=head, above=above), URL)
    assert isinstance(found, OUTCOMES)
    if isinstance(found, Article):
        assert Article.from_dict(found.to_dict()) == found
        assert all(block.text == " ".join(block.text.split()) != "" for block in found.body)


@given(
    st.text()
    | st.sampled_from(["", "x", "//", "http://", "http://[::1", "https://a.test/\0", "file:///etc/x"])
)
def test_any_address(url: str) -> None:
    assert isinstance(extract(page(), url), OUTCOMES)


@pytest.mark.parametrize(
    "odd",
    [
        '<img src="/a.jpg" width="²">',
        f'<img src="/a.jpg" width="{"9" * 5000}">',
        '<a href="?page=²">2</a>',
        f'<a href="?page={"9" * 5000}">2</a>',
    ],
    ids=["a width that is no number", "an endless width", "a page that is no number", "an endless page"],
)
def test_odd_numbers_do_not_hide_the_article(odd: str) -> None:
    assert isinstance(extract(page(TEXT + odd), URL), Article)


def test_half_a_surrogate_pair_in_json_is_no_text() -> None:
    declared = '{"@type":"NewsArticle","author":{"name":"Ani Wati"},"articleSection":"Kota \\ud800"}'
    found = extract(page(head=f'<script type="application/ld+json">{declared}</script>'), URL)
    assert isinstance(found, Article)
    assert found.authors == ("Ani Wati",)
    assert found.section == "Kota ?"


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_page_cut_off_anywhere(path: Path) -> None:
    content = path.read_bytes()
    for end in range(0, len(content), 997):
        assert isinstance(extract(content[:end], URL), OUTCOMES)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_nul_bytes_change_nothing(path: Path) -> None:
    content = path.read_bytes()
    sown = content.replace(b"<p>", b"<p>\0").replace(b". ", b".\0 ")
    assert extract(sown, URL) == extract(content, URL)


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on processes there")
@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_to_exhaust(name: str) -> None:
    command = [sys.executable, "-m", "tests.unit.extraction.hostile", name]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip() in {"Article", "NotAnArticle"}
