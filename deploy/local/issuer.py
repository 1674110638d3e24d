"""Starts the local issuer, and only where it can do no harm: `python -m deploy.local.issuer`.

It hands a token for any account to whoever knows the local secret; so it listens on a loopback
address only, and only on a data folder that the local stack itself has marked.
"""

import ipaddress
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import uvicorn
from joserfc.jwk import ECKey

from deploy.local.issuer_app import make_app
from deploy.local.issuer_folder import is_marked
from deploy.local.local_secrets import write_private
from deploy.local.troubles import Trouble

KEY_FILE = "signing-key.json"


def refuse_elsewhere(host: str, folder: Path) -> None:
    """Raise Trouble unless this is a local stack's folder and a loopback address."""
    if not _is_loopback(host):
        raise Trouble(
            f"The local issuer gives tokens without passwords and does not listen on {host}; "
            "on a server use an OIDC issuer of your own: CONGVAN_OIDC_ISSUER=URL."
        )
    if not is_marked(folder):
        raise Trouble(
            f"The local issuer works for the local stack only, and {folder} is not marked as "
            "one's; start it by ./congvan up."
        )


def keep_key(folder: Path) -> ECKey:
    """Read the signing key; makes it at the first run."""
    path = folder / KEY_FILE
    if path.exists():
        return ECKey.import_key(json.loads(path.read_text()))
    key = ECKey.generate_key("P-256", auto_kid=True)
    write_private(path, json.dumps(key.as_dict(private=True)))
    return keep_key(folder)


def run(environ: Mapping[str, str] = os.environ) -> None:
    """Serve until a signal; Trouble when this is no place for it."""
    host = environ["CONGVAN_HOST"]
    folder = Path(environ["CONGVAN_ISSUER_FOLDER"])
    refuse_elsewhere(host, folder)
    app = make_app(
        keep_key(folder),
        issuer=environ["CONGVAN_OIDC_ISSUER"],
        audience=environ["CONGVAN_OIDC_AUDIENCE"],
        secret=environ["CONGVAN_ISSUER_SECRET"],
    )
    uvicorn.run(app, host=host, port=int(environ["CONGVAN_PORT"]), log_level="warning")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False  # a name may resolve to anything


if __name__ == "__main__":
    try:
        run()
    except Trouble as trouble:
        sys.exit(str(trouble))
