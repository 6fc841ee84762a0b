"""Brings the pictures that an imported article names into the site, or says why one was left out.

A picture is fetched and stored before the article's transaction begins; the same bytes are stored once.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import warnings
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from wagtail.images.models import Image

from warta.importing.records import PictureAt
from warta.lib.http import AddressRefused, AnswerTooLarge, Client, HttpFailure

MAX_PICTURE_BYTES = 20 * 1024 * 1024
# 60 megapixels: more than any press camera gives; unpacked it stays below 200 MB.
MAX_PIXELS = 60_000_000
ENDINGS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}
# A host that could not be reached this often in a run is not asked again.
MOST_FAILURES_OF_HOST = 3
FETCHERS = 4


class PictureLeftOut(Exception):
    """Why a picture was left out. `is_passing`: worth trying again at the next import."""

    def __init__(self, why: str, *, is_passing: bool = False) -> None:
        super().__init__(why)
        self.is_passing = is_passing


@dataclass(frozen=True)
class Left:
    """A picture that was left out, and why."""

    source: str
    why: str
    is_passing: bool


class Album:
    """The pictures of one import. `folder` is where relative paths begin; None when there is no file."""

    def __init__(self, folder: Path | None, client: Client | None = None) -> None:
        self._folder = folder.resolve() if folder else None
        self._client = client or Client(max_bytes=MAX_PICTURE_BYTES)
        self._ids: dict[str, int] = {}
        self._left: dict[str, Left] = {}
        self._failures: Counter[str] = Counter()

    def bring(self, pictures: Iterable[PictureAt]) -> None:
        """Fetch and store those that are not here yet. Safe to repeat; never inside a transaction."""
        new = {at.source: at for at in pictures if at.source not in self._ids and at.source not in self._left}
        if not new:
            return
        fetched = partial(self._fetched, language=get_language())
        with ThreadPoolExecutor(FETCHERS) as fetchers:
            for at, found in zip(new.values(), fetchers.map(fetched, new.values()), strict=True):
                self._keep(at, found)

    def ids(self) -> dict[str, int]:
        return self._ids

    def left_out(self, pictures: Iterable[PictureAt]) -> list[Left]:
        return [self._left[at.source] for at in pictures if at.source in self._left]

    def _fetched(self, at: PictureAt, *, language: str | None) -> bytes | PictureLeftOut:
        """The bytes, or why not, in the language of the one who asked: a thread begins without any."""
        with override(language):
            try:
                data = self._bytes(at.source)
                check_picture(data)
            except PictureLeftOut as reason:
                return reason
            return data

    def _keep(self, at: PictureAt, found: bytes | PictureLeftOut) -> None:
        try:
            if isinstance(found, PictureLeftOut):
                raise found
            self._ids[at.source] = stored(found, at)
        except PictureLeftOut as reason:
            self._left[at.source] = Left(_shown(at.source), str(reason), reason.is_passing)

    def _bytes(self, source: str) -> bytes:
        if source.startswith("data:"):
            return _from_data(source)
        if source.startswith(("http://", "https://")):
            return self._from_web(source)
        return self._from_folder(source)

    def _from_web(self, url: str) -> bytes:
        host = urlsplit(url).hostname or ""
        if self._failures[host] >= MOST_FAILURES_OF_HOST:
            raise PictureLeftOut(_("its host can't be reached"), is_passing=True)
        try:
            answer = self._client.get(url)
        except (AddressRefused, AnswerTooLarge) as error:
            raise PictureLeftOut(str(error)) from error
        except HttpFailure as error:
            self._failures[host] += 1
            raise PictureLeftOut(str(error), is_passing=True) from error
        if not answer.is_success:
            raise PictureLeftOut(
                _("its host answered %(status)d") % {"status": answer.status}, is_passing=answer.status >= 500
            )
        return answer.body

    def _from_folder(self, path: str) -> bytes:
        if self._folder is None:
            raise PictureLeftOut(_("there is no folder that its path begins in"))
        try:
            file = (self._folder / unquote(path)).resolve()
            if not file.is_relative_to(self._folder):
                raise PictureLeftOut(_("its path leads out of the file's folder"))
            if file.stat().st_size > MAX_PICTURE_BYTES:
                raise PictureLeftOut(_too_large())
            return file.read_bytes()
        except (OSError, ValueError) as error:
            raise PictureLeftOut(_("its file can't be read"), is_passing=True) from error


def _from_data(source: str) -> bytes:
    head, comma, body = source.partition(",")
    try:
        data = base64.b64decode(unquote(body), validate=False) if head.endswith(";base64") else unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        data = b""
    if not comma or not data:
        raise PictureLeftOut(_("its data can't be read"))
    return data


def _too_large() -> str:
    return _("it is larger than %(most)d MB") % {"most": MAX_PICTURE_BYTES // 1024 // 1024}


@dataclass(frozen=True)
class Sound:
    """What is known of a picture that was checked."""

    ending: str
    width: int
    height: int


def check_picture(data: bytes) -> Sound:
    """That these bytes are a picture in a known format and of bounded size. Raises PictureLeftOut."""
    if len(data) > MAX_PICTURE_BYTES:
        raise PictureLeftOut(_too_large())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)
            with Pillow.open(io.BytesIO(data), formats=list(ENDINGS)) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise PictureLeftOut(
                        _("it has more than %(most)d million dots") % {"most": MAX_PIXELS // 1_000_000}
                    )
                sound = Sound(ENDINGS[str(picture.format)], picture.width, picture.height)
                picture.verify()
    except PictureLeftOut:
        raise
    except Exception as error:  # Pillow's readers raise whatever a broken file makes them stumble over
        raise PictureLeftOut(_("it is no picture in a known format")) from error
    return sound


def stored(data: bytes, at: PictureAt) -> int:
    """The id of the picture with these bytes, stored now if it is new. Safe to repeat. Raises PictureLeftOut."""
    digest = hashlib.sha1(data, usedforsecurity=False).hexdigest()  # what Wagtail calls the file's hash
    known = Image.objects.filter(file_hash=digest).values_list("pk", flat=True).first()
    if known:
        return known
    sound = check_picture(data)
    image = Image(title=_title(at), file_hash=digest, file_size=len(data), description=at.alt[:255])
    try:
        image.file.name = _file_of(image, f"{digest}.{sound.ending}", data)
        image.width, image.height = sound.width, sound.height
        with transaction.atomic():
            image.save()
    except OSError as error:
        raise PictureLeftOut(_("it could not be stored: %(why)s") % {"why": error.strerror}, is_passing=True) from error
    return int(image.pk)


def _file_of(image: Image, name: str, data: bytes) -> str:
    """The stored file's name. A file that a killed import left behind is used, if it is whole."""
    path = image.get_upload_to(name)
    if default_storage.exists(path):
        with default_storage.open(path) as file:
            if file.read() == data:
                return str(path)
        default_storage.delete(path)
    try:
        return str(default_storage.save(path, ContentFile(data)))
    except OSError:
        default_storage.delete(path)  # what a full disk left of it
        raise


def _title(at: PictureAt) -> str:
    return (at.alt or at.caption or Path(urlsplit(at.source[:500]).path).stem or _("Picture"))[:255]


def _shown(source: str) -> str:
    return source if len(source) <= 120 else source[:80] + "…"
