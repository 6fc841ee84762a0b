"""The page at / : what a reader of the channels would see."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from tests.telegram_standin.chats import Post

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="2">
<title>Telegram stand-in</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem }}
html {{ background: #dfe7ec }}
article {{ background: #fff; border-radius: .75rem; padding: .75rem 1rem; margin: 1rem 0; white-space: pre-line }}
small {{ color: #55636e }}
</style>
<h1>Posted</h1><p>{count} posts stand; {calls} calls came in. This page looks again every two seconds.</p>
{posts}</html>"""


def page_of(posts: Iterable[Post], calls: int) -> str:
    shown = [_shown(post) for post in reversed(list(posts))]
    return PAGE.format(count=len(shown), calls=calls, posts="\n".join(shown))


def _shown(post: Post) -> str:
    picture = f"<small>Picture: {escape(post.picture)}</small>\n" if post.picture else ""
    edited = f", edited {len(post.history)}×" if post.history else ""
    facts = f"<small>{escape(post.chat)} · {post.posted_at:%H:%M:%S}{edited}</small>"
    return f"<article>{picture}{_marked(post)}\n{facts}</article>"


def _marked(post: Post) -> str:
    """The text with its entities, which count in UTF-16 units."""
    coded = post.text.encode("utf-16-le")
    parts, reached = [], 0
    for entity in sorted(post.entities, key=lambda entity: entity["offset"]):
        start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
        parts += [
            escape(coded[reached:start].decode("utf-16-le")),
            _entity(entity, coded[start:end].decode("utf-16-le")),
        ]
        reached = end
    return "".join(parts) + escape(coded[reached:].decode("utf-16-le"))


def _entity(entity: dict[str, str], words: str) -> str:
    if entity["type"] == "text_link":
        return f'<a href="{escape(entity["url"])}">{escape(words)}</a>'
    return f"<b>{escape(words)}</b>"
