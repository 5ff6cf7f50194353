"""A body is kept as its text and the lengths of its blocks, and comes out of it as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from hypothesis import given
from hypothesis import strategies as st

from scraper.archive.articles import body_blocks
from scraper.model import Block
from scraper.model.article import BlockKind
from tests.unit.archive.examples import article

if TYPE_CHECKING:
    from scraper.archive import Archive

BODY = (
    Block("lead", "Beras melimpah."),
    Block("p", "Panen raya."),
    Block("p", ""),
    Block("h", "Harga\n\nturun"),
    Block("p", "Bupati senang 👍."),
)
PLAIN = [{"kind": block.kind, "text": block.text} for block in BODY]


def test_runs_of_a_kind_name_it_once() -> None:
    assert body_blocks.pack(BODY) == '["lead",15,"p",11,0,"h",12,"p",16]'
    assert body_blocks.pack(()) == "[]"


@given(st.lists(st.builds(Block, st.sampled_from(get_args(BlockKind)), st.text())))
def test_any_body_comes_out_as_it_was(body: list[Block]) -> None:
    text = article(body=tuple(body)).text
    assert [Block(**block) for block in body_blocks.unpack(text, body_blocks.pack(body))] == body


def test_analysts_see_the_same_blocks(archive: Archive) -> None:
    for number in (1, 2):
        archive.articles.store(article(number, body=BODY[: 2 * number + 1]), captures=[])
    rows = list(archive.query("SELECT * FROM article_blocks ORDER BY article_id, position"))
    assert [{"kind": row["kind"], "text": row["text"]} for row in rows] == PLAIN[:3] + PLAIN
    assert [(row["article_id"], row["position"]) for row in rows] == [(1, i) for i in range(3)] + [
        (2, i) for i in range(5)
    ]
