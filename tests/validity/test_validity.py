"""Every kind of page and file that a reader or a machine gets, before the public validators."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.site import Site, running_site, scratch_home
from tests.validity.tools import NoValidators, validators

pytestmark = pytest.mark.browser
HERE = Path(__file__).resolve().parent
IS_CI = os.environ.get("CI") == "true"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@dataclass(frozen=True)
class Pages:
    """One page of every kind in both languages: path → HTML."""

    site: Site
    html: dict[str, str]


@pytest.fixture(scope="module")
def pages() -> Iterator[Pages]:
    with scratch_home() as home, running_site(home, "--demo") as site:
        front = text_of(site, "/")
        articles = sorted(set(re.findall(r'href="(/[a-z]+/read/[^"#]+)"', front)))
        first = text_of(site, articles[0])
        kinds = ["topic", "author", "source", "archive"]
        everything = front + "".join(text_of(site, path) for path in articles)
        named = [found for kind in kinds if (found := first_link(everything, kind))]
        section = "/" + articles[0].split("/")[1] + "/"
        paths = ["/", section, *articles, *named, "/en/", f"/en{section}", *(f"/en{path}" for path in named)]
        assert first
        yield Pages(site, {path: text_of(site, path) for path in paths} | {"/nowhere/": text_of(site, "/nowhere/")})


@pytest.fixture(scope="module")
def modules() -> Path:
    try:
        return validators()
    except NoValidators as error:
        if IS_CI:
            raise
        pytest.skip(str(error))


def text_of(site: Site, path: str) -> str:
    return site.get(path).data.decode("utf-8")


def first_link(html: str, kind: str) -> str | None:
    found = re.search(rf'href="(/{kind}/[^"#]+/)"', html)
    return found.group(1) if found else None


def test_the_nu_checker_finds_no_error_on_any_kind_of_page(pages: Pages, modules: Path, tmp_path: Path) -> None:
    if not shutil.which("java"):
        assert not IS_CI, "java is missing"
        pytest.skip("java is missing: apt-get install default-jre-headless")
    for number, html in enumerate(pages.html.values()):
        (tmp_path / f"{number:03}.html").write_text(html, encoding="utf-8")
    jar = modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    done = subprocess.run(
        ["java", "-jar", str(jar), "--errors-only", "--format", "json", str(tmp_path)], capture_output=True, text=True
    )
    paths = list(pages.html)
    found = [
        f"{paths[int(Path(message['url']).stem)]}: {message['message']} … {message.get('extract', '')}"
        for message in json.loads(done.stderr)["messages"]
    ]
    assert found == []


def test_the_structured_data_test_finds_no_error(pages: Pages, modules: Path) -> None:
    marked = {path: html for path, html in pages.html.items() if path != "/nowhere/"}
    done = subprocess.run(
        ["node", str(HERE / "structured_data.js")], input=json.dumps(marked), capture_output=True, text=True, check=True
    )
    found = {path: failures for path, failures in json.loads(done.stdout).items() if failures}
    assert found == {}


def test_every_article_says_what_it_is_to_machines(pages: Pages) -> None:
    for path in (path for path in pages.html if "/read/" in path):
        kinds = {str(data["@type"]) for data in structured_data_of(pages.html[path])}
        assert "BreadcrumbList" in kinds, path
        assert any(kind.endswith(("Article", "Posting")) for kind in kinds), path


def structured_data_of(html: str) -> list[dict[str, object]]:
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return [entry for script in scripts for entry in as_list(json.loads(script))]


def as_list(data: dict[str, object] | list[dict[str, object]]) -> list[dict[str, object]]:
    return data if isinstance(data, list) else [data]


@pytest.mark.parametrize("path", ["/feed.xml", "/atom.xml"])
def test_feeds_are_well_formed_and_complete(pages: Pages, path: str) -> None:
    answer = pages.site.get(path)
    root = ElementTree.fromstring(answer.data)
    entries = [node for node in root.iter() if node.tag in ("item", "{http://www.w3.org/2005/Atom}entry")]
    assert answer.headers["Content-Type"].startswith(("application/rss+xml", "application/atom+xml"))
    assert len(entries) >= 12
    for entry in entries:
        names = {child.tag.rpartition("}")[2] for child in entry}
        assert {"title", "link"} <= names
        assert names & {"guid", "id"}
        assert names & {"pubDate", "published"}


def test_the_json_feed_has_what_the_format_requires(pages: Pages) -> None:
    feed = json.loads(pages.site.get("/feed.json").data)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"]) >= 12
    assert all(item["content_text"] and item["url"].startswith(pages.site.address) for item in feed["items"])


def test_every_address_of_the_sitemaps_answers(pages: Pages) -> None:
    index = ElementTree.fromstring(pages.site.get("/sitemap.xml").data)
    maps = [node.text or "" for node in index.iter(f"{SITEMAP}loc")]
    addresses = [node.text or "" for path in maps for node in locations(pages.site, path)]
    assert len(addresses) == len(set(addresses)) > 12
    for address in addresses:
        path = address.removeprefix(pages.site.address)
        assert pages.site.get(path).status == 200, address


def locations(site: Site, address: str) -> Iterator[ElementTree.Element]:
    return ElementTree.fromstring(site.get(address.removeprefix(site.address)).data).iter(f"{SITEMAP}loc")


def test_the_news_sitemap_holds_two_days_with_titles(pages: Pages) -> None:
    root = ElementTree.fromstring(pages.site.get("/news-sitemap.xml").data)
    news = "{http://www.google.com/schemas/sitemap-news/0.9}"
    titles = [node.text for node in root.iter(f"{news}title")]
    assert len(titles) == len(list(root.iter(f"{SITEMAP}url"))) > 0
    assert all(titles)


def test_robots_names_the_sitemaps_and_refuses_the_newsroom(pages: Pages) -> None:
    text = text_of(pages.site, "/robots.txt")
    assert "Disallow: /newsroom/" in text
    assert f"Sitemap: {pages.site.address}/sitemap.xml" in text
    assert "GPTBot" in text
