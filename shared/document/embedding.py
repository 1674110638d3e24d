"""Embeds the letters that number and date may need, before anybody signs."""

from functools import lru_cache
from io import BytesIO

import pikepdf
from fontTools import subset, ttLib
from pikepdf import Array, Dictionary, Name, String

from shared.document.letters import Face

_TAG = "CVANSL+"
_LAYOUT_TABLES = ["GSUB", "GPOS", "GDEF"]
_UNUSED_TABLES = ["kern", "name", "post", "OS/2", "cmap", "DSIG"]
_SYMBOLIC, _ITALIC = 4, 64


def embedded_font(pdf: pikepdf.Pdf, style: Face, letters: str) -> pikepdf.Object:
    """A Type0 font (Identity-H) with these letters, under the glyph numbers of the whole font."""
    glyphs = {style.glyph_of(letter): letter for letter in sorted(set(letters))}
    name = Name("/" + _TAG + style.name)
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        FontDescriptor=pdf.make_indirect(_descriptor(pdf, style, name, list(glyphs))),
        W=_widths(style, sorted(glyphs)),
        DW=1000,
        CIDToGIDMap=Name.Identity,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(_to_unicode(glyphs)),
        )
    )


def _descriptor(
    pdf: pikepdf.Pdf, style: Face, name: pikepdf.Name, glyphs: list[int]
) -> pikepdf.Object:
    font, scale = style.font, 1000 / style.units_per_em
    head, italic = font["head"], font["post"].italicAngle
    program = _subset(style, tuple(glyphs))
    return Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=_SYMBOLIC | (_ITALIC if italic else 0),
        ItalicAngle=round(italic, 1),
        FontBBox=Array([round(v * scale) for v in (head.xMin, head.yMin, head.xMax, head.yMax)]),
        Ascent=round(font["hhea"].ascent * scale),
        Descent=round(font["hhea"].descent * scale),
        CapHeight=round(font["OS/2"].sCapHeight * scale),
        StemV=80,
        FontFile2=pdf.make_stream(program, Length1=len(program)),
    )


@lru_cache(maxsize=256)
def _subset(style: Face, glyphs: tuple[int, ...]) -> bytes:
    """Kept, for it is most of the work of preparing: an office has few symbols and one place."""
    font = ttLib.TTFont(style.path, recalcTimestamp=False)
    for table in _LAYOUT_TABLES:  # the subsetter would read them, and then drop them
        del font[table]
    options = subset.Options(retain_gids=True, layout_features=[], notdef_outline=True)
    options.drop_tables += _UNUSED_TABLES
    subsetter = subset.Subsetter(options)
    subsetter.populate(gids=glyphs)
    subsetter.subset(font)
    program = BytesIO()
    font.save(program)
    return program.getvalue()


def _widths(style: Face, glyphs: list[int]) -> pikepdf.Object:
    scale = 1000 / style.units_per_em
    pairs = ((glyph, Array([round(style.advance(glyph) * scale, 3)])) for glyph in glyphs)
    return Array([part for pair in pairs for part in pair])


def _to_unicode(glyphs: dict[int, str]) -> bytes:
    """The way back from glyphs to text (a CMap takes at most 100 lines in one section)."""
    lines = [
        f"<{glyph:04X}> <{letter.encode('utf-16-be').hex().upper()}>"
        for glyph, letter in sorted(glyphs.items())
    ]
    sections = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    body = "\n".join(
        f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in sections
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode("ascii")
