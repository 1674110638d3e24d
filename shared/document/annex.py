"""Annexes in separate files: the agency signs each with a block of words, without a picture.

ND30 PL1 II.8.b, III.1.d: number and symbol, and the time of signing, upright, black, size 10, in
the upper right corner of the first page. One revision, which forbids any other but stamps over the
whole file; it has the proof of the signature too, where signatures are made to last.
"""

# mypy: untyped-calls-exclude="pyhanko,pyhanko_certvalidator"
# pyHanko leaves constructors without annotations.

from datetime import datetime
from enum import StrEnum
from io import BytesIO
from typing import Final

import shared.document.pyhanko_loaded

from pyhanko.pdf_utils import layout
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
)
from pyhanko.sign.signers import ExternalSigner, PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from shared.document.annex_block import Block, NoRoomError, corner, draw_block, inherited
from shared.document.fields import ANNEX
from shared.document.keys import SigningKey
from shared.document.long_term import embed, proof_for_annex
from shared.document.revision import NextRevision, bear_two_tables
from shared.document.sign import demand_valid
from shared.document.stamping import TimeStampAuthority
from shared.document.trust import LongTerm
from shared.domain.dates import VIETNAM

_LONGEST: Final = "999999/QĐ-SVHTTDL-QLVHGĐ; 00/00/0000 00:00:00+07:00"

_NOBODY: Final = ExternalSigner(signing_cert=None, cert_registry=SimpleCertificateStore())
_SOME_TIME: Final = datetime(2026, 1, 1, tzinfo=VIETNAM)
_ROOM: Final = 16384
"""Letters for the signature's value, hexadecimal; a real one says itself how many it needs."""

_UNSCALED: Final = layout.SimpleBoxLayoutRule(
    layout.AxisAlignment.ALIGN_MID,
    layout.AxisAlignment.ALIGN_MID,
    margins=layout.Margins.uniform(0),
    inner_content_scaling=layout.InnerScaling.NO_SCALING,
)


def annex_words(number: str, at: datetime) -> str:
    """What stands on it: "12/SVHTTDL-VP; 26/05/2023 09:15:30+07:00" (time by ISO 8601)."""
    return f"{number}; {at.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}+07:00"


async def stamp_annex(
    pdf: bytes,
    key: SigningKey,
    *,
    number: str,
    at: datetime,
    long_term: LongTerm | None = None,
) -> bytes | None:
    """The annex with the agency's signature; None for a file that can't carry one.

    These are no PDFs, broken or encrypted ones, those that somebody signed before, and pages
    too small for the block. `number` is printed, `at` aware and the signing time. With `long_term`
    the signature is stamped, and its proof comes in the same revision, if the certificate names
    a server for its revocation. Raises `Invalid` (`certificate_not_valid`, `certificate_revoked`),
    and `TimeStampFault` or `RevocationFault` rather than to sign without stamp or proof.
    """
    demand_valid(key, at)
    words = annex_words(number, at)
    if await hindrance(pdf, words):
        return None
    revision, look = _with_field(pdf, words)
    stamper = None
    if proof := await proof_for_annex(key, long_term, at):
        stamper, evidence = proof
        embed(revision, evidence)
    signed: BytesIO = await _Signer(key.signer, look, at, stamper).async_sign_pdf(
        revision, existing_fields_only=True
    )
    return signed.getvalue()


class Hindrance(StrEnum):
    """Why a file can't carry the agency's signature."""

    NO_ROOM = "no_room"
    """The first page is too small for the block."""
    UNSIGNABLE = "unsignable"
    """No PDF, broken, locked, signed before, or built so that no signature fits in."""


async def hindrance(pdf: bytes, words: str = _LONGEST) -> Hindrance | None:
    """Tries all that depends on the file alone: everything of a signature but its value.

    Without `words` it is tried with some as long as any will be.
    """
    try:
        reader = PdfFileReader(BytesIO(pdf))
        if reader.encrypted or reader.embedded_signatures or "/DSS" in reader.root:
            return Hindrance.UNSIGNABLE
        revision, look = _with_field(pdf, words)
        await _Signer(_NOBODY, look, _SOME_TIME, None).async_digest_doc_for_signing(
            revision, existing_fields_only=True, bytes_reserved=_ROOM
        )
    except NoRoomError:
        return Hindrance.NO_ROOM
    except Exception:  # noqa: BLE001 -- anybody's file may break any parser in any way
        return Hindrance.UNSIGNABLE
    return None


def _with_field(pdf: bytes, words: str) -> "tuple[NextRevision, _Words]":
    """A revision with the empty field, and what will be seen in it."""
    revision = NextRevision(BytesIO(pdf))
    bear_two_tables(revision.prev)
    reference, _ = IncrementalPdfFileWriter.find_page_for_modification(revision, 0)
    page = reference.get_object()
    turned = int(inherited(page, "/Rotate") or 0) % 360
    block = draw_block(words, turned)
    edges = inherited(page, "/CropBox") or inherited(page, "/MediaBox")
    left, bottom, right, top = (float(edge) for edge in edges)
    spec = SigFieldSpec(
        ANNEX,
        box=corner((left, bottom, right, top), block, turned),  # type: ignore[arg-type]  # pyHanko writes fractions of a point as well
        field_mdp_spec=FieldMDPSpec(FieldMDPAction.ALL),
    )
    append_signature_field(revision, spec)
    if revision.output_version < (2, 0):
        # said of PAdES before 2.0; a stamp would say it later, where nothing may be changed
        revision.register_extension(ESIC_EXTENSION_1)
    return revision, _Words(block)


class _Words(PdfContent):
    """The block within the annex, with its own letters."""

    def __init__(self, block: Block) -> None:
        self._block = block
        super().__init__(box=layout.BoxConstraints(width=block.width, height=block.height))

    def render(self) -> bytes:
        drawn = PdfFileReader(BytesIO(self._block.pdf))
        self.resources.xobject["/Block"] = self._ensure_writer.import_page_as_xobject(drawn)
        return b"/Block Do"


class _Signer(PdfSigner):
    """Signs at a given time, with a block of words."""

    def __init__(
        self,
        signer: Signer,
        look: _Words,
        at: datetime,
        stamper: TimeStampAuthority | None,
    ) -> None:
        meta = PdfSignatureMetadata(
            field_name=ANNEX,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            reason="Phát hành",
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )
        style = StaticStampStyle(
            background=look, background_layout=_UNSCALED, background_opacity=1.0, border_width=0
        )
        super().__init__(meta, signer=signer, timestamper=stamper, stamp_style=style)
        self._at = at.astimezone(VIETNAM)

    def init_signing_session(
        self,
        pdf_out: BasePdfFileWriter,
        existing_fields_only: bool = False,  # noqa: FBT001, FBT002 -- pyHanko's signature
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self._at
        return session

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        """Nothing: for EC keys pyHanko would raise the file's version, which is its maker's."""
