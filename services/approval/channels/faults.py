"""Why a sending was not accepted: all of them are tried again for ever.

The other side's own words stay behind, for they quote addresses and texts: what is said here goes
to our log, and of that only the name of the class goes to the engine.
"""

import ssl


class NotAccepted(Exception):  # noqa: N818 -- what the office says of it
    """Base of the three; raised nowhere itself."""


class TryLater(NotAccepted):
    """The other side is away, busy or slow: it passes by itself."""


class Refused(NotAccepted):
    """The other side does not want it: somebody must mend an address or a setting."""


class NotConfigured(NotAccepted):
    """The deployment lacks what the channel needs; sendings wait until it is there."""


def distrusts(fault: BaseException) -> bool:
    """The other side's certificate is the reason, however deep: that passes by nothing else."""
    reason: BaseException | None = fault
    while reason is not None:
        if isinstance(reason, ssl.SSLCertVerificationError):
            return True
        reason = reason.__cause__ or reason.__context__
    return False
