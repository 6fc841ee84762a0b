"""Warta's settings with the addresses of the measured site."""

from pathlib import Path

from warta.project.settings import *  # noqa: F403
from warta.project.settings import TEMPLATES

ROOT_URLCONF = "benchmarks.serving_site.urls"
TEMPLATES[0]["DIRS"] = [Path(__file__).parent / "templates"]
