from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.extraction.fields.language import detect
from tests.unit.extraction.pages import PARAGRAPHS

INDONESIAN = " ".join(PARAGRAPHS)
MALAY = (
    "Beliau berkata jambatan itu ditutup kerana banjir, manakala penduduk boleh menggunakan bot kerajaan."
    " Kerja baik pulih turut dijangka bermula bulan depan, kata polis daerah."
)
ENGLISH = "The market by the river has opened again, and the mayor said that it will not close for the rain."
JAVANESE = (
    "Pasar iwak ing pinggir kali wis dibukak maneh, lan wong-wong padha seneng amarga banjir wis ora ana."
)
SUNDANESE = (
    "Pasar lauk di sisi walungan geus dibuka deui, jeung jelema-jelema bungah lantaran caah"
    " teu aya deui ti kamari."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(INDONESIAN, "id"), (MALAY, "ms"), (ENGLISH, "en"), (JAVANESE, "jv"), (SUNDANESE, "su")],
    ids=["id", "ms", "en", "jv", "su"],
)
@pytest.mark.parametrize("declared", ["", "id", "en-US", "ms"])
def test_the_text_tells_its_language_whatever_is_declared(text: str, expected: str, declared: str) -> None:
    assert detect(text, declared) == expected


def test_an_indonesian_paper_may_quote_a_malaysian() -> None:
    assert detect(f"{INDONESIAN} “Beliau boleh datang,” kata polis Malaysia.") == "id"


OTHERS = {
    "de": "Der Markt am Fluss ist wieder offen. Was in der Nacht geschah, will niemand im Rathaus"
    " sagen, und die Händler warten in ihren Ständen auf das Ende des Regens.",
    "nl": "De markt bij de rivier is weer open. Wat er in de nacht was gebeurd, is niet bekend; de"
    " burgemeester wil er niets van zeggen, en dan gaat het ook nog regenen in de stad.",
    "af": "Die mark langs die rivier is weer oop. Wat in die nag gebeur het, is nog nie bekend nie, en"
    " die burgemeester was nie by die vergadering nie.",
    "da": "Markedet ved floden er åbent igen for alle. Borgmesteren siger, at der ikke er grund til at"
    " lukke det for regnen, at de handlende har for meget at tabe, og at byen betaler for"
    " skaderne.",
    "sv": "Marknaden vid floden har öppnat igen. Borgmästaren säger att den inte ska stängas på grund"
    " av regnet, och nu väntar handlarna på att kunderna ska komma tillbaka.",
    "es": "El mercado junto al río abrió de nuevo para todos. La alcaldesa dijo que no hay razón para"
    " cerrarlo, que se dan ayudas para los vendedores y para las familias, y para mañana se"
    " espera más lluvia.",
    "pt": "O mercado junto ao rio voltou a abrir para todos. A prefeita disse que não há razão para o"
    " fechar, nem para os vendedores nem para as famílias, e para amanhã espera-se mais chuva.",
    "it": "Il mercato lungo il fiume ha riaperto. La sindaca ha detto che non sarà chiuso per la"
    " pioggia, e i venditori aspettano che tornino i clienti della città.",
    "fr": "Le marché au bord du fleuve a rouvert ses portes. La maire a déclaré qu'il ne fermerait pas"
    " à cause de la pluie, et les marchands attendent le retour des clients.",
    "tr": "Nehir kıyısındaki pazar yeniden açıldı. Belediye başkanı, yağmur yüzünden kapatılmayacağını"
    " söyledi; ada sakinleri de alışverişe geri dönmeye başladı.",
    "vi": "Khu chợ bên sông đã mở cửa trở lại. Thị trưởng nói rằng chợ sẽ không đóng cửa vì mưa, và"
    " những người bán hàng đang chờ khách quay lại.",
    "fil": "Muling binuksan ang palengke sa tabi ng ilog. Sinabi ng alkalde na hindi ito isasara dahil"
    " sa ulan, at naghihintay ang mga nagtitinda sa pagbabalik ng mga mamimili.",
    "ru": "Рынок у реки снова открыт. Мэр заявила, что из-за дождя его закрывать не будут, и торговцы"
    " ждут, когда вернутся покупатели.",
    "ar": "أعيد فتح السوق على ضفة النهر، وقالت رئيسة البلدية إنه لن يغلق بسبب المطر، وينتظر الباعة عودة"
    " الزبائن إلى المدينة.",
    "he": "השוק שליד הנהר נפתח מחדש. ראש העירייה אמרה שהוא לא ייסגר בגלל הגשם, והסוחרים מחכים שהקונים"
    " יחזרו אל העיר.",
    "hi": "नदी के किनारे का बाज़ार फिर से खुल गया है। महापौर ने कहा कि बारिश के कारण इसे बंद नहीं किया"
    " जाएगा और दुकानदार ग्राहकों की वापसी का इंतज़ार कर रहे हैं।",
    "ja": "川沿いの市場が再び開いた。市長は雨が降っても閉めることはない"
    "と述べ、商人たちは客が戻るのを待っている。",
    "zh": "河边的市场重新开放了。市长表示不会因为下雨而关闭市场，商贩们"
    "正在等待顾客回来，城里的居民也很高兴。",
    "th": "ตลาดริมแม่น้ำเปิดอีกครั้งแล้ว นายกเทศมนตรีกล่าวว่าจะไม่ปิดเพราะฝน และพ่อค้าแม่ค้ากำลังรอให้ลูกค้ากลับมา",
    "ko": "강가의 시장이 다시 문을 열었다. 시장은 비가 와도 문을 닫지 않겠다고 말했고, 상인들은"
    " 손님들이 돌아오기를 기다리고 있으며 주민들도 매우 기뻐하고 있다.",
}


@pytest.mark.parametrize("expected", OTHERS)
@pytest.mark.parametrize("declared", ["", "id", "en-US"])
def test_other_languages_are_none_of_the_archipelago_whatever_is_declared(
    expected: str, declared: str
) -> None:
    assert detect(OTHERS[expected], declared, "id") == expected


@pytest.mark.parametrize("foreign", ["ja", "th", "zh", "ru", "de"])
def test_a_quote_in_english_does_not_make_the_text_english(foreign: str) -> None:
    assert detect(f"{OTHERS[foreign] * 3} “{ENGLISH}” {OTHERS[foreign]}") == foreign


def test_an_indonesian_text_without_common_words_is_indonesian_by_the_detector() -> None:
    text = (
        "Harga cabai rawit merah melonjak drastis. Pedagang pasar tradisional mengeluhkan pasokan menipis"
        " akibat banjir melanda sentra produksi sayuran."
    )
    assert detect(text, "en-US") == "id"


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("", "und"),
        ("in", "id"),
        ("id-ID", "id"),
        ("en_US", "en"),
        ("zh-Hans", "zh"),
        ("iw", "he"),
        ("und", "und"),
        ("indonesia", "und"),
        ("?", "und"),
        ("x" * 999, "und"),
    ],
)
def test_a_text_too_short_to_tell_is_what_is_declared(declared: str, expected: str) -> None:
    assert detect("Skor 3-1.", declared) == expected


def test_the_default_counts_where_nothing_is_declared() -> None:
    assert detect("Skor 3-1.", "", "id") == "id"
    assert detect("Skor 3-1.", "en", "id") == "en"
    assert detect("Skor 3-1.", "?", "id") == "id"


def test_no_known_language_is_what_is_declared() -> None:
    assert detect("lorem ipsum dolor sit amet " * 9, "fr") == "fr"
    assert detect("lorem ipsum dolor sit amet " * 9) == "und"


@pytest.mark.parametrize("declared", ["nb", "nn"])
def test_the_declared_language_is_more_exact_than_the_group_that_the_detector_knows(declared: str) -> None:
    text = "Markedet ved elven er åpent igjen. Ordføreren sier at det ikke skal stenges på grunn av regnet."
    assert detect(text, declared) == declared


def test_a_regional_language_is_believed_when_declared() -> None:
    text = "Pasa di tapi aia lah dibukak baliak, urang-urang sanang hatinyo dek banjia indak ado lai doh."
    assert detect(text, "min") == "min"
    assert detect(INDONESIAN, "min") == "id"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 2 3 " * 99,
        "\0" * 99,
        "\ud800 " * 99,
        "😀 " * 99,
        "ᮕᮞᮁ ᮜᮅᮊ᮪ ᮓᮤ ᮞᮤᮞᮤ ᮝᮜᮥᮍᮔ᮪ " * 9,
        "ꦥꦱꦂꦲꦶꦮꦏ꧀ꦲꦶꦁꦥꦶꦁꦒꦶꦂꦏꦭꦶ " * 9,
    ],
    ids=["empty", "digits", "nul", "surrogates", "emoji", "Sundanese script", "Javanese script"],
)
def test_what_nobody_can_judge_is_undetermined(text: str) -> None:
    assert detect(text) == "und"


@given(st.text(max_size=3000), st.text(max_size=20))
def test_any_text_has_a_valid_tag(text: str, declared: str) -> None:
    assert re.fullmatch("[a-z]{2,3}", detect(text, declared))
