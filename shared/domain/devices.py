"""Devices that keep a signing key: what kinds there are, and that one is away or silent."""

from enum import StrEnum


class KeyKind(StrEnum):
    """Where a private key lies, and so who has to do what for a signature."""

    SOFT = "soft"
    """In a file of this deployment: signs by itself, for test certificates only."""
    TOKEN = "token"  # noqa: S105 -- a thing to hold, no password
    """In a token or HSM at the deployment (PKCS#11): signs with its owner's PIN."""
    REMOTE = "remote"
    """At a signing service (CSC API): signs with its owner's PIN or OTP."""
    OWN_DEVICE = "own_device"
    """With its owner alone, who signs elsewhere and sends the signed file."""


class DeviceAway(ConnectionError):  # noqa: N818 -- what is away is no error of ours
    """A device, or a service that signing needs, does not answer: a fault, nothing was kept."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        """Vietnamese, for whoever wanted to sign."""


def gone() -> DeviceAway:
    return DeviceAway(
        "device_gone",
        "Không tìm thấy thiết bị ký; chưa ghi gì. Hãy kiểm tra thiết bị đã cắm và đang hoạt động "
        "rồi ký lại.",
    )


def silent(seconds: float) -> DeviceAway:
    return DeviceAway(
        "device_silent",
        f"Thiết bị ký không trả lời trong {seconds:g} giây; chưa ghi gì. Hãy kiểm tra thiết bị "
        "rồi ký lại.",
    )


def stamps_away() -> DeviceAway:
    return DeviceAway(
        "time_stamps_away",
        "Không lấy được dấu thời gian cho chữ ký, vì nơi cấp không trả lời hoặc trả lời sai; chưa "
        "ghi gì. Hãy ký (hoặc gửi tệp) lại sau ít phút; nếu vẫn vậy, hãy báo quản trị viên.",
    )
