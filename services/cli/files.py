"""Files of the person at the keyboard: read with a plain sentence, written for their eyes only."""

from pathlib import Path

from deploy.local.local_secrets import write_private_bytes
from deploy.local.settings import read_settings
from deploy.local.troubles import Trouble


def read_bytes(file: Path) -> bytes:
    """A file's content; Trouble where it can't be read or there is nothing in it."""
    try:
        content = file.read_bytes()
    except OSError as fault:
        raise Trouble(f"Không đọc được tệp {file}: {why(fault)}.") from None
    if not content:
        raise Trouble(f"Tệp {file} trống, không có nội dung.")
    return content


def read_text(file: Path) -> str:
    """A text file's content; Trouble where it is no UTF-8 text or there is nothing in it."""
    content = read_bytes(file)
    if b"\0" in content:
        raise Trouble(f"Tệp {file} là tệp nhị phân, không phải văn bản thuần túy.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Trouble(
            f"Tệp {file} không phải văn bản UTF-8; hãy lưu lại ở dạng văn bản thuần túy UTF-8."
        ) from None
    if not text.strip():
        raise Trouble(f"Tệp {file} trống, không có nội dung.")
    return text


def keep(data: bytes, out: Path | None, folder: str, name: str) -> Path:
    """Write a document where it was asked for, else under var/FOLDER (0700); the file is 0600."""
    file = out
    try:
        if file is None:
            home = read_settings().var / folder
            home.mkdir(parents=True, exist_ok=True)
            home.chmod(0o700)
            file = home / name
        if file.is_dir():
            file /= name
        write_private_bytes(file, data)
    except OSError as fault:
        raise Trouble(f"Không ghi được {file or folder}: {why(fault)}.") from None
    return file.resolve()


def why(fault: OSError) -> str:
    """The fault in a few words."""
    match fault:
        case FileNotFoundError():
            return "không có tệp hoặc thư mục này"
        case IsADirectoryError():
            return "đây là một thư mục, không phải tệp"
        case NotADirectoryError():
            return "đường dẫn đi qua một tệp không phải thư mục"
        case PermissionError():
            return "không có quyền"
        case _:
            return f"máy báo lỗi {fault.errno}"
