"""The picture of a check code: the address where it is answered, as a QR code."""

import segno


def draw_check_code(address: str) -> str:
    """An SVG, black on nothing, with the quiet zone that readers need."""
    picture: str = segno.make(address, error="m", micro=False).svg_inline(border=4)
    return picture
