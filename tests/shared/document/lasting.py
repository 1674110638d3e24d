"""The sample dispatch made to last: certificates that name their servers, stamps, renewals."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.document.keys import SigningKey, load_key
from shared.document.long_term import add_stamp, renew
from shared.document.sign import fill_and_seal, sign_by_person
from shared.document.trust import LongTerm
from shared.document.verification import Expected, Verification
from shared.document.verify import verify
from tests.shared.document.dispatch import AT, DATE_LINE, ISSUER, NUMBER_LINE, SIGNER
from tests.support.trust_server import Server, TrustServer

PATIENT, IMPATIENT = 20.0, 2.0
"""Seconds given to servers that answer at once, and to those that never will."""


@dataclass
class Office:
    """An agency with a certification authority, as long as a test runs."""

    trust: TrustServer
    prepared: bytes
    person: SigningKey
    agency: SigningKey
    stamps: bool = True
    within: float = PATIENT

    @classmethod
    def of(cls, trust: TrustServer, prepared: bytes, *, days: int = 365) -> "Office":
        issue, begin = trust.authority.key_for, AT - timedelta(days=1)
        return cls(
            trust=trust,
            prepared=prepared,
            person=load_key(issue(SIGNER, password="một", now=begin, days=days), "một"),
            agency=load_key(issue(ISSUER, password="hai", now=begin, days=days), "hai"),
        )

    @property
    def long_term(self) -> LongTerm | None:
        if not self.stamps:
            return None
        return LongTerm(
            authority=self.trust.url(Server.STAMPS),
            within=self.within,
            trust_roots=(self.trust.authority.root_der,),
        )

    @property
    def expected(self) -> Expected:
        return Expected(
            prepared=self.prepared,
            number_line=NUMBER_LINE,
            date_line=DATE_LINE,
            person_certificate=self.person.fingerprint,
            agency_certificate=self.agency.fingerprint,
        )

    def sign(self) -> bytes:
        return asyncio.run(self._sign(self.long_term))

    def sign_without_stamp(self) -> bytes:
        """As a device does that knows no authority, but for the room that it leaves."""
        return asyncio.run(self._sign(None))

    async def _sign(self, long_term: LongTerm | None) -> bytes:
        return await sign_by_person(
            self.prepared,
            self.person,
            None,
            reason="Ký ban hành",
            at=self.trust.now,
            long_term=long_term,
        )

    def add_stamp(self, signed: bytes) -> bytes:
        assert self.long_term
        return asyncio.run(add_stamp(signed, self.long_term))

    def seal(self, signed: bytes) -> bytes:
        return asyncio.run(
            fill_and_seal(
                signed,
                self.agency,
                None,
                number_line=NUMBER_LINE,
                date_line=DATE_LINE,
                at=self.trust.now,
                long_term=self.long_term,
            )
        )

    def issue(self) -> bytes:
        """Signed, and sealed an hour later."""
        signed = self.sign()
        self.trust.later(timedelta(hours=1))
        return self.seal(signed)

    def renew(self, pdf: bytes) -> bytes:
        assert self.long_term
        return asyncio.run(renew(pdf, self.long_term, at=self.trust.now))

    def verdict(
        self, pdf: bytes, at: datetime | None = None, roots: Sequence[bytes] | None = None
    ) -> Verification:
        trusted = [self.trust.authority.root_der] if roots is None else roots
        return asyncio.run(
            verify(pdf, trust_roots=trusted, at=at or self.trust.now, expected=self.expected)
        )

    def problems(self, pdf: bytes, **judged: Any) -> set[str]:
        return {problem.code for problem in self.verdict(pdf, **judged).problems}

    def revoke(self, key: SigningKey, at: datetime) -> None:
        self.trust.authority.revoked[serial_of(key)] = at


def serial_of(key: SigningKey) -> int:
    from asn1crypto import x509  # noqa: PLC0415 -- only revoking needs it

    return int(x509.Certificate.load(key.certificate_der).serial_number)
