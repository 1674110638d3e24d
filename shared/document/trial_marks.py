"""Pictures for trials: a signature and a seal that nobody could take for real ones."""

import math
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from shared.document.letters import FONT_FOLDER

_BLUE = (20, 40, 170, 255)
_RED = (214, 24, 24, 255)
_CLEAR = (255, 255, 255, 0)
_DOTS_PER_MM = 16
_SIGNATURE_MM = (40, 24)
_SEAL_MM = 36
"""The diameter of an agency's seal: the picture is as large as the seal."""


def draw_trial_signature(name: str) -> bytes:
    """PNG, 40 x 24 mm, blue on transparent: each name's own scrawl, marked CHỮ KÝ THỬ."""
    width, height = (side * _DOTS_PER_MM for side in _SIGNATURE_MM)
    picture = Image.new("RGBA", (width, height), _CLEAR)
    pen = ImageDraw.Draw(picture)
    pen.line(_scrawl(name, width, height), fill=_BLUE, width=6, joint="curve")
    pen.line([(width * 0.1, height * 0.68), (width * 0.95, height * 0.6)], fill=_BLUE, width=5)
    mark = _font("Tinos_700Bold.ttf", 4)
    pen.text((width * 0.64, height * 0.87), "CHỮ KÝ THỬ", font=mark, fill=_BLUE, anchor="mm")
    return _png(picture)


def draw_trial_seal(parent: str, issuer: str) -> bytes:
    """PNG, 36 x 36 mm, red on transparent: names round the rim, "DẤU THỬ – không có giá trị"."""
    side = _SEAL_MM * _DOTS_PER_MM
    picture = Image.new("RGBA", (side, side), _CLEAR)
    pen = ImageDraw.Draw(picture)
    for share, width in ((0.99, 10), (0.66, 5)):
        edge = side * (1 - share) / 2
        pen.ellipse((edge, edge, side - edge, side - edge), outline=_RED, width=width)
    _write_round(picture, parent.upper(), top=True)
    _write_round(picture, issuer.upper(), top=False)
    words = (("DẤU THỬ", 4.2, 0.43), ("không có giá trị", 2.7, 0.55))
    for text, size_mm, height in words:
        font = _font("Tinos_700Bold.ttf", size_mm)
        pen.text((side / 2, side * height), text, font=font, fill=_RED, anchor="mm")
    return _png(picture)


def _scrawl(name: str, width: int, height: int) -> list[tuple[float, float]]:
    wild = [byte / 255 for byte in sha256(name.encode()).digest()[:4]]
    slow, fast = 14 + 8 * wild[0], 4 + 3 * wild[1]
    points = []
    for step in range(300):
        across = width * (0.12 + 0.75 * step / 300)
        swing = math.sin(step / slow + wild[2]) * math.exp(-step / 400)
        points.append(
            (across, height * (0.4 + 0.22 * swing + 0.1 * math.sin(step / fast + wild[3])))
        )
    return points


def _write_round(picture: Image.Image, text: str, *, top: bool) -> None:
    """Each letter upright on its own ray; a longer text gets smaller letters."""
    step = min(10.5, 165 / max(1, len(text)))
    font = _font("Tinos_700Bold.ttf", 3.2 * min(1.0, step / 8.5))
    middle, radius, half = picture.width / 2, picture.width * 0.412, round(font.size)
    for place, letter in enumerate(text):
        angle = (place - (len(text) - 1) / 2) * step
        tile = Image.new("RGBA", (2 * half, 2 * half), _CLEAR)
        ImageDraw.Draw(tile).text((half, half), letter, font=font, fill=_RED, anchor="mm")
        turned = tile.rotate(-angle if top else angle, resample=Image.Resampling.BICUBIC)
        across = middle + radius * math.sin(math.radians(angle)) - half
        down = radius * math.cos(math.radians(angle))
        corner = (round(across), round(middle + (-down if top else down) - half))
        picture.alpha_composite(turned, corner)


def _font(file: str, size_mm: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT_FOLDER / file), round(size_mm * _DOTS_PER_MM))


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, format="PNG")
    return out.getvalue()
