from __future__ import annotations

import pytest

from scraper.discover.lists.xml_entities import may_explode


@pytest.mark.parametrize(
    "declared",
    [
        "",
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss.dtd">',
        "<!DOCTYPE rss [<!ENTITY nbsp \"&#160;\"> <!ENTITY copy '&#xA9;' >]>",
        '<!DOCTYPE rss [<!ENTITY nama "Suara Kliping">]>',
    ],
)
def test_names_of_characters_and_words_are_harmless(declared: str) -> None:
    assert not may_explode(f"{declared}<rss>&amp;</rss>".encode())


@pytest.mark.parametrize(
    "entity",
    [
        '<!ENTITY b "&a;&a;">',
        '<!ENTITY a "ha"><!ENTITY b "&a;">',
        f'<!ENTITY a "{"ha" * 99}">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        "<!ENTITY % a \"<!ENTITY b 'x'>\"> %a;",
        '<!ENTITY a "ha',
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "utf-16-be"])
def test_all_others_are_not(entity: str, charset: str) -> None:
    assert may_explode(f"<!DOCTYPE rss [{entity}]><rss>&b;</rss>".encode(charset))
