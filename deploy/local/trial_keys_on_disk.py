"""Test keys and pictures for a loaded organisation, in a folder: for trials only.

    roots/ca.pem          the root that a verifier of this stack trusts
    people/ACCOUNT.p12    and .png: for each account that may ever sign
    agency/CODE.p12       and .png: the agency's own key and seal
    password              opens every .p12
    authority.key         the root's private key, for accounts that come later

Every certificate and picture says that it has no value.
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from deploy.local.local_secrets import write_private, write_private_bytes
from deploy.local.troubles import Trouble
from shared.document.trial_keys import TrialAuthority
from shared.document.trial_marks import draw_trial_seal, draw_trial_signature
from shared.domain.authority import may_ever_sign
from shared.domain.organisation import Account, Organisation
from shared.runtime.clock import SystemClock

RENEW_BEFORE = timedelta(days=30)


def ensure_keys(directory: Path, organisation: Organisation, now: datetime | None = None) -> None:
    """Make the keys and pictures that are missing or expire soon; repeatable.

    Trouble when the organisation's file does not say `test_keys: true`.
    """
    agency = organisation.agency
    if not organisation.test_keys:
        raise Trouble(f"{agency.code} không cho phép dùng khóa thử (test_keys: true trong tệp).")
    at = now or SystemClock().now()
    folders = {name: directory / name for name in ("roots", "people", "agency")}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    password = _keep_password(directory)
    authority = _keep_authority(directory, at)
    serves = partial(_serves, password=password, authority=authority, now=at)
    for account in signers(organisation):
        _keep_pair(
            folders["people"] / _plain(account.id),
            partial(authority.key_for_person, account.name, agency.name, password=password, now=at),
            partial(draw_trial_signature, account.name),
            serves,
        )
    _keep_pair(
        folders["agency"] / _plain(agency.code),
        partial(authority.key_for_agency, agency.name, password=password, now=at),
        partial(draw_trial_seal, agency.parent, agency.name),
        serves,
    )


def signers(organisation: Organisation) -> list[Account]:
    """Accounts that may ever sign, by their own right or as the head's delegates (ND30 Đ.13)."""
    return [account for account in organisation.accounts if may_ever_sign(organisation, account)]


def _keep_password(directory: Path) -> str:
    path = directory / "password"
    if not path.exists():
        write_private(path, secrets.token_urlsafe(24))
    return path.read_text().strip()


def _keep_authority(directory: Path, now: datetime) -> TrialAuthority:
    root, private = directory / "roots" / "ca.pem", directory / "authority.key"
    if root.exists() and private.exists():
        key = load_pem_private_key(private.read_bytes(), password=None)
        certificate = x509.load_pem_x509_certificate(root.read_bytes())
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return TrialAuthority(certificate, key)
    if root.exists():  # its key is lost; what it signed must still verify
        root.rename(root.with_name(f"ca-until-{now:%Y%m%d%H%M%S}.pem"))
    authority = TrialAuthority.found(now=now)
    pem = authority.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_private_bytes(private, pem)
    write_private_bytes(root, authority.root_pem)
    return authority


def _keep_pair(
    path: Path,
    make_key: Callable[[], bytes],
    draw: Callable[[], bytes],
    serves: Callable[[Path], bool],
) -> None:
    picture, key = path.with_name(path.name + ".png"), path.with_name(path.name + ".p12")
    if not picture.exists():
        write_private_bytes(picture, draw())
    if not serves(key):
        write_private_bytes(key, make_key())


def _serves(file: Path, *, password: str, authority: TrialAuthority, now: datetime) -> bool:
    """Whether a key file opens, is this root's, and is valid for a while yet."""
    if not file.exists():
        return False
    try:
        held = load_pkcs12(file.read_bytes(), password.encode()).cert
        if held is None:
            return False
        held.certificate.verify_directly_issued_by(authority.certificate)
    except (ValueError, InvalidSignature):
        return False
    return now + RENEW_BEFORE < held.certificate.not_valid_after_utc


def _plain(name: str) -> str:
    if Path(name).name != name or name.startswith("."):
        raise Trouble(f"“{name}” không thể làm tên tệp khóa.")
    return name
