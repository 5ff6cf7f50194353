from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.text.people import name_tables, names
from scraper.text.people.names import Person, clean_name, initials, people


def told(text: str, **options: object) -> list[str]:
    """`Name (role)`, the role left out for authors."""
    return [
        person.name if person.role == "author" else f"{person.name} ({person.role})"
        for person in people(text, **options)  # type: ignore[arg-type]
    ]


class TestLabels:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Penulis: Budi Santoso | Editor: R. Heryanto", ["Budi Santoso", "R. Heryanto (editor)"]),
            ("Penulis : Budi Santoso , Editor : Ani Wati", ["Budi Santoso", "Ani Wati (editor)"]),
            ("Pewarta: Budi Santoso / Editor: Ani Wati", ["Budi Santoso", "Ani Wati (editor)"]),
            ("Reporter: Budi Santoso Redaktur: Ani Wati", ["Budi Santoso", "Ani Wati (editor)"]),
            ("Editor : Budi - Reporter : Ani", ["Budi (editor)", "Ani"]),
            ("Rep: Budi Santoso/ Red: Ani Wati", ["Budi Santoso", "Ani Wati (editor)"]),
            ("Rep: C31/ Red: Ani Wati", ["Ani Wati (editor)"]),
            ("Penulis Budi Santoso | Editor Ani Wati", ["Budi Santoso", "Ani Wati (editor)"]),
            ("Penulis:\nBudi Santoso\nEditor:\nAni Wati", ["Budi Santoso", "Ani Wati (editor)"]),
            ("Teks: Budi Santoso; Foto: Ani Wati", ["Budi Santoso", "Ani Wati (photographer)"]),
            ("Fotografer: Budi Santoso", ["Budi Santoso (photographer)"]),
            ("Foto: Budi Santoso/ANTARA", ["Budi Santoso (photographer)"]),
            ("Kontributor: Budi Santoso, Ani Wati", ["Budi Santoso (contributor)", "Ani Wati (contributor)"]),
            ("Penulis: Budi Sumber: Suara Karya", ["Budi", "Suara Karya (source)"]),
            ("Ditulis oleh: Budi Santoso pada Senin, 3 Mei 2021", ["Budi Santoso"]),
            ("Reviewed by Budi Santoso on 18.57 Rating: 5", ["Budi Santoso"]),
            ("Editor. Ani Wati", ["Ani Wati (editor)"]),
            ("Reporter: Budi Santoso I Editor: Ani Wati", ["Budi Santoso", "Ani Wati (editor)"]),
            ("Diedit: Ani Wati", ["Ani Wati (editor)"]),
            ("Teks dan foto: Budi Santoso", ["Budi Santoso"]),
            ("Written for Kabar Lembah by Budi Santoso", ["Budi Santoso"]),
            ("(Ditulis oleh Budi Santoso)", ["Budi Santoso"]),
            ("Diposkan oleh Budi Santoso di 13.37", ["Budi Santoso"]),
            ("by Budi, at 13.37", ["Budi"]),
            ("Oleh Budi Santoso | Ketua Koperasi Lembah", ["Budi Santoso"]),
        ],
    )
    def test_a_label_before_its_names(self, text: str, expected: list[str]) -> None:
        assert told(text) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Budi Santoso Penulis Ani Wati Editor", ["Budi Santoso", "Ani Wati (editor)"]),
            (
                "Budi Santoso Author Cici Dewi Author Ani Wati Editor",
                ["Budi Santoso", "Cici Dewi", "Ani Wati (editor)"],
            ),
            ("Budi Santoso Jurnalis", ["Budi Santoso"]),
            ("Budi Santoso, Jurnalis - Selasa, 3 Mei 2022", ["Budi Santoso"]),
            ("Budi Santoso (Kontributor)", ["Budi Santoso (contributor)"]),
            ("Oleh: Budi Santoso, Jurnalis Republik", ["Budi Santoso"]),
        ],
    )
    def test_a_label_behind_its_names(self, text: str, expected: list[str]) -> None:
        assert told(text) == expected

    @pytest.mark.parametrize(
        "by", ["Oleh", "oleh :", "By", "Por", "Par", "Von", "Door", "Ditulis Oleh", "Posted by"]
    )
    def test_by_in_many_languages(self, by: str) -> None:
        assert told(f"{by} Budi Santoso") == ["Budi Santoso"]

    def test_by_within_a_sentence_is_no_label(self) -> None:
        assert told("Harga beras ditetapkan oleh Budi Santoso") == []

    def test_everyday_words_are_labels_only_before_a_colon(self) -> None:
        assert told("Red Hot Chili Peppers") == []
        assert told("Red: Budi Santoso") == ["Budi Santoso (editor)"]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Laporan wartawan Suararakyat.com, Budi Santoso", ["Budi Santoso"]),
            ("Laporan Wartawan SuaraRakyat.com, Budi Santoso, dari Surabaya", ["Budi Santoso"]),
            ("Laporan Wartawan Suara Rakyat, Budi Santoso", ["Budi Santoso"]),
            ("Laporan Reporter SUARA-RAKYAT.COM, Budi Santoso", ["Budi Santoso"]),
            ("Kontributor Bandung, Budi Santoso", ["Budi Santoso (contributor)"]),
            ("Penulis : Kontributor Bandung, Budi Santoso", ["Budi Santoso (contributor)"]),
        ],
    )
    def test_where_a_correspondent_works_is_no_name(self, text: str, expected: list[str]) -> None:
        assert told(text) == expected

    def test_who_has_no_label_has_the_default_role(self) -> None:
        assert people("Budi Santoso", default="photographer") == (Person("Budi Santoso", "photographer"),)
        assert told("Budi Santoso - 3 Mei 2021 Editor: Ani Wati") == ["Budi Santoso", "Ani Wati (editor)"]

    def test_a_label_tells_more_than_a_list_of_names(self) -> None:
        team = "Budi Santoso, Ani Wati Tim Redaksi Budi Santoso Penulis Ani Wati Editor"
        assert told(team) == ["Budi Santoso", "Ani Wati (editor)"]
        assert told("Lalu Lintas Padat | Oleh: Budi Santoso") == ["Budi Santoso"]

    def test_one_person_may_have_two_roles_but_none_twice(self) -> None:
        assert told("Penulis: Budi Editor: Budi") == ["Budi", "Budi (editor)"]
        assert told("Oleh Budi Santoso dan BUDI SANTOSO") == ["Budi Santoso"]


class TestWordsBesideNames:
    @pytest.mark.parametrize(
        "text",
        [
            "OLEH Budi Santoso Ikuti di Twitter",
            "Budi Santoso Verified",
            "Follow Budi Santoso",
            "Budi Santoso Dilihat 34 kali",
            "Oleh Budi Santoso 0 Komentar",
            "Budi Santoso - wolibaca",
            "Budi Santoso, Bantul",
            "Oleh: Budi Santoso, Jawa Tengah",
            "Budi Santoso | Privacy Policy",
        ],
    )
    def test_are_no_part_of_them(self, text: str) -> None:
        assert told(text) == ["Budi Santoso"]

    @pytest.mark.parametrize(
        "text",
        ["Verified", "Ikuti Kami", "Privacy Policy", "Terms & Conditions", "PT Lembah Makmur Tbk", "Bantul"],
    )
    def test_are_nobody_alone(self, text: str) -> None:
        assert told(text, collectives=True) == []


class TestSeveralNames:
    @pytest.mark.parametrize(
        "text",
        [
            "Budi Santoso, Ani Wati",
            "Budi Santoso dan Ani Wati",
            "By Budi Santoso and Ani Wati",
            "Por Budi Santoso y Ani Wati",
            "Budi Santoso & Ani Wati",
            "Budi Santoso/Ani Wati",
            "Budi Santoso; Ani Wati",
            "Budi Santoso\nAni Wati",
            "Oleh : Budi Santoso , Ani Wati (Bandung)",
            "(***/Budi Santoso/Ani Wati)",
        ],
    )
    def test_are_told_apart(self, text: str) -> None:
        assert told(text) == ["Budi Santoso", "Ani Wati"]

    def test_three(self) -> None:
        assert told("Penulis Budi, Ani Wati & Cici Dewi") == ["Budi", "Ani Wati", "Cici Dewi"]


class TestNamesAsWritten:
    @pytest.mark.parametrize(
        "name",
        [
            "Suharto",
            "R. Heryanto",
            "Hj. Siti Aminah",
            "dr. Budi Hartono",
            "Prof. Dr. H. Budi Santoso, S.H., M.H.",
            "Budi Santoso S.Sos, M.Si",
            "BUDI SANTOSO",
            "M Budi Santoso",
            "Budi Santoso AE",
            "Budi S.",
            "Ahmad bin Ali",
            "Jan van den Berg",
            "Abu al-Ghazali",
            "Siti Nur'aini",
            "Sean O’Brien",
            "José García",
            "Mei Lestari",
            "王小明",
        ],
    )
    def test_stay_as_they_are(self, name: str) -> None:
        assert told(name) == [name]
        assert told(f"Penulis: {name} | Editor: Ani Wati") == [name, "Ani Wati (editor)"]
        assert clean_name(name) == name

    def test_lower_case_is_a_name_only_behind_a_label(self) -> None:
        assert told("Penulis: budi santoso") == ["budi santoso"]
        assert told("budi santoso") == []


class TestWhatStandsBesideANameIsNone:
    @pytest.mark.parametrize(
        "text",
        [
            "Budi Santoso - suaraNews",
            "Budi Santoso – suaraFinance",
            "Budi Santoso | Suara Rakyat",
            "Budi Santoso, Suara Indonesia",
            "Budi Santoso, The Rakyat Post, Jakarta/Surabaya | Headlines | Tue, February 23 2016, 7:36 AM",
            "Budi Santoso • 11 Februari 2016 07:10 WIB",
            "Oleh Budi Santoso Rabu, 30 April 2025 | 12:30 WIB",
            "Oleh Budi Santoso pada 20 Des 2021, 09:59 WIB Diperbarui 20 Des 2021, 13:04 WIB",
            "Kamis 11 Feb 2016 • Nasional • Budi Santoso",
            "5 menit yang lalu | Budi Santoso",
            "JAKARTA - Budi Santoso",
            "Budi Santoso (budi@mail.com)",
            "Budi Santoso @budi",
            "Budi Santoso, https://suara.com/budi",
            "Budi Santoso, Guru Besar Hukum",
            "Oleh: Budi Santoso, Jakarta",
            "ANTARA FOTO/Budi Santoso",
            "SUARA.COM/Budi Santoso",
            "Kredit Budi Santoso",
        ],
    )
    def test_only_the_name_is_left(self, text: str) -> None:
        assert told(text) == ["Budi Santoso"]

    def test_the_outlet_is_nobody(self) -> None:
        assert told("Okesuara | Budi Santoso", outlet_names=("Okesuara.com",)) == ["Budi Santoso"]
        assert told("Suara Karya", outlet_names=("suara karya",)) == []

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "Penulis:",
            "(abc/def)",
            "abc",
            "ABC",
            "(ANT)",
            "Photo Author",
            "admin",
            "Administrator",
            "adminweb",
            "By: Admin - 3 Mei",
            "redaksi",
            "Tim Redaksi",
            "Tim Liputan",
            "Editor: Tim Redaksi",
            "Newsroom",
            "Desk Nasional",
            "ANTARA",
            "suararakyat.com",
            "By www.suararakyat.co.id",
            "https://suara.test/penulis/budi",
            "redaksi@suara.test",
            "@budi",
            "Rabu, 30 April 2025 | 12:30 WIB",
            "Foto: Istimewa",
            "Penulis adalah dosen di Bandung",
            "Presiden mengatakan bahwa harga beras akan turun.",
            "Satu Dua Tiga Empat Lima Enam Tujuh",
        ],
    )
    def test_nobody(self, text: str) -> None:
        assert told(text) == []
        assert clean_name(text) is None

    def test_a_long_text_is_no_byline(self) -> None:
        assert told("Oleh Budi Santoso" + " " * names.MAX_LENGTH) == []


class TestCollectives:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Ditulis oleh Redaksi", ["Redaksi"]),
            ("Penulis Koran Rakyat - 7 Februari 2017", ["Koran Rakyat"]),
            ("Agence France-Presse, PARIS, Prancis | World | Fri, June 19 2015", ["Agence France-Presse"]),
            ("Penulis: Tim Redaksi | Editor: Budi Santoso", ["Budi Santoso (editor)", "Tim Redaksi"]),
            ("Oleh Budi Santoso, Suara Indonesia", ["Budi Santoso"]),
            ("By Admin", []),
            ("By www.suararakyat.co.id", []),
        ],
    )
    def test_sign_where_nobody_else_does(self, text: str, expected: list[str]) -> None:
        assert told(text, collectives=True) == expected

    def test_are_left_out_unless_asked_for(self) -> None:
        assert told("Ditulis oleh Redaksi") == []

    def test_the_outlet_may_sign(self) -> None:
        assert told("oleh Karya", outlet_names=["Karya"], collectives=True) == ["Karya"]


class TestMachineValues:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("Budi Santoso (Bandung)", "Budi Santoso"),
            ("Kontributor Bandung, Budi Santoso", "Budi Santoso"),
            ("Budi Santoso - suaraNews", "Budi Santoso"),
            ('"Budi Santoso"', "Budi Santoso"),
            ("By Budi Santoso", "Budi Santoso"),
            ("budi santoso", "budi santoso"),
            ("PT. SUARA MEDIA BARU - SUARA", None),
            ("Suara Cyber Media", None),
            ("Rakyat", None),
        ],
    )
    def test_clean_name(self, value: str, expected: str | None) -> None:
        assert clean_name(value, outlet_names=["Suara", "rakyat.test", "Rakyat"]) == expected


class TestInitials:
    @pytest.mark.parametrize(
        "mark",
        "(abc/def) [abc] (ANT) (Antara/abc) (fjr/mei) (a2s/fem) (AMR/OL-04) (*) ** *** (**) (*/adv)"
        " (abc)(***) abc/def AZF (abc).".split(),
    )
    def test_end_marks(self, mark: str) -> None:
        assert initials(mark)

    def test_asterisks_may_come_with_a_signature(self) -> None:
        assert initials("(***/Budi Santoso)")

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "Aceh",
            "Ya",
            "(2016)",
            "Budi pergi.",
            "(baca juga)",
            "(sumber: Antara)",
            "(Budi Santoso)",
            "(" * 50,
        ],
    )
    def test_other_last_lines(self, text: str) -> None:
        assert not initials(text)


_PIECES = """
    Penulis Editor: Oleh Budi S.H. dan , | ( ) / 12:30 Mei - suara.com *** ANTARA Kontributor Jurnalis Red: ;
    A. ' @ é ² ŉ :
"""
_WORDS = st.sampled_from([*_PIECES.split(), "\n", "\ud800", ""])


@given(st.one_of(st.text(max_size=400), st.lists(_WORDS, max_size=40).map(" ".join)), st.booleans())
def test_people_never_raises_and_is_bounded(text: str, collectives: bool) -> None:
    found = people(text, outlet_names=("Suara", ""), collectives=collectives)
    assert len(found) <= names.MAX_PEOPLE
    for person in found:
        assert 0 < len(person.name) <= names.MAX_LENGTH
        assert person.name == person.name.strip()
        assert not any(character.isdecimal() or character == "\n" for character in person.name)
    assert clean_name(text) != ""
    assert initials(text) in (True, False)


def test_the_tables_are_in_lower_case() -> None:
    tables = (
        name_tables.COLLECTIVES,
        name_tables.AGENCIES,
        name_tables.NOBODY,
        name_tables.INTERFACE,
        name_tables.LEGAL_FORMS,
        name_tables.DEGREES,
    )
    assert all(word == word.casefold() for table in tables for word in table)
