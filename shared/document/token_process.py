"""One signature by a token's driver, in a process of its own: `python -m` this module.

A driver is the maker's C code: it may hang or fall, and then only this process does. What is
wanted comes as one JSON object on standard input, so that no PIN is seen among the processes;
the answer is one JSON object on standard output.
"""

import json
import sys
from typing import Any, Final

import pkcs11
from pkcs11 import KeyType, Mechanism, ObjectClass, TokenFlag
from pkcs11.util.ec import encode_ecdsa_signature

DIGEST_INFO: Final = bytes.fromhex("3031300d060960864801650304020105000420")
"""What PKCS#1 v1.5 puts before a SHA-256 digest (RFC 8017, 9.2)."""
WRONG_PIN: Final = (
    pkcs11.exceptions.PinIncorrect,
    pkcs11.exceptions.PinInvalid,
    pkcs11.exceptions.PinLenRange,
)
NO_KEY: Final = (pkcs11.exceptions.NoSuchKey, pkcs11.exceptions.MultipleObjectsReturned)


def main() -> None:
    wanted = json.load(sys.stdin)
    json.dump(answer(wanted), sys.stdout)


def answer(wanted: dict[str, Any]) -> dict[str, str]:
    """`wanted`: module, token, key, pin, and the digest in hex; without one only the look."""
    try:
        token = pkcs11.lib(wanted["module"]).get_token(token_label=wanted["token"])
    except (pkcs11.PKCS11Error, RuntimeError):
        return {"trouble": "gone"}
    try:
        if TokenFlag.USER_PIN_LOCKED & token.flags:
            raise pkcs11.exceptions.PinLocked
        with token.open(user_pin=wanted["pin"]) as session:
            return _signed(session, wanted)
    except WRONG_PIN:
        return {"trouble": "pin_wrong", "tries": _tries(wanted)}
    except pkcs11.PKCS11Error as fault:
        return {"trouble": _trouble(fault)}


def _trouble(fault: pkcs11.PKCS11Error) -> str:
    if isinstance(fault, NO_KEY):
        return "no_key"
    return "pin_locked" if isinstance(fault, pkcs11.exceptions.PinLocked) else "gone"


def _signed(session: Any, wanted: dict[str, Any]) -> dict[str, str]:
    key = session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=wanted["key"] or None)
    if not wanted["digest"]:
        return {}
    digest = bytes.fromhex(wanted["digest"])
    if key.key_type is KeyType.EC:
        raw = key.sign(digest, mechanism=Mechanism.ECDSA)
        return {"signature": encode_ecdsa_signature(raw).hex()}
    return {"signature": key.sign(DIGEST_INFO + digest, mechanism=Mechanism.RSA_PKCS).hex()}


def _tries(wanted: dict[str, Any]) -> str:
    """What the token tells of the tries that are left, after a wrong PIN."""
    flags = pkcs11.lib(wanted["module"]).get_token(token_label=wanted["token"]).flags
    if TokenFlag.USER_PIN_LOCKED & flags:
        return "none"
    if TokenFlag.USER_PIN_FINAL_TRY & flags:
        return "one"
    return "few" if TokenFlag.USER_PIN_COUNT_LOW & flags else ""


if __name__ == "__main__":
    main()
