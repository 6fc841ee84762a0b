"""Publish breaking news: how soon the request arrives at Telegram, whose place a stand-in on loopback takes.

The site runs as `warta up` runs it, its worker sends. This program stands in for the web process of the editor and
publishes through Wagtail's own revision. Every second article has a picture that nothing has been made of yet. Rounds
keep a second apart, as the limit for one channel demands.
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from benchmarks.report import Row, close, percentile
from benchmarks.site import environment_of, free_port, running_site, scratch_home, warta
from tests.telegram_standin import StandIn

if TYPE_CHECKING:
    from warta.articles.models import ArticlePage

ARCHIVE = int(os.environ.get("WARTA_BENCH_ARTICLES", "10000"))
ROUNDS = int(os.environ.get("WARTA_BENCH_ROUNDS", "60"))
APART_SECONDS = 1.2
LONGEST_SECONDS = 30
TOKEN = "42:abcdefghijklmnopqrstuvwx"


def main() -> None:
    with scratch_home() as home, StandIn().running() as telegram:
        port = free_port()
        settings = {
            "WARTA_TELEGRAM_API": telegram.base, "WARTA_TELEGRAM_TOKEN": TOKEN, "WARTA_TELEGRAM_CHANNEL": "@warta",
        }  # fmt: skip
        environment = environment_of(home, port, **settings)
        warta(environment, "migrate", "-v", "0")
        warta(environment, "site", "setup")
        warta(environment, "generate", "--articles", str(ARCHIVE), "--seed", "7")
        os.environ.update(environment)
        with running_site(home, port=port, **settings):
            import django

            os.environ["DJANGO_SETTINGS_MODULE"] = "warta.project.settings"
            django.setup()
            close("telegram", list(measured(telegram)))


def measured(telegram: StandIn) -> Iterable[Row]:
    rounds = [seconds_to_arrival(telegram, number) for number in range(ROUNDS)]
    with_picture, without = rounds[1::2], rounds[::2]
    yield Row("publish → request at Telegram (p95)", percentile(rounds, 0.95) * 1000, 1000, "ms")
    yield Row("… without a picture (median)", percentile(without, 0.5) * 1000, 1000, "ms")
    yield Row("… with a picture (median)", percentile(with_picture, 0.5) * 1000, 1000, "ms")
    yield Row("… the slowest", max(rounds) * 1000, 1000, "ms")
    if telegram.chats.doubles() or len(telegram.chats.posts) != ROUNDS:
        raise SystemExit(f"{len(telegram.chats.posts)} posts for {ROUNDS} articles: {telegram.chats.doubles()}")


def seconds_to_arrival(telegram: StandIn, number: int) -> float:
    """From pressing Publish to the request being read at the stand-in."""
    article = draft(number, image=fresh_image(number) if number % 2 else None)
    seen = len(telegram.calls)
    time.sleep(APART_SECONDS)
    began = time.time()
    article.save_revision().publish()
    while len(telegram.calls) <= seen:
        if time.time() - began > LONGEST_SECONDS:
            raise TimeoutError(f"round {number}: nothing arrived in {LONGEST_SECONDS} s")
        time.sleep(0.002)
    return telegram.calls[seen].at - began


def draft(number: int, *, image: Any) -> ArticlePage:
    from warta.articles.models import ArticlePage
    from warta.articles.queries import public_articles

    like = public_articles()[0]
    article = ArticlePage(
        title=f"Kabar penting {number}", live=False, summary=like.summary, body=like.body, alert="breaking",
        lead_image=image,
    )  # fmt: skip
    like.get_parent().add_child(instance=article)
    return ArticlePage.objects.get(pk=article.pk)


def fresh_image(number: int) -> Any:
    """A picture of a camera's proportions, with something in it to compress."""
    from django.core.files.images import ImageFile
    from PIL import Image as Drawing
    from wagtail.images.models import Image

    drawn = Drawing.effect_noise((1800, 1200), 40 + number).convert("RGB")
    content = io.BytesIO()
    drawn.save(content, "JPEG", quality=85)
    return Image.objects.create(title=f"picture {number}", file=ImageFile(content, name=f"picture-{number}.jpg"))


if __name__ == "__main__":
    main()
