"""Whether certificates are revoked: asked of their authority's servers, kept as evidence.

"hard-fail", pyHanko's usual way, passes a revoked certificate that names no server; here each
certificate of a path must be spoken for ("require"), or there is no evidence.
"""

# mypy: untyped-calls-exclude="pyhanko,pyhanko_certvalidator"
# pyHanko leaves constructors without annotations.

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import shared.document.pyhanko_loaded

from asn1crypto import crl, ocsp, x509
from cryptography import x509 as plain_x509
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.ocsp import OCSPRequestBuilder
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, RevokedError, ValidationError
from pyhanko_certvalidator.path import ValidationPath

from shared.document.asking import NoAnswer, ask
from shared.document.keys import name_for_people
from shared.domain.dates import VIETNAM
from shared.domain.refusals import Invalid


class RevocationFault(Exception):  # noqa: N818 -- a fault, named for operators
    """Nobody told whether a certificate is revoked; the next attempt may be told."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A certificate that somebody signed with."""

    chain: Sequence[x509.Certificate]
    """The certificate, and behind it whatever may lead to a root, in any order."""
    used_at: datetime
    """What a stamp proves, else now; a revocation later than this does no harm. Aware."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves for years that certificates were not revoked when they were used."""

    certificates: tuple[x509.Certificate, ...] = ()
    crls: tuple[crl.CertificateList, ...] = ()
    ocsps: tuple[ocsp.OCSPResponse, ...] = ()

    def context(
        self, trust_roots: Iterable[x509.Certificate], at: datetime, *, demanded: bool
    ) -> ValidationContext:
        """A new one for each judgement (it remembers); nothing is ever fetched.

        `demanded`: every certificate of a path must be spoken for; else nobody asks.
        """
        return ValidationContext(
            trust_roots=list(trust_roots),
            other_certs=list(self.certificates),
            crls=list(self.crls) if demanded else [],
            ocsps=list(self.ocsps) if demanded else [],
            allow_fetching=False,
            moment=at,
            revocation_mode="require" if demanded else "soft-fail",
            # What was said after the signature tells as well how it stood before.
            retroactive_revinfo=True,
        )


def names_a_server(certificate: x509.Certificate) -> bool:
    """Whether a certificate tells where to ask if it is revoked."""
    return bool(_ocsp_addresses(certificate) or _crl_addresses(certificate))


async def gather(
    subjects: Sequence[Subject],
    trust_roots: Sequence[x509.Certificate],
    *,
    within: float,
) -> Evidence:
    """Ask about every certificate between the subjects and their roots.

    `within`: seconds for each answer. Raises `Invalid` (`certificate_revoked`,
    `certificate_expired`, `certificate_not_trusted`), and `RevocationFault` where that can't be
    told now.
    """
    paths = [await _path(subject, trust_roots) for subject in subjects]
    asked = _Asked(within)
    for path in paths:
        for issuer, certificate in pairwise(path):
            await asked.about(certificate, issuer)
    certificates = {one.dump(): one for path in paths for one in path}
    evidence = Evidence(
        tuple(certificates.values()), tuple(asked.crls.values()), tuple(asked.ocsps.values())
    )
    for subject in subjects:
        await _demand_unrevoked(subject, evidence, trust_roots)
    return evidence


async def _path(subject: Subject, trust_roots: Sequence[x509.Certificate]) -> ValidationPath:
    """Only servers that a trusted authority names are ever asked."""
    context = Evidence().context(trust_roots, subject.used_at, demanded=False)
    own, *others = subject.chain
    try:
        return await CertificateValidator(
            own, intermediate_certs=others, validation_context=context
        ).async_validate_path()
    except (PathBuildingError, ValidationError):
        raise _untrusted(own, subject.used_at) from None


async def _demand_unrevoked(
    subject: Subject, evidence: Evidence, trust_roots: Sequence[x509.Certificate]
) -> None:
    own, *others = subject.chain
    context = evidence.context(trust_roots, subject.used_at, demanded=True)
    try:
        await CertificateValidator(
            own, intermediate_certs=others, validation_context=context
        ).async_validate_path()
    except RevokedError as revoked:
        raise _revoked(own, revoked.revocation_dt) from None
    except (PathBuildingError, ValidationError) as odd:
        raise RevocationFault(f"{own.subject.human_friendly}: {type(odd).__name__}") from None


def _untrusted(certificate: x509.Certificate, used_at: datetime) -> Invalid:
    name, ended = name_for_people(certificate.subject), certificate.not_valid_after
    if ended < used_at:
        return Invalid(
            "certificate_expired",
            f"Chứng thư số của “{name}” đã hết hạn {_when(ended)}, mà chưa có dấu thời gian nào "
            "chứng minh rằng đã ký trước lúc đó.",
        )
    return Invalid(
        "certificate_not_trusted",
        f"Chứng thư số của “{name}” không được tin cậy; quản trị viên hãy kiểm tra danh sách chứng "
        "thư gốc.",
    )


def _revoked(certificate: x509.Certificate, at: datetime) -> Invalid:
    return Invalid(
        "certificate_revoked",
        f"Chứng thư số của “{name_for_people(certificate.subject)}” đã bị thu hồi {_when(at)}, "
        "không dùng để ký được nữa.",
    )


def _when(instant: datetime) -> str:
    return f"{instant.astimezone(VIETNAM):lúc %H giờ %M ngày %d/%m/%Y}"


class _Asked:
    """Who was asked so far; no list is read twice."""

    def __init__(self, within: float) -> None:
        self._within = within
        self.crls: dict[str, crl.CertificateList] = {}
        self.ocsps: dict[bytes, ocsp.OCSPResponse] = {}

    async def about(self, certificate: x509.Certificate, issuer: x509.Certificate) -> None:
        """The short answer if it is good, else the list; raises `RevocationFault`.

        What is revoked only now may have been good when it was used: that the list proves.
        """
        faults: list[str] = []
        for address in _ocsp_addresses(certificate):
            with _noting(faults):
                if await self._is_good(address, certificate, issuer):
                    return
        for address in _crl_addresses(certificate):
            with _noting(faults):
                await self._ask_list(address)
                return
        if certificate.dump() not in self.ocsps:
            raise RevocationFault("; ".join(faults) or "a certificate that names no server")

    async def _is_good(
        self, address: str, certificate: x509.Certificate, issuer: x509.Certificate
    ) -> bool:
        if certificate.dump() in self.ocsps:
            return True
        request = _status_request(certificate, issuer)
        said = await ask(address, request, "application/ocsp-request", within=self._within)
        answer = ocsp.OCSPResponse.load(said, strict=True)
        if answer["response_status"].native != "successful":
            raise NoAnswer(f"{address}: {answer['response_status'].native}")
        (single,) = answer.response_data["responses"]
        self.ocsps[certificate.dump()] = answer
        return bool(single["cert_status"].name == "good")

    async def _ask_list(self, address: str) -> None:
        if address not in self.crls:
            said = await ask(address, None, "", within=self._within)
            answer = crl.CertificateList.load(said, strict=True)
            answer["tbs_cert_list"].native  # noqa: B018 -- reading it all is the check
            self.crls[address] = answer


@contextmanager
def _noting(faults: list[str]) -> Iterator[None]:
    """One server that is away or answers nonsense is no reason not to ask the next."""
    try:
        yield
    except (NoAnswer, ValueError, TypeError, KeyError) as fault:
        faults.append(str(fault))


def _status_request(certificate: x509.Certificate, issuer: x509.Certificate) -> bytes:
    own, above = (plain_x509.load_der_x509_certificate(c.dump()) for c in (certificate, issuer))
    # SHA-1 only names the certificate here, and is what every responder knows (RFC 5019 2.1.1)
    built = OCSPRequestBuilder().add_certificate(own, above, SHA1())  # noqa: S303 -- as said above
    return built.build().public_bytes(Encoding.DER)


def _ocsp_addresses(certificate: x509.Certificate) -> list[str]:
    return [url for url in certificate.ocsp_urls if _is_web(url)]


def _crl_addresses(certificate: x509.Certificate) -> list[str]:
    points = (point.url for point in certificate.crl_distribution_points)
    return [url for url in points if url and _is_web(url)]


def _is_web(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))
