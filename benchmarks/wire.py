"""What an article page costs on the wire, and what Lighthouse says of it on a telephone.

Needs node; the public validators are installed from tests/validity/package-lock.json.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from benchmarks.report import Row, close
from benchmarks.site import Site, running_site, scratch_home, wait_for_pictures
from tests.validity.tools import validators

KILOBYTES = 20
ATTEMPTS = 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
CHROME_FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"


def main() -> None:
    with scratch_home() as home, running_site(home, "--demo") as site:
        wait_for_pictures(site)
        close("wire", [*sizes(site), *scores(site, home)])


def sizes(site: Site) -> Iterable[Row]:
    path = longest_article(site)
    page = site.get(path).data.decode()
    yield Row("HTML of the longest article, brotli", weight(site, [path]), KILOBYTES, "KB")
    styles = re.findall(r'<link[^>]+rel="?stylesheet"?[^>]*href="?([^">\s]+)', page)
    yield Row("CSS", weight(site, styles), KILOBYTES, "KB")
    yield Row("JavaScript", weight(site, re.findall(r'<script[^>]+src="?([^">\s]+)', page)), KILOBYTES, "KB")
    strangers = [
        address for address in re.findall(r'(?:src|srcset)="(https?://[^"]+)', page) if site.address not in address
    ]
    yield Row("requests to third parties", len(strangers), 0, "requests")


def weight(site: Site, paths: Iterable[str]) -> float:
    """Kilobytes that arrive; urllib3 is kept from unpacking them."""
    import urllib3

    total = 0
    for path in paths:
        answer = urllib3.request(
            "GET", site.address + path, headers={"Accept-Encoding": "br"}, decode_content=False, preload_content=True
        )
        total += len(answer.data)
    return total / 1024


def longest_article(site: Site) -> str:
    found = set(re.findall(r'href="(/[a-z]+/read/[^"]+)"', site.get("/").data.decode()))
    return max(found, key=lambda path: weight(site, [path]))


def scores(site: Site, home: Path) -> Iterable[Row]:
    """Lighthouse's four scores with its mobile settings, for the article and the home page."""
    for name, path in (("article", longest_article(site)), ("home", "/")):
        report = home / f"lighthouse-{name}.json"
        run_lighthouse(site.address + path, report)
        categories = json.loads(report.read_text(encoding="utf-8"))["categories"]
        for category in CATEGORIES:
            score = round(100 * categories[category]["score"])
            yield Row(f"Lighthouse mobile, {name}: {category}", score, 95, "points", is_most=False)


def run_lighthouse(address: str, report: Path) -> None:
    command = [
        "node", str(validators() / "lighthouse" / "cli" / "index.js"), address,
        f"--chrome-flags={CHROME_FLAGS}", "--quiet", "--output=json", f"--output-path={report}",
        f"--only-categories={','.join(CATEGORIES)}",
    ]  # fmt: skip
    for attempt in range(1, ATTEMPTS + 1):  # on a busy machine Chromium at times records no beginning of the page
        done = subprocess.run(command, env={**os.environ, "CHROME_PATH": "/usr/bin/chromium"}, timeout=300)
        if done.returncode == 0:
            return
        if attempt == ATTEMPTS:
            done.check_returncode()


if __name__ == "__main__":
    main()
