"""A small newspaper for a browser to walk through: every kind of page, and the addresses of one of each."""

from __future__ import annotations

import json
from pathlib import Path

from django.utils import timezone

from warta.articles.models import ArticlePage
from warta.articles.tests.newsroom import Newsroom, outlet
from warta.articles.tests.pages import full_article, small_picture

LONG = "Pameran batik pesisir dibuka: seratus tahun motif yang dibawa angin laut, dari Lasem sampai Pekalongan"


def fill(result: Path) -> None:
    """Write the content into the database and the addresses, by kind of page, into a JSON file."""
    newsroom = Newsroom()
    article = full_article(newsroom)
    english = newsroom.published("Ministers agree in English", language="en", translation=article)
    for number in range(14):
        picture = small_picture(f"Picture {number}") if number % 2 else None
        newsroom.published(f"{LONG} ({number})", lead_image=picture, summary="Ringkasan yang pendek.")
    live = newsroom.published("Banjir di muara", kind="live", body=[("live_entry", _entry())])
    opinion = newsroom.published("Mengapa pupuk mahal", kind="opinion", section=newsroom.world)
    paid = newsroom.published("Merawat panel surya", kind="sponsored", sponsor="Surya")
    gone = newsroom.published("Artikel yang ditarik")
    ArticlePage.objects.filter(pk=gone.pk).update(
        live=False, withdrawn_at=timezone.now(), withdrawal_reason="Narasumbernya tidak pernah diwawancarai."
    )
    outlet("Reuters")
    paths = {
        "home": "/", "section": "/nasional/", "article": article.address, "english": f"/en{english.address}",
        "live": live.address, "opinion": opinion.address, "sponsored": paid.address, "withdrawn": gone.address,
        "topic": "/topic/korea/", "author": "/author/ana-wijaya/", "source": "/source/the-independent/",
        "empty": "/source/reuters/", "archive": f"/archive/{article.address_date:%Y/%m/%d}/",
        "missing": "/tidak/ada", "home in English": "/en/",
    }  # fmt: skip
    result.write_text(json.dumps(paths))


def _entry() -> dict[str, object]:
    return {"at": timezone.now(), "headline": "Pintu air ditutup", "text": "<p>Warga diminta menjauh.</p>"}
