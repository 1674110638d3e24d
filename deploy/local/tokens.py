"""A token of the local issuer for an account, for the command line and the demo."""

import json
import urllib.error
import urllib.request

from deploy.local.local_secrets import read_secrets
from deploy.local.settings import Settings
from deploy.local.troubles import Trouble


def token_for(account: str, settings: Settings) -> str:
    """Ask the running issuer for a bearer token (8 hours); Trouble when there is none to ask."""
    if settings.outside_issuer:
        raise Trouble(
            f"Mã truy cập do {settings.outside_issuer} cấp, không phải hệ thống tại chỗ; "
            "hãy đặt mã đó vào biến CONGVAN_TOKEN."
        )
    body = json.dumps({"account": account, "secret": read_secrets(settings)["issuer"]})
    request = urllib.request.Request(  # noqa: S310 -- an address of our own
        settings.issuer + "/token",
        data=body.encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as reply:  # noqa: S310 -- the same
            return str(json.load(reply)["access_token"])
    except urllib.error.HTTPError as fault:
        with fault:
            raise Trouble(
                f"Máy cấp mã tại {settings.issuer} không cấp mã truy cập cho tài khoản {account} "
                f"(mã {fault.code}); hãy xem lại tên tài khoản."
            ) from None
    except OSError:
        raise Trouble(
            f"Máy cấp mã tại {settings.issuer} không trả lời; hãy khởi động: ./congvan up"
        ) from None
