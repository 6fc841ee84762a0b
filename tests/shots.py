"""`python -m tests.shots FOLDER`: every kind of page, wide and narrow, light and dark, in both languages."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks.site import Site, running_site, scratch_home
from tests.browser.conftest import FLAGS

WIDTHS = {"wide": (1360, 900), "narrow": (390, 844)}
LAZY = "document.querySelectorAll('img[loading=lazy]').forEach(image => { image.loading = 'eager' })"
LOADED = "Promise.all(Array.from(document.images, image => image.decode().catch(() => {})))"


def kinds_of(site: Site) -> dict[str, str]:
    """One address of each kind of page, found the way a reader finds them."""
    front = _text(site, "/")
    articles = _links(front, "[a-z-]+/read")
    read = "".join(_text(site, path) for path in articles[:12])
    named = {
        kind: links[0] for kind in ("topic", "author", "source", "archive") if (links := _links(front + read, kind))
    }
    section = "/" + articles[0].split("/")[1] + "/"
    return {"home": "/", "section": section, "article": articles[0], **named, "missing": "/tidak/ada"}


def _text(site: Site, path: str) -> str:
    return site.get(path).data.decode("utf-8")


def _links(html: str, start: str) -> list[str]:
    return list(dict.fromkeys(re.findall(rf'href="(/{start}/[^"#?]+)"', html)))


def views() -> Iterator[tuple[str, str, str]]:
    """(size, colours, language): every colour in both sizes; the second language once, where it differs."""
    for size in WIDTHS:
        yield from ((size, colours, "id") for colours in ("light", "dark"))
    yield "wide", "light", "en"


def shoot(browser: Browser, site: Site, kinds: dict[str, str], folder: Path) -> None:
    for size, colours, language in views():
        width, height = WIDTHS[size]
        look: dict[str, Any] = {"viewport": {"width": width, "height": height}, "color_scheme": colours}
        page = browser.new_context(**look).new_page()
        for kind, path in kinds.items():
            page.goto(site.address + (path if language == "id" else f"/{language}{path}"), wait_until="load")
            page.evaluate(LAZY)
            page.evaluate(LOADED)
            name = f"{kind}-{size}-{colours}-{language}"
            page.screenshot(path=folder / f"{name}.png", full_page=False)
            page.screenshot(path=folder / f"{name}-whole.png", full_page=True)
        page.context.close()


def main(folder: Path) -> int:
    chromium = shutil.which("chromium")
    if not chromium:
        sys.exit("Chromium takes the pictures and is missing: apt-get install chromium")
    folder.mkdir(parents=True, exist_ok=True)
    with scratch_home() as home, running_site(home, "--demo") as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        shoot(browser, site, kinds_of(site), folder)
        browser.close()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say where the pictures go: python -m tests.shots FOLDER")
    sys.exit(main(Path(sys.argv[1])))
