"""Run the stand-in by hand, to try the newsroom without Telegram."""

from __future__ import annotations

import argparse

from tests.telegram_standin.faults import Fault
from tests.telegram_standin.server import StandIn

FAULTS = {fault.name.lower().replace("_", "-"): fault for fault in Fault if fault is not Fault.NONE}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.telegram_standin", description=__doc__)
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--fault", choices=FAULTS, help="let one call in four end so")
    arguments = parser.parse_args()
    stand_in = StandIn(port=arguments.port)
    if arguments.fault:
        stand_in.faults.throw_dice({Fault.NONE: 3, FAULTS[arguments.fault]: 1}, seed=1)
    server = stand_in.server()
    print(f"{stand_in.base}/ shows what was posted. Start Warta in another terminal with")
    print(f"  WARTA_TELEGRAM_API={stand_in.base} WARTA_TELEGRAM_TOKEN=1:standinstandinstandin \\")
    print("  WARTA_TELEGRAM_CHANNEL=@warta make run")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main()
