from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.lib.html import BLOCK, INLINE, PICTURE, TABLE, clean_article_html, clean_inline_html, clean_rich_text

ALLOWED = INLINE | BLOCK | TABLE | PICTURE
ATTRIBUTES = frozenset({"href", "src", "alt", "colspan", "rowspan", "scope"})
COLLECTION = Path(__file__).resolve().parents[4] / "shared" / "data" / "html_xss"
# A few of our own, so that the test means something where the large collection is not at hand.
OWN = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)><p>x</p></svg>",
    "<a href='javascript:alert(1)'>x</a>", "<a href='java\nscript:alert(1)'>x</a>", "<p style='x:expression(1)'>x</p>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>", "<iframe srcdoc='<script>1</script>'></iframe>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "<<p>script>alert(1)<</p>/script>",
    "<form action=//evil><input name=x><button>go</button></form>", "<p id=x name=y class=z onclick=1>x</p>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<a href='//evil.example/'>x</a>",
    "<img src='HTTPS://example.org/a.jpg' srcset='x' loading=lazy>", "<td colspan=9999>x</td>",
    "<!--[if IE]>x<![endif]-->",
)  # fmt: skip


class _Found(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            self.wrong.append(tag)
        for name, value in attrs:
            safe = name in ATTRIBUTES and (
                name not in ("href", "src") or re.match(r"(https?|mailto|tel):", value or "", re.IGNORECASE)
            )
            if not safe:
                self.wrong.append(f"{tag} {name}")

    def handle_comment(self, data: str) -> None:
        self.wrong.append("comment")


def _payloads() -> list[str]:
    found = list(OWN)
    for name, field in (("dompurify_cases", "payload"), ("xss_payloads", "payload"), ("naughty_strings", "text")):
        path = COLLECTION / f"{name}.jsonl"
        if path.exists():
            found += [json.loads(line)[field] for line in path.open(encoding="utf-8")]
    return found


def test_nothing_harmful_is_left_of_any_known_attack() -> None:
    for payload in _payloads():
        for clean in (clean_article_html, clean_rich_text, clean_inline_html):
            once = clean(payload)
            assert _Found(once).wrong == [], payload
            assert clean(once) == once, payload


@given(st.text(alphabet="<>/='\"! abgimpsrcthefonxly:&;#-\n", max_size=80))
def test_nothing_harmful_is_left_of_any_text(text: str) -> None:
    assert _Found(clean_article_html(text)).wrong == []


def test_what_belongs_in_an_article_stays() -> None:
    html = (
        '<h2>Judul</h2><p>Isi <strong>tebal</strong> <a href="https://example.org/?a=1&amp;b=2">tautan</a></p>'
        '<ul><li>satu</li></ul><figure><img src="https://example.org/a.jpg" alt="Ombak"><figcaption>Ombak</figcaption>'
        "</figure><blockquote>Kutipan</blockquote>"
    )
    assert clean_article_html(html) == html


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<div class=x><p>Isi</p></div>", "<p>Isi</p>"),
        ("<p>a<script>b</script>c</p>", "<p>ac</p>"),
        ('<p><a href="/dalam" target=_blank>x</a></p>', "<p><a>x</a></p>"),
        ("<p>5 < 6 & 7</p>", "<p>5 &lt; 6 &amp; 7</p>"),
    ],
)
def test_of_what_does_not_the_text_stays(html: str, clean: str) -> None:
    assert clean_article_html(html) == clean
