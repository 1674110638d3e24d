"""Signatures that last (PAdES B-LT, B-LTA): stamped, with the proof that nobody was revoked.

A stamp proves that what it covers was there at its instant, as long as its own certificate
counts; before that ends, another stamp is put over the whole file (`renew`).
"""

# mypy: untyped-calls-exclude="pyhanko,pyhanko_certvalidator"
# pyHanko leaves constructors without annotations.

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from io import BytesIO

import shared.document.pyhanko_loaded

from asn1crypto import cms, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import simple_cms_attribute
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from shared.document.fields import PERSON, archive_stamp
from shared.document.keys import SigningKey, fingerprint_of, name_for_people
from shared.document.revision import NextRevision
from shared.document.revocation import Evidence, Subject, gather, names_a_server
from shared.document.stamping import DIGEST, TimeStampAuthority, certificates_of, stamped_at
from shared.document.trust import LongTerm
from shared.document.verification import Level, StampReport


def roots_of(long_term: LongTerm) -> list[x509.Certificate]:
    return [x509.Certificate.load(root) for root in long_term.trust_roots]


def stamper_of(long_term: LongTerm) -> TimeStampAuthority:
    """A new one for each signature (it remembers)."""
    return TimeStampAuthority(
        long_term.authority, trust_roots=roots_of(long_term), within=long_term.within
    )


def stamper_for(key: SigningKey, long_term: LongTerm | None) -> TimeStampAuthority | None:
    """Who stamps a person's signature; None where it could not be made to last anyway."""
    if long_term is None or not names_a_server(x509.Certificate.load(key.certificate_der)):
        return None
    return stamper_of(long_term)


def may_last(signed: bytes, key: SigningKey) -> bool:
    """Whether the certificates of both, who signed and who seals, tell where to ask about them."""
    person = _person(signed)
    return names_a_server(person.signer_cert) and names_a_server(
        x509.Certificate.load(key.certificate_der)
    )


async def add_stamp(signed: bytes, long_term: LongTerm) -> bytes:
    """A signature made elsewhere, with a stamp in the room that its container has left.

    Unchanged where it has a stamp, or no room: then the seal's stamp is the first that proves it.
    Raises `TimeStampFault`.
    """
    signature = _person(signed)
    if stamp_of(signature) is not None or not names_a_server(signature.signer_cert):
        return signed
    value = sha256(signature.signer_info["signature"].native).digest()
    token = await stamper_of(long_term).async_timestamp(value, DIGEST)
    container = cms.ContentInfo.load(signature.pkcs7_content)
    added = simple_cms_attribute("signature_time_stamp_token", token)
    container["content"]["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([added])
    _, begin, end, _ = signature.byte_range
    written: bytes = container.dump(force=True).hex().encode()
    room = end - begin - len(b"<>")
    if len(written) > room:
        return signed
    return signed[: begin + 1] + written.ljust(room, b"0") + signed[end - 1 :]


def person_stamp(signed: bytes) -> datetime | None:
    """The instant that the stamp over the person's signature proves; None without any."""
    stamp = stamp_of(_person(signed))
    return stamped_at(stamp) if stamp is not None else None


async def proof_for_seal(
    signed: bytes, key: SigningKey, long_term: LongTerm | None, at: datetime
) -> tuple[TimeStampAuthority, Evidence] | None:
    """Who stamps the seal, and what proves both signatures and their stamps.

    Asked at `at`, which is now. None where nobody stamps, or a certificate names no server: then
    the seal is PAdES B-B. Raises as `gather` does, and `TimeStampFault`.
    """
    if long_term is None or not may_last(signed, key):
        return None
    return await _proof(_person_and_stamp(_person(signed), at), key, long_term, at)


async def proof_for_annex(
    key: SigningKey, long_term: LongTerm | None, at: datetime
) -> tuple[TimeStampAuthority, Evidence] | None:
    """As `proof_for_seal`, of a file that the agency alone signs."""
    if long_term is None or not names_a_server(x509.Certificate.load(key.certificate_der)):
        return None
    return await _proof((), key, long_term, at)


async def _proof(
    others: Iterable[Subject], key: SigningKey, long_term: LongTerm, at: datetime
) -> tuple[TimeStampAuthority, Evidence]:
    """Of the agency's signature and its stamp, and of `others` that it covers."""
    stamper = stamper_of(long_term)
    agency = [x509.Certificate.load(key.certificate_der), *key.signer.cert_registry]
    subjects = [*others, Subject(agency, at), Subject(await stamper.certificates(), at)]
    return stamper, await gather(subjects, roots_of(long_term), within=long_term.within)


def embed(revision: NextRevision, evidence: Evidence) -> None:
    """Put evidence into the file's security store (DSS), which may be there already."""
    DocumentSecurityStore.supply_dss_in_writer(
        revision,
        None,
        certs=evidence.certificates,
        crls=evidence.crls,
        ocsps=evidence.ocsps,
    )


async def renew(pdf: bytes, long_term: LongTerm, *, at: datetime) -> bytes:
    """The file with one more stamp over all of it, and the proof of the stamp before.

    `at` is now. Raises `Invalid` (`certificate_revoked`, `certificate_expired`: it is too
    late), `TimeStampFault`, `RevocationFault`.
    """
    reader = PdfFileReader(BytesIO(pdf))
    newest, stamper = newest_stamp(reader), stamper_of(long_term)
    if newest is None:
        raise ValueError("only what has a stamp can be stamped again")
    subjects = [Subject(certificates_of(newest), at), Subject(await stamper.certificates(), at)]
    evidence = await gather(subjects, roots_of(long_term), within=long_term.within)
    revision = NextRevision(BytesIO(pdf))
    embed(revision, evidence)
    name = archive_stamp(len(list(reader.embedded_timestamp_signatures)) + 1)
    stamped: BytesIO = await PdfTimeStamper(stamper, field_name=name).async_timestamp_pdf(
        revision, DIGEST
    )
    return stamped.getvalue()


def proof_of(pdf: bytes) -> tuple[Level, StampReport | None]:
    """How long a file of ours says that it can be checked, and by which stamp; unchecked."""
    reader = PdfFileReader(BytesIO(pdf))
    newest = newest_stamp(reader)
    if newest is None or "/DSS" not in reader.root:
        return Level.B_B, None
    archived = any(True for _ in reader.embedded_timestamp_signatures)
    return Level.B_LTA if archived else Level.B_LT, report_of(newest)


def report_of(stamp: cms.SignedData) -> StampReport:
    """What a stamp says of itself."""
    certificate = certificates_of(stamp)[0]
    return StampReport(
        authority=name_for_people(certificate.subject),
        fingerprint=fingerprint_of(certificate.dump()),
        stamped_at=stamped_at(stamp),
        valid_until=certificate.not_valid_after,
    )


def newest_stamp(reader: PdfFileReader) -> cms.SignedData | None:
    """The outermost stamp: over the file, else over its last signature."""
    last = reader.embedded_signatures[-1]
    return last.signed_data if is_archive_stamp(last) else stamp_of(last)


def is_archive_stamp(signature: EmbeddedPdfSignature) -> bool:
    return str(signature.sig_object_type) == "/DocTimeStamp"


def stamp_of(signature: EmbeddedPdfSignature) -> cms.SignedData | None:
    """The stamp over a signature; None without any."""
    return next(iter(extract_tst_data_iter(signature.signer_info, signed=False)), None)


def _person(signed: bytes) -> EmbeddedPdfSignature:
    found = PdfFileReader(BytesIO(signed)).embedded_signatures
    person: EmbeddedPdfSignature = next(one for one in found if one.field_name == PERSON)
    return person


def _person_and_stamp(person: EmbeddedPdfSignature, at: datetime) -> Iterator[Subject]:
    """A signature without a stamp of its own is proven by the seal's, which comes now."""
    stamp = stamp_of(person)
    used_at = stamped_at(stamp) if stamp is not None else at
    yield Subject([person.signer_cert, *person.other_embedded_certs], used_at)
    if stamp is not None:
        yield Subject(certificates_of(stamp), at)
