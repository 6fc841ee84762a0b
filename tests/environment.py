"""Tests run on a state folder of their own, whatever the environment says.

Named in pytest's options, because Django's settings are read before any conftest.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

# A worker's home lies in that of the process which started it, and goes with it.
_above = os.environ["WARTA_HOME"] if "PYTEST_XDIST_WORKER" in os.environ else None
_home = tempfile.mkdtemp(prefix="warta-test-", dir=_above)
atexit.register(shutil.rmtree, _home, ignore_errors=True)

os.environ["WARTA_HOME"] = _home
os.environ["WARTA_SITE_URL"] = "http://127.0.0.1:8000"
os.environ["WARTA_SITE_NAME"] = "Warta"
for _name in ("WARTA_TELEGRAM_TOKEN", "WARTA_TELEGRAM_API", "WARTA_TELEGRAM_CHANNEL", "WARTA_LANGUAGE"):
    os.environ.pop(_name, None)
