"""Tests run on a state folder of their own, whatever the environment says.

Named in pytest's options, because Django's settings are read before any conftest.
"""

from __future__ import annotations

import os
import tempfile

os.environ["WARTA_HOME"] = tempfile.mkdtemp(prefix="warta-test-")
os.environ["WARTA_SITE_URL"] = "http://127.0.0.1:8000"
os.environ["WARTA_SITE_NAME"] = "Warta"
for _name in ("WARTA_TELEGRAM_TOKEN", "WARTA_TELEGRAM_API", "WARTA_TELEGRAM_CHANNEL", "WARTA_LANGUAGE"):
    os.environ.pop(_name, None)
