"""Tools of forgers who know how files last: they may have stamps, and an insider the keys."""

# mypy: untyped-calls-exclude="pyhanko,pyhanko_certvalidator"
# pyHanko leaves constructors without annotations.

import asyncio
from collections.abc import Sequence
from io import BytesIO

from asn1crypto import cms, crl, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import InvisSigSettings, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

from shared.document.fields import AGENCY, archive_stamp
from shared.document.long_term import stamper_of
from shared.document.revision import NextRevision
from shared.document.sign import _Signer
from shared.document.trust import LongTerm
from tests.shared.document.attacks import TRUE_LINES, Change, fill
from tests.shared.document.lasting import PATIENT, Office
from tests.support.trust_authority import TrustAuthority
from tests.support.trust_server import Server, TrustServer


def nothing(_revision: IncrementalPdfFileWriter) -> None:
    """The change of a forger who changes nothing."""


def stamped(
    office: Office,
    pdf: bytes,
    change: Change = nothing,
    *,
    by: TrustServer | None = None,
    field: str | None = None,
    look: InvisSigSettings | None = None,
    label: str = "Timestamp",
) -> bytes:
    """One more revision with proof and a stamp over all of it, and whatever else."""
    revision = NextRevision(BytesIO(pdf))
    add_proof(revision, crls=[office.trust.authority.revocation_list(office.trust.now)])
    change(revision)
    stamper = PdfTimeStamper(
        stamper_of(of(by or office.trust)),
        field_name=field or archive_stamp(1 + pdf.count(b"/DocTimeStamp")),
        invis_settings=look or InvisSigSettings(),
        readable_field_name=label,
    )
    made: BytesIO = asyncio.run(stamper.async_timestamp_pdf(revision, "sha256"))
    return made.getvalue()


def of(trust: TrustServer) -> LongTerm:
    """What whoever trusts this authority would stamp with."""
    roots = (trust.authority.root_der, trust.stranger.root_der)
    return LongTerm(authority=trust.url(Server.STAMPS), within=PATIENT, trust_roots=roots)


def sealed_with(office: Office, signed: bytes, *, crls: Sequence[bytes]) -> bytes:
    """Filled, sealed and stamped by an insider, with this proof and no other."""
    revision = NextRevision(BytesIO(signed))
    fill(revision, office.prepared, TRUE_LINES, TRUE_LINES)
    add_proof(revision, crls=crls)
    meta = PdfSignatureMetadata(
        field_name=AGENCY, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    stamper = stamper_of(of(office.trust))
    return asyncio.run(_Signer(meta, office.agency, None, office.trust.now, stamper).sign(revision))


def add_proof(
    revision: IncrementalPdfFileWriter,
    *,
    crls: Sequence[bytes] = (),
    authorities: Sequence[TrustAuthority] = (),
) -> None:
    DocumentSecurityStore.supply_dss_in_writer(
        revision,
        None,
        certs=[x509.Certificate.load(one.root_der) for one in authorities],
        crls=[crl.CertificateList.load(one) for one in crls],
    )


def without_stamp(pdf: bytes, place: int) -> bytes:
    """The signature at this place without what is added to it unsigned; not a byte longer."""
    signature = PdfFileReader(BytesIO(pdf)).embedded_signatures[place]
    whole = signature.pkcs7_content.hex().encode()
    bare = cms.ContentInfo.load(signature.pkcs7_content)
    signer = bare["content"]["signer_infos"][0]
    kept = {key: signer[key] for key in signer if key != "unsigned_attrs"}
    bare["content"]["signer_infos"] = [cms.SignerInfo(kept)]
    shorter = bare.dump(force=True).hex().encode().ljust(len(whole), b"0")
    found = whole if whole in pdf else whole.upper()
    assert pdf.count(found) == 1
    return pdf.replace(found, shorter)
