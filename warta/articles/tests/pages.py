"""What the tests of pages share: a small picture, an article full of parts, and a reader who asks."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image as Pillow
from wagtail.images.models import Image

from warta.articles.models import ArticlePage, Correction
from warta.articles.tests.newsroom import Newsroom, author, cite, publish, topic
from warta.press.marks import collected_tags


def small_picture(title: str = "Fog") -> Image:
    data = io.BytesIO()
    Pillow.new("RGB", (600, 400), (120, 80, 60)).save(data, "JPEG")
    data.seek(0)
    return Image.objects.create(title=title, file=ImageFile(data, name=f"{title}.jpg"))


def full_article(newsroom: Newsroom) -> ArticlePage:
    """An article with every kind of part, published."""
    other, background = newsroom.published("The other one"), newsroom.published("The background")
    picture = small_picture()
    article = newsroom.draft("Ministers agree", dateline="WASHINGTON DC", lead_image=picture, lead_caption="In the fog")
    citation = cite(article)
    citation.link, citation.reported_on = "https://independent.example/report", date(2017, 12, 28)
    article.bylines.create(author=author("Ana Wijaya"))
    article.topics.add(topic("Korea"))
    article.corrections.add(Correction(text="It was the ninth."))
    mark = f'<a linktype="citation" id="{citation.key}">Dikutip dari</a>'
    article.body = [
        (
            "paragraph",
            f'<p>They agreed. {mark}, it was quick.</p><p>See <a linktype="page" id="{other.pk}">this</a>.</p>',
        ),
        ("read_also", {"article": background}),
        ("heading", "The ninth round"),
        ("picture", {"image": picture, "alt": "Hills", "caption": "From the south", "credit": "Warta"}),
        ("pull_quote", {"quote": "No more threats", "speaker": "A minister", "role": "Minister"}),
        ("table", {"data": [["Year", "Votes"], ["2017", "15"]], "first_row_is_table_header": True}),
        ("embed", {"address": "https://youtu.be/abcdefghijk", "title": "The session"}),
        ("paragraph", "<p>One.</p><p>Two.</p><p>Three.</p>"),
    ]
    return publish(_with_draft(article))


def _with_draft(article: ArticlePage) -> ArticlePage:
    article.save_revision()
    return article


def read(path: str) -> Any:
    return Client().get(path)


def text_of(response: Any) -> str:
    return response.content.decode()


def tags_shown(path: str) -> set[str]:
    with collected_tags() as tags:
        read(path)
    return tags
