"""Stands in for Telegram: real HTTP on loopback that checks calls as Telegram would and misbehaves on request.

`python -m tests.telegram_standin --port 8081` runs it by hand; its page at / lists what was posted.
"""

from tests.telegram_standin.faults import Fault
from tests.telegram_standin.server import StandIn

__all__ = ["Fault", "StandIn"]
