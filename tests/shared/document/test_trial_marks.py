"""Trial pictures: right colour, right size, never to be taken for real ones."""

from io import BytesIO

import pytest
from PIL import Image

from shared.document.trial_marks import draw_trial_seal, draw_trial_signature
from tests.shared.document.dispatch import ISSUER, PARENT, SIGNER


def test_the_trial_signature_is_blue_on_a_transparent_ground() -> None:
    picture = _open(draw_trial_signature(SIGNER))

    assert picture.width / picture.height == pytest.approx(40 / 24, abs=0.01)
    assert picture.getchannel("A").getpixel((0, 0)) == 0
    assert all(blue > red and blue > green for red, green, blue in _inks(picture))


def test_the_trial_seal_is_red_and_as_round_as_a_seal() -> None:
    picture = _open(draw_trial_seal(PARENT, ISSUER))

    assert picture.width == picture.height
    assert picture.getchannel("A").getpixel((0, 0)) == 0
    assert all(red > green and red > blue for red, green, blue in _inks(picture))


def test_each_name_has_a_scrawl_of_its_own_and_always_the_same() -> None:
    assert draw_trial_signature(SIGNER) == draw_trial_signature(SIGNER)
    assert draw_trial_signature(SIGNER) != draw_trial_signature("Nguyễn Văn A")


def test_a_long_name_of_an_agency_still_goes_round_its_seal() -> None:
    name = "Ban Quản lý dự án đầu tư xây dựng các công trình dân dụng và công nghiệp tỉnh"

    assert _open(draw_trial_seal("Ủy ban nhân dân tỉnh Lạng Sơn", name)).width > 0


def _open(png: bytes) -> Image.Image:
    assert png.startswith(b"\x89PNG")
    return Image.open(BytesIO(png)).convert("RGBA")


def _inks(picture: Image.Image) -> list[tuple[int, int, int]]:
    raw = picture.tobytes()
    dots = {raw[at : at + 4] for at in range(0, len(raw), 4)}
    return [(dot[0], dot[1], dot[2]) for dot in dots if dot[3] > 128]
