"""The two signatures: the person's on the prepared PDF, then number, date and seal in one revision.

With a time-stamp authority and certificates that name servers for their revocation they are made
to last (PAdES B-LT, see `long_term.py`); else PAdES B-B, and nothing is fetched from anywhere.
"""

# mypy: untyped-calls-exclude="pyhanko,pyhanko_certvalidator"
# pyHanko leaves constructors without annotations.

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

import shared.document.pyhanko_loaded

from PIL import Image
from pyhanko.pdf_utils import generic, layout
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle

from shared.document.fields import AGENCY, DATE_LINE, NUMBER_LINE, PERSON
from shared.document.keys import SigningKey
from shared.document.long_term import (
    embed,
    proof_for_seal,
    stamper_for,
)
from shared.document.revision import NextRevision
from shared.document.slots import Slot, drawing, fits, slots_of
from shared.document.stamping import TimeStampAuthority
from shared.document.trust import LongTerm
from shared.domain.dates import VIETNAM
from shared.domain.refusals import Invalid

_OTHERS = 2048
"""Bytes of a signature besides its certificates: names, attributes, and what the key made."""


async def sign_by_person(
    prepared: bytes,
    key: SigningKey,
    picture_png: bytes | None,
    *,
    reason: str,
    at: datetime,
    long_term: LongTerm | None = None,
) -> bytes:
    """The prepared PDF with the person's certifying signature: only the form may follow it.

    `at` is aware and becomes the signing time; `picture_png` is the hand signature, if any.
    With `long_term` it is stamped, if its certificate names a server for its revocation.
    Raises `Invalid` (`certificate_not_valid`) outside the certificate's time, and
    `TimeStampFault` rather than to sign without the stamp.
    """
    demand_valid(key, at)
    meta = PdfSignatureMetadata(
        field_name=PERSON,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    signer = _Signer(meta, key, picture_png, at, stamper_for(key, long_term))
    return await signer.sign(NextRevision(BytesIO(prepared)))


async def fill_and_seal(
    signed: bytes,
    key: SigningKey,
    seal_png: bytes | None,
    *,
    number_line: str,
    date_line: str,
    at: datetime,
    long_term: LongTerm | None = None,
) -> bytes:
    """Number, date and the agency's signature in one revision: no numbered file is ever unsealed.

    The person's signature must have been checked before. `at` is aware; `seal_png` is the seal
    at its real size, if any. With `long_term` the revision also has what proves both signatures
    for years, if both certificates name servers for their revocation. Raises `Invalid`:
    `certificate_not_valid` outside the certificate's time, `certificate_revoked`,
    `line_does_not_fit` where a line is not the prepared one with its room filled; and
    `TimeStampFault` or `RevocationFault` rather than to seal without stamp or proof.
    """
    demand_valid(key, at)
    revision = NextRevision(BytesIO(signed))
    wanted = {NUMBER_LINE: number_line, DATE_LINE: date_line}
    for slot in slots_of(signed):
        _fill(revision, slot, wanted[slot.name])
    meta = PdfSignatureMetadata(
        field_name=AGENCY,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason="Phát hành",
    )
    stamper = None
    if proof := await proof_for_seal(signed, key, long_term, at):
        stamper, evidence = proof
        embed(revision, evidence)
    return await _Signer(meta, key, seal_png, at, stamper).sign(revision)


def demand_valid(key: SigningKey, at: datetime) -> None:
    """Raises `Invalid` (`certificate_not_valid`) outside the certificate's time; `at` is aware."""
    if not key.valid_at(at):
        first, last = (
            day.astimezone(VIETNAM).strftime("%d/%m/%Y")
            for day in (key.valid_from, key.valid_until)
        )
        raise Invalid(
            "certificate_not_valid",
            f"Chứng thư số chỉ có hiệu lực từ {first} đến {last}, không ký được vào lúc này.",
        )


def demand_picture(png: bytes | None) -> None:
    """Raises `Invalid` (`picture_not_readable`) for a picture that can't be drawn."""
    try:
        _picture_only(png)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as odd:
        raise Invalid(
            "picture_not_readable", "Không đọc được hình dấu hoặc chữ ký kèm khóa ký (tệp PNG)."
        ) from odd


def _fill(revision: NextRevision, slot: Slot, text: str) -> None:
    """Value and appearance, in the font that the person's signature covers already."""
    if not fits(slot, text):
        raise Invalid(
            "line_does_not_fit",
            f"“{text}” không khớp với chỗ trống “{slot.blank.strip()}” của văn bản đã ký.",
        )
    field = next(f for f in _fields(revision) if f["/T"] == slot.name)
    fonts = revision.root["/AcroForm"]["/DR"]["/Font"]
    font = generic.pdf_name(f"/{slot.font}")
    look = generic.StreamObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/XObject"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/Form"),
            generic.pdf_name("/BBox"): generic.ArrayObject(
                generic.FloatObject(v) for v in (0, 0, slot.width, slot.height)
            ),
            generic.pdf_name("/Resources"): generic.DictionaryObject(
                {generic.pdf_name("/Font"): generic.DictionaryObject({font: fonts.raw_get(font)})}
            ),
        },
        stream_data=drawing(slot, text),
    )
    field[generic.pdf_name("/V")] = generic.pdf_string(text)
    field[generic.pdf_name("/AP")] = generic.DictionaryObject(
        {generic.pdf_name("/N"): revision.add_object(look)}
    )
    revision.update_container(field)


def _fields(revision: NextRevision) -> Iterator[generic.DictionaryObject]:
    return (reference.get_object() for reference in revision.root["/AcroForm"]["/Fields"])


class _Signer(PdfSigner):
    """Signs at a given time, with a picture and no text, within PDF 1.7."""

    def __init__(
        self,
        meta: PdfSignatureMetadata,
        key: SigningKey,
        picture_png: bytes | None,
        at: datetime,
        stamper: TimeStampAuthority | None = None,
    ) -> None:
        look = _picture_only(picture_png)
        super().__init__(meta, signer=key.signer, timestamper=stamper, stamp_style=look)
        self._at = at.astimezone(VIETNAM)
        self._room = _room_for(key) if stamper is None else None

    async def sign(self, revision: NextRevision) -> bytes:
        out: BytesIO = await self.async_sign_pdf(
            revision, existing_fields_only=True, bytes_reserved=self._room
        )
        return out.getvalue()

    def init_signing_session(
        self,
        pdf_out: BasePdfFileWriter,
        existing_fields_only: bool = False,  # noqa: FBT001, FBT002 -- pyHanko's signature
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        """Nothing: for EC keys pyHanko would raise the file to PDF 2.0, which PDF/A-2 is not."""


def _room_for(key: SigningKey) -> int:
    """Hexadecimal digits for a signature without a stamp, amply.

    Without being told pyHanko would make the whole signature once more, to count them.
    """
    signer = key.signer
    certificates = (signer.signing_cert, *signer.cert_registry)
    return 2 * (sum(len(one.dump()) for one in certificates) + _OTHERS)


def _picture_only(png: bytes | None) -> StaticStampStyle:
    """ND30 PL1 II.7, II.8: the main file shows a picture at its real size and no words."""
    with Image.open(BytesIO(png)) if png is not None else Image.new("RGBA", (1, 1)) as picture:
        picture.load()
        ground = PdfImage(picture.convert("RGBA"), writer=None)
    whole = layout.SimpleBoxLayoutRule(
        layout.AxisAlignment.ALIGN_MID,
        layout.AxisAlignment.ALIGN_MID,
        margins=layout.Margins.uniform(0),
        inner_content_scaling=layout.InnerScaling.STRETCH_TO_FIT,
    )
    return StaticStampStyle(
        background=ground, background_layout=whole, background_opacity=1.0, border_width=0
    )
