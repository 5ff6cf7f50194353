from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.html import charset

HTML = "text/html; charset="
_PYTHON_NAMES = {
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
    "x-x-big5": "big5",
    "csGB2312": "gb18030",
    "gbk": "gb18030",
    "windows-31j": "cp932",
    "iso88595": "iso8859-5",
    "x-mac-ukrainian": "mac-cyrillic",
    "visual": "iso8859-8",
}


def garbled(text: str, times: int = 1) -> str:
    """UTF-8 read as windows-1252, its empty places as control characters, as browsers read it."""
    for _ in range(times):
        text = "".join(
            bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in text.encode("utf-8")
        )
    return text


class TestWhichCharset:
    def test_utf8_needs_no_declaration(self) -> None:
        assert charset.decode("“kata” – é 😀".encode()) == "“kata” – é 😀"

    def test_empty(self) -> None:
        assert charset.decode(b"") == ""

    def test_a_byte_order_mark_beats_the_header_and_is_dropped(self) -> None:
        assert charset.decode(b"\xef\xbb\xbfhalo \xc3\xa9", HTML + "windows-1251") == "halo é"
        assert charset.decode("\ufeff<p>é".encode("utf-16-le"), HTML + "utf-8") == "<p>é"
        assert charset.decode("\ufeff<p>é".encode("utf-16-be"), HTML + "utf-8") == "<p>é"

    def test_utf16_markup_without_a_mark(self) -> None:
        assert charset.decode("<p>é</p>".encode("utf-16-le")) == "<p>é</p>"
        assert charset.decode("<p>é</p>".encode("utf-16-be")) == "<p>é</p>"

    def test_the_header_beats_meta(self) -> None:
        page = b'<meta charset="windows-1252">\xc9'
        assert charset.decode(page, HTML + "windows-1251").endswith("Й")

    @pytest.mark.parametrize(
        "declaration",
        [
            b'<meta charset="windows-1251">',
            b"<META CHARSET = windows-1251 >",
            b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
            b"<meta content='text/html;charset=windows-1251' http-equiv=Content-Type>",
            b"<?xml version='1.0' encoding='windows-1251'?>",
            b"<!-- <meta charset=utf-8> --><meta charset=windows-1251>",
            b" " * 3000 + b"<meta charset=windows-1251>",
        ],
    )
    def test_the_page_declares_its_charset(self, declaration: bytes) -> None:
        assert charset.decode(declaration + b"\xcf\xf0").endswith("Пр")

    def test_a_declaration_in_a_comment_is_none(self) -> None:
        assert charset.decode(b"<!-- <meta charset=windows-1251> -->\xe9").endswith("é")
        assert charset.decode(b"<!-- <meta charset=windows-1251> \xe9").endswith("é")

    @pytest.mark.parametrize(
        "label", ["iso-8859-1", "ISO-8859-1", "latin1", "us-ascii", "windows-1252", '"cp1252"']
    )
    def test_latin1_means_windows1252(self, label: str) -> None:
        assert charset.decode(b"\x93kutipan\x94", HTML + label) == "“kutipan”"

    @pytest.mark.parametrize(
        ("label", "text"),
        [
            ("iso-8859-9", "şğ"),
            ("tis-620", "ไทย"),
            ("gb2312", "中文"),
            ("shift_jis", "日本"),
            ("euc-kr", "한국"),
            ("big5", "中文"),
            ("x-x-big5", "中文"),
            ("csGB2312", "中文"),
            ("gbk", "𠀀"),  # only GB18030 has it
            ("windows-31j", "日本"),
            ("iso88595", "Правда"),
            ("x-mac-ukrainian", "Правда"),
            ("visual", "שלום"),
        ],
    )
    def test_charsets_of_neighbours(self, label: str, text: str) -> None:
        codec = _PYTHON_NAMES.get(label, label)
        assert charset.decode(text.encode(codec), HTML + label) == text

    @pytest.mark.parametrize(
        "label",
        [
            "utf-7",
            "utf-16",
            "iso-2022-kr",
            "x-user-defined",
            "idna",
            "zip",
            "rot13",
            "unicode_escape",
            "os.path",
            "x" * 300,
            "..",
            "",
        ],
    )
    def test_unknown_and_dangerous_labels_count_for_nothing(self, label: str) -> None:
        assert charset.decode(b"+ADw- \\u0041 \xe9", HTML + label) == "+ADw- \\u0041 é"

    def test_valid_utf8_contradicts_a_single_byte_declaration(self) -> None:
        assert charset.decode("“kutipan” é".encode(), HTML + "iso-8859-1") == "“kutipan” é"

    def test_valid_utf8_contradicts_a_multibyte_declaration_that_does_not_hold(self) -> None:
        assert charset.decode("“kata”".encode(), HTML + "euc-kr") == "“kata”"

    def test_windows1252_served_as_utf8_or_as_nothing(self) -> None:
        page = b"\x93kutipan\x94\xa0\x96 caf\xe9 \x85"
        assert charset.decode(page, HTML + "utf-8") == "“kutipan”\xa0– café …"
        assert charset.decode(page) == "“kutipan”\xa0– café …"

    def test_accents_that_look_like_utf8_in_a_windows1252_page(self) -> None:
        assert (
            charset.decode("« DÉ\xa0» et café, été, dîner".encode("cp1252"))
            == "« DÉ\xa0» et café, été, dîner"
        )

    def test_a_few_stray_bytes_in_a_utf8_page(self) -> None:
        page = "“satu” “dua” é".encode() + b" \x93tiga\x94"
        assert charset.decode(page, HTML + "utf-8") == "“satu” “dua” é “tiga”"

    def test_nuls_are_dropped(self) -> None:
        assert charset.decode(b"sa\x00tu") == "satu"

    @pytest.mark.parametrize(
        ("content", "label"),
        [
            ("“kutipan” é".encode(), "iso-8859-1"),
            (b"\xef\xbb\xbfhalo", "utf-8"),
            (b"\xcf\xf0", "windows-1251"),
            ("<p>é".encode("utf-16-le"), "utf-8"),
            ("日本".encode("euc-jp"), "euc-jp"),
            (b"sa\x00tu \x93tiga\x94", "utf-8"),
            ("tanpa seizinÂ redaksi.Â Selesai".encode(), "utf-8"),
        ],
    )
    def test_every_page_can_be_had_in_utf8(self, content: bytes, label: str) -> None:
        assert charset.utf8(content, HTML + label).decode() == charset.decode(content, HTML + label)


SENTENCES = [
    "tanpa seizin\xa0redaksi",
    "“kutipan” dan ‘kutipan’",
    "“Kutipan,” katanya — lalu pergi…",
    "café São José Zoë à la carte",
    "© 2020 Suara «Rakyat» 20°C ½ £5",
    "emoji 😀 di sini",
    "Džeko, Łódź",
    "JOSÉ dan ÓSCAR",
]


class TestMojibake:
    @pytest.mark.parametrize("sentence", SENTENCES)
    @pytest.mark.parametrize("times", [1, 2])
    def test_text_that_was_encoded_twice_is_mended(self, sentence: str, times: int) -> None:
        assert charset.decode(garbled(sentence, times).encode()) == sentence

    def test_only_the_damaged_part_is_touched(self) -> None:
        right = "« Âge » de l'Â, AMANHÃ – “Ã”, É\xa0: naïve."
        page = f"<p>{right}</p>\n<p>{garbled('“café”')} {right}</p>"
        assert charset.decode(page.encode()) == f"<p>{right}</p>\n<p>“café” {right}</p>"

    @pytest.mark.parametrize(
        "text",
        [
            "La lettre Â est un A.",
            "« Â\xa0»",
            "Âge, Âme, PÂTÉ, THÉÂTRE\xa0: « À Â »",
            "AMANHÃ”, IRMÃ – NÃO",
            "ÉTÉ\xa0» D’ABORD",
            "»Åland« och Ängel",
            "ðað er gott",
            '“kutipan” ‘lurus’ "biasa"',
        ],
    )
    def test_right_text_survives(self, text: str) -> None:
        assert charset.decode(text.encode()) == text

    def test_halves_of_lost_characters(self) -> None:
        assert charset.decode("â€œkutipanâ€</p>".encode()) == "“kutipan”</p>"
        assert charset.decode("seizinÂ redaksi.Â Selesai".encode()) == "seizin redaksi. Selesai"

    def test_curly_quotes_stay_curly(self) -> None:
        assert charset.decode(f"“lurus” {garbled('“bengkok”')}".encode()) == "“lurus” “bengkok”"

    def test_a_huge_page_is_left_as_it_came(self) -> None:
        page = "Ã©" * charset.MAX_MENDED
        assert charset.decode(page.encode()) == page

    def test_a_sound_page_never_loads_the_mending_library(self) -> None:
        code = (
            "import sys; from scraper.text.html import charset;"
            "charset.decode('“kata” Âge café'.encode()); sys.exit('ftfy' in sys.modules)"
        )
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(st.binary(), st.one_of(st.none(), st.text(), st.text().map(HTML.__add__)))
def test_decode_never_raises(content: bytes, content_type: str | None) -> None:
    assert "\x00" not in charset.decode(content, content_type)


_LABELS = st.sampled_from(
    ["utf-8", "iso-8859-1", "windows-1251", "gbk", "iso-2022-jp", "big5", "koi8-r", "utf-16", "x"]
)
_PIECES = st.sampled_from(
    [b"\x00<", b"<!--", b"-->", b"<meta charset=gbk>", "Ã©â€œÂ\xa0".encode(), b"\xff\xfe", b"\x93", b" a"]
)


@given(st.lists(_PIECES | st.binary(max_size=4)).map(b"".join), _LABELS)
def test_decode_never_raises_on_crafted_pages(content: bytes, label: str) -> None:
    charset.decode(content, HTML + label)


@given(st.text(alphabet=st.characters(max_codepoint=0x7F, exclude_characters="\x00"), max_size=200))
def test_ascii_is_itself(text: str) -> None:
    assert charset.decode(text.encode()) == text
