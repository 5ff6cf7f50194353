from __future__ import annotations

import pytest

from scraper.extraction.body.boilerplate import reason_of

RIGHTS = (
    "Dilarang mengambil dan/atau menayangkan ulang sebagian atau keseluruhan artikel di atas"
    " untuk konten akun media sosial komersil tanpa seizin redaksi."
)
CRAWLERS = "Dilarang keras mengambil konten, melakukan crawling atau pengindeksan otomatis untuk AI di sini."


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        ("read-also", "Baca juga: Pasar Ikan Dibuka"),
        ("read-also", "Baca Juga : Pasar Ikan Dibuka"),
        ("read-also", "BACA JUGA"),
        ("read-also", "Simak juga: Pasar Ikan Dibuka"),
        ("read-also", "Pilihan Editor:"),
        ("read-also", "Artikel Terkait"),
        ("read-also", "Read also: The market opens"),
        (
            "pitch",
            "Berita ini juga dapat dibaca melalui aplikasi Warta Teluk untuk semua telepon. Pasang segera!",
        ),
        ("pitch", "Artikel ini bisa diakses di wartateluk.test"),
        ("advert", "ADVERTISEMENT"),
        ("advert", "SCROLL TO CONTINUE WITH CONTENT"),
        ("advert", "SCROLL TO RESUME CONTENT"),
        ("advert", "Gulir untuk lanjut membaca"),
        ("advert", "Iklan"),
        ("rights", "Copyright © WARTA 2017"),
        ("rights", "COPYRIGHT © 2016"),
        ("rights", "© 2021 Warta"),
        ("rights", "Hak cipta dilindungi undang-undang"),
        ("rights", RIGHTS),
        ("rights", CRAWLERS),
        ("byline", "Penulis: Ani Wati"),
        ("byline", "Editor : Budi Santoso"),
        ("byline", "Pewarta: Ani Wati"),
        ("byline", "Laporan wartawan: Ani Wati"),
        ("byline", "(abc/def)"),
        ("byline", "[abc]"),
        ("byline", "1.204 Views"),
        ("embed", "Saksikan video pilihan berikut ini:"),
        ("embed", "View this post on Instagram"),
        ("tags", "Tags: pasar, ikan"),
        ("tags", "Tag : pasar"),
        ("pitch", "Ikuti berita kami di Google News"),
        ("pitch", "Cek berita dan artikel yang lain di Google News"),
        ("pitch", "Dapatkan update berita pilihan setiap hari. Gabung di WhatsApp Channel kami"),
        ("pitch", "Download aplikasi kami sekarang"),
        ("pitch", "Bagikan artikel ini"),
        ("pitch", "Artikel ini telah tayang di Warta.com dengan judul Pasar Ikan Dibuka"),
        ("share", "Facebook Twitter WhatsApp"),
        ("share", "Halaman Selanjutnya"),
        ("share", "Halaman: 1 2 3"),
        ("share", "Tampilkan Semua"),
        ("share", "***"),
    ],
)
def test_what_is_not_the_article(reason: str, text: str) -> None:
    assert reason_of(text) == reason


@pytest.mark.parametrize(
    "text",
    [
        "Simak saja cara merawat tanaman di rumah berikut ini.",
        "Baca puisi itu pelan-pelan, kata gurunya kepada murid.",
        "Baca artikel itu sampai habis, pesan gurunya.",
        "Baca juga doa ini setelah panen, pesan sesepuh desa kepada para petani muda.",
        "Lihat saja antrean di depan kantor pos, ujarnya.",
        "Klik foto itu dua kali untuk memperbesar, kata petugas.",
        "Sumber daya air di desa itu tidak pernah kering.",
        "Editor buku itu pernah menjadi guru di pulau kecil.",
        "Penulis novel itu datang dengan sepeda.",
        "Reporter radio itu menyiarkan langsung dari dermaga.",
        "Laporan wartawan itu dibacakan di sidang.",
        "Oleh karena itu, pasar ditutup lebih awal.",
        "Halaman rumahnya penuh dengan pot bunga dan kursi kayu.",
        "Selanjutnya, warga membersihkan selokan bersama.",
        "Sebelumnya, jembatan itu pernah roboh.",
        "Next, the council will mend the bridge.",
        "Tag harga di pasar itu ditulis dengan kapur.",
        "Topik rapat itu adalah sampah plastik.",
        "Label harga sudah diganti sejak Senin.",
        "Kategori lomba dibagi menjadi tiga kelompok umur.",
        "Foto itu diambil pada pagi hari.",
        "Video itu ditonton ribuan orang.",
        "Keterangan saksi: jembatan itu bergoyang sebelum putus.",
        "Ikuti saja arus sungai, kata nelayan tua itu.",
        "Dapatkan ikan segar di pasar pagi, ujarnya.",
        "Bagikan beras itu kepada yang lapar, pesan ibunya.",
        "Share hasil panen dibagi rata kepada anggota.",
        "Komentar warga beragam, dari heran sampai bangga.",
        "Gabung dengan kelompok tani membuatnya lebih tenang.",
        "Google News dan media lain melaporkan hal itu, ujarnya.",
        "Dilarang parkir di depan gereja selama perayaan.",
        "Berita terkait banjir menyebar cepat di kampung.",
        "Artikel lainnya dalam undang-undang itu juga diubah.",
        "Pilihan editor jatuh pada cerita tentang nelayan tua.",
        "Related news of the flood spread within an hour.",
        "Loading barang dilakukan pada malam hari.",
        "Ya.",
        "“Tidak!”",
    ],
)
def test_a_sentence_that_begins_like_boilerplate_is_text(text: str) -> None:
    assert reason_of(text) == ""


def test_a_long_paragraph_is_not_cut_for_how_it_begins() -> None:
    assert reason_of("Iklan: " + "kata yang panjang dan tenang, " * 20) == ""


def test_a_read_also_phrase_without_colon_is_a_pointer_where_it_is_a_link() -> None:
    text = "Baca juga kisah para pedagang yang pulang ke pasar lama"
    assert reason_of(text) == ""
    assert reason_of(text, linked=len(text)) == "read-also"
