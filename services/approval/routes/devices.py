"""The devices of this process, by which people sign themselves."""

from services.approval.signing_keys import Devices
from shared.runtime.process import Process


def devices_of(process: Process) -> Devices:
    return Devices(settings=process.devices, folder=process.keys, time_stamps=process.time_stamps)
