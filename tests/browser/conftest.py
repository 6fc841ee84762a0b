"""A running site with content, and a browser to look at it with."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from benchmarks.site import environment_of, free_port, running_site, scratch_home, warta

CHROMIUM = shutil.which("chromium") or ""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

PATIENCE_MILLISECONDS = 30_000  # two cores shared with a site and another browser


@dataclass(frozen=True)
class Walk:
    """The site's address, the path of one page of each kind, and what a command for this site has to run in."""

    address: str
    paths: dict[str, str]
    environment: dict[str, str]


@pytest.fixture(scope="session")
def walk() -> Iterator[Walk]:
    with scratch_home() as home:
        port, result = free_port(), home / "paths.json"
        environment = environment_of(home, port)
        warta(environment, "prepare")
        script = f"from pathlib import Path; from tests.browser.content import fill; fill(Path({str(result)!r}))"
        warta(environment, "shell", "-c", script)
        with running_site(home, port=port) as site:
            yield Walk(site.address, json.loads(Path(result).read_text()), environment)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM:
        if os.environ.get("CI") == "true":
            raise RuntimeError("chromium is missing: apt-get install chromium")
        pytest.skip("chromium is missing")
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
