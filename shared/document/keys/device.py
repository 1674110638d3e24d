"""Keys that never leave their device: a token, an HSM, a signing service.

A device is asked for one thing, the signature over a digest; all else is made here. Its answer
is checked against the certificate at once: a device with another key makes no broken file.
"""

# mypy: untyped-calls-exclude="pyhanko,pyhanko_certvalidator"
# pyHanko leaves constructors without annotations.

import hashlib
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

import shared.document.pyhanko_loaded

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.sign.signers import Signer

from shared.document.keys.signing_key import SigningKey, chain_of
from shared.domain.refusals import Invalid, WrongMoment

Device = Callable[[bytes], Awaitable[bytes]]
"""Signs a SHA-256 digest (32 bytes): RSA by PKCS#1 v1.5, or ECDSA as DER. Called once."""

_DIGEST: Final = "sha256"
_HASH: Final = Prehashed(SHA256())
_DER_OVERHEAD: Final = 9
"""Bytes that the DER of an ECDSA signature has at most besides its two numbers."""


def device_key(certificate_der: bytes, chain_der: Iterable[bytes], device: Device) -> SigningKey:
    """The key of a device by its certificate; nothing is asked of the device yet.

    Raises `Invalid`: `certificate_unreadable`, `key_kind_unknown` for neither RSA nor EC. Signing
    raises what the device raises, and `WrongMoment` (`certificate_of_other_key`) where its answer
    does not fit the certificate.
    """
    public = x509.load_der_x509_certificate(certificate_der).public_key()
    if not isinstance(public, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise Invalid("key_kind_unknown", "Chứng thư số phải dùng khóa RSA hoặc khóa EC.")
    return SigningKey.of(certificate_der, _DeviceSigner(certificate_der, chain_der, public, device))


class _DeviceSigner(Signer):
    def __init__(
        self,
        certificate_der: bytes,
        chain_der: Iterable[bytes],
        public: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
        device: Device,
    ) -> None:
        super().__init__(
            signing_cert=asn1_x509.Certificate.load(certificate_der),
            cert_registry=chain_of(chain_der),
        )
        self._public, self._device = public, device

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002 -- pyHanko's signature
    ) -> bytes:
        if dry_run:
            return bytes(_longest_signature(self._public))
        if digest_algorithm != _DIGEST:
            raise ValueError(f"devices sign {_DIGEST} digests, not {digest_algorithm}")
        digest = hashlib.sha256(data).digest()
        signature = await self._device(digest)
        _demand_fit(self._public, signature, digest)
        return signature


def _longest_signature(public: rsa.RSAPublicKey | ec.EllipticCurvePublicKey) -> int:
    """In bytes: what pyHanko leaves room for."""
    size = (public.key_size + 7) // 8
    return size if isinstance(public, rsa.RSAPublicKey) else 2 * size + _DER_OVERHEAD


def _demand_fit(
    public: rsa.RSAPublicKey | ec.EllipticCurvePublicKey, signature: bytes, digest: bytes
) -> None:
    try:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, digest, padding.PKCS1v15(), _HASH)
        else:
            public.verify(signature, digest, ec.ECDSA(_HASH))
    except InvalidSignature:
        raise WrongMoment(
            "certificate_of_other_key",
            "Thiết bị ký đã trả về chữ ký của một khóa khác với chứng thư số đã đăng ký; chưa ghi "
            "gì. Hãy kiểm tra thiết bị, hoặc nhờ quản trị viên đăng ký đúng chứng thư số.",
        ) from None
