"""Warta's settings with the address of the bare page."""

from warta.project.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.comments_site.urls"
