"""Pictures of the running site.

`python -m tests.shots FOLDER`: the few that README shows, small. `python -m tests.shots --all FOLDER`: every kind of
page, wide and narrow, light and dark, in both languages.
"""

from __future__ import annotations

import argparse
import io
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.site import Site, running_site, scratch_home, wait_for_pictures
from tests.browser.conftest import FLAGS

WIDTHS = {"wide": (1360, 900), "narrow": (390, 844)}
WEBP_QUALITY = 82
TILLERSON = "Tillerson dan Lavrov"  # our own account of the call of December 2017
TALL = 1150  # where a front shows its headline and an editor its text
CENTRE = "mark => mark.scrollIntoView({block: 'center'})"
LAZY = "document.querySelectorAll('img[loading=lazy]').forEach(image => { image.loading = 'eager' })"
LOADED = "Promise.all(Array.from(document.images, image => image.decode().catch(() => {})))"


def kinds_of(site: Site) -> dict[str, str]:
    """One address of each kind of page, found the way a reader finds them."""
    front = _text(site, "/")
    articles = _links(front, "[a-z-]+/read")
    read = "".join(_text(site, path) for path in articles[:12])
    named = {
        kind: links[0]
        for kind in ("topic", "author", "source", "archive", "story")
        if (links := _links(front + read, kind))
    }
    section = "/" + articles[0].split("/")[1] + "/"
    searches = {"search": "/search?q=banjir", "search-slip": "/search?q=bnajir", "search-none": "/search?q=xqzv"}
    return {"home": "/", "section": section, "article": articles[0], **named, **searches, "missing": "/tidak/ada"}


def _text(site: Site, path: str) -> str:
    return site.get(path).data.decode("utf-8")


def _links(html: str, start: str) -> list[str]:
    return list(dict.fromkeys(re.findall(rf'href="(/{start}/[^"#?]+)"', html)))


def views() -> Iterator[tuple[str, str, str]]:
    """(size, colours, language): every colour in both sizes; the second language once, where it differs."""
    for size in WIDTHS:
        yield from ((size, colours, "id") for colours in ("light", "dark"))
    yield "wide", "light", "en"


def shoot_all(browser: Browser, site: Site, folder: Path) -> None:
    kinds = kinds_of(site)
    for size, colours, language in views():
        page = new_page(browser, size, colours)
        for kind, path in kinds.items():
            show(page, site.address + (path if language == "id" else f"/{language}{path}"))
            name = f"{kind}-{size}-{colours}-{language}"
            page.screenshot(path=folder / f"{name}.png", full_page=False)
            page.screenshot(path=folder / f"{name}-whole.png", full_page=True)
        page.context.close()


def shoot_few(browser: Browser, site: Site, folder: Path) -> None:
    """What README shows."""
    article = next(path for path in _links(_text(site, "/dunia/"), "dunia/read") if "tillerson" in path)
    for name, path in (("home-wide-light", "/"), ("article-wide-dark", article)):
        _kind, size, colours = name.split("-")
        page = new_page(browser, size, colours, height=TALL)
        show(page, site.address + path)
        keep(page, folder / f"{name}.webp")
        page.context.close()
    page = new_page(browser, "wide", "light", height=TALL)
    sign_in(page, site)
    page.goto(f"{site.address}/newsroom/articles/", wait_until="load")
    keep(page, folder / "newsroom-articles.webp")
    page.click(f"text={TILLERSON}")
    page.locator(".public-DraftEditor-content .warta-mark").first.evaluate(CENTRE)
    keep(page, folder / "newsroom-editor.webp")
    page.context.close()


def new_page(browser: Browser, size: str, colours: str, *, height: int = 0) -> Page:
    width, usual = WIDTHS[size]
    look: dict[str, Any] = {"viewport": {"width": width, "height": height or usual}, "color_scheme": colours}
    return browser.new_context(**look).new_page()


def show(page: Page, address: str) -> None:
    page.goto(address, wait_until="load")
    page.evaluate(LAZY)
    page.evaluate(LOADED)


def keep(page: Page, path: Path) -> None:
    with Image.open(io.BytesIO(page.screenshot())) as shot:
        shot.convert("RGB").save(path, quality=WEBP_QUALITY, method=6)


def sign_in(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/newsroom/")
    page.fill("input[name=email]", "redaksi@warta.example")
    page.fill("input[name=password]", (site.home / "keys" / "demo-editor").read_text().strip())
    page.click("button[type=submit]")
    page.wait_for_selector(".warta-begin")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.shots", description=__doc__)
    parser.add_argument("--all", action="store_true", help="every kind of page in every look")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    arguments = parser.parse_args()
    folder: Path = arguments.folder
    chromium = shutil.which("chromium")
    if not chromium:
        sys.exit("Chromium takes the pictures and is missing: apt-get install chromium")
    folder.mkdir(parents=True, exist_ok=True)
    with scratch_home() as home, running_site(home, "--demo") as site, sync_playwright() as playwright:
        wait_for_pictures(site)
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        (shoot_all if arguments.all else shoot_few)(browser, site, folder)
        browser.close()
    print(f"{len(list(folder.iterdir()))} pictures in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
