"""Bytes as text: what is recognised reads the same, what is not is refused with a sentence."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from services.drafting.domain.encodings import decode, in_unicode
from services.drafting.domain.reader import read_text
from shared.domain.refusals import Invalid

SAMPLES = Path(__file__).parents[4] / "deploy/samples"
TEXT = (SAMPLES / "tb453_hanoi.txt").read_text(encoding="utf-8")
TONES = "\u0300\u0301\u0303\u0309\u0323"
TCVN3 = """\
Uû BAN NH¢N D¢N TØNH L¹NG S¥N
CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM
§éc lËp - Tù do - H¹nh phóc
Sè: 12/UBND-VX
V/v tæ chøc lÔ héi
KÝnh göi: C¸c së, ban, ngµnh.
Thùc hiÖn kÕ ho¹ch, ®Ò nghÞ c¸c ®¬n vÞ triÓn khai./."""
VNI = """\
COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM
Ñoäc laäp - Töï do - Haïnh phuùc
Soá: 12/UBND-VX
V/v toå chöùc leã hoäi
Kính göûi: Caùc sôû, ban, ngaønh.
Thöïc hieän keá hoaïch, ñeà nghò caùc ñôn vò trieån khai./."""


def windows_1258(text: str) -> bytes:
    """Tones apart from their letters, as that code page has them."""
    apart = unicodedata.normalize("NFD", text)
    letters: list[str] = []
    for letter in apart:
        if letter in TONES or not unicodedata.combining(letter):
            letters.append(letter)
            continue
        at = max(n for n, one in enumerate(letters) if one not in TONES)
        letters[at] = unicodedata.normalize("NFC", letters[at] + letter)
    return "".join(letters).encode("cp1258")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_of_any_kind_is_read(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)).lstrip("\ufeff") == TEXT


def test_windows_1258_is_read() -> None:
    assert decode(windows_1258(TEXT)) == TEXT


@pytest.mark.parametrize("legacy", [TCVN3, VNI], ids=["TCVN3", "VNI"])
@pytest.mark.parametrize("read", [in_unicode, lambda text: decode(text.encode("cp1252"))])
def test_legacy_letters_are_converted_from_bytes_and_from_copied_text(
    read: Callable[[str], str], legacy: str
) -> None:
    reading = read_text(read(legacy))

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in read(legacy)
    assert (reading.number, reading.symbol) == ("12", "UBND-VX")
    assert reading.subject == "tổ chức lễ hội"
    assert reading.addressees == ("Các sở, ban, ngành",)
    assert reading.paragraphs == ("Thực hiện kế hoạch, đề nghị các đơn vị triển khai./.",)


@pytest.mark.parametrize("text", [TEXT, "Số: 12", "naïve café – déjà vu", ""])
def test_what_is_no_legacy_text_stays_as_it_is(text: str) -> None:
    assert in_unicode(text) == text


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"%PDF-1.7 ...", "file_type", ".docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "file_type", "Word"),
        (b"{\\rtf1 ...}", "file_type", ".docx"),
        (b"PK\x03\x04 xlsx", "file_type", ".docx"),
        (b"\x89PNG\r\n", "file_type", "OCR"),
        (bytes(range(128, 256)) * 9, "encoding_unknown", "UTF-8"),
        (b"\x00\x01\x02\x03" * 99, "encoding_unknown", "UTF-8"),
    ],
)
def test_what_is_no_known_text_is_refused_with_what_to_do(
    data: bytes, code: str, says: str
) -> None:
    with pytest.raises(Invalid) as refused:
        decode(data)

    assert refused.value.code == code
    assert says in refused.value.sentence
