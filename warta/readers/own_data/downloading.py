"""A download of everything: asked for, made by the worker, kept sealed for some days, fetched by its owner alone."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import IO, cast

from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from warta.audit.services import record
from warta.lib.clock import now
from warta.lib.crypto import new_key, open_sealed, seal
from warta.readers import vault
from warta.readers.mails.services import put_in_line
from warta.readers.models import Download, DownloadPiece, DownloadState, User
from warta.readers.models.own_data import MOST_FETCHES
from warta.readers.own_data.gathering import gathered
from warta.readers.own_data.package import write_package
from warta.readers.own_data.retention import DOWNLOADS
from warta.readers.sign_ins.services import note

log = logging.getLogger(__name__)
A_WEEK = timedelta(days=7)
MOST_A_WEEK = 3
MOST_ATTEMPTS = 3
LEASE = timedelta(minutes=10)
PIECE_BYTES = 256 * 1024
KEY_PLACE = "own_data.download.key"


class DownloadRefused(Exception):
    """It can't be had now; the message says why and what to do."""


def ask_for_download(person: User, *, language: str, request: HttpRequest | None = None) -> Download:
    """Put a download in line for the worker. Raises DownloadRefused. Not safe to repeat: few are allowed."""
    asked = Download.objects.filter(person=person, asked_at__gt=now() - A_WEEK)
    try:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=person.pk)
            if asked.filter(state=DownloadState.WAITING).exists():
                raise DownloadRefused(_("One is being made already. You get a mail when it is ready."))
            if asked.exclude(state=DownloadState.FAILED).count() >= MOST_A_WEEK:
                raise DownloadRefused(_("You have asked for several this week. Fetch the last one, or wait some days."))
            download = Download.objects.create(person=person, language=language)
            note(person, "data_asked", request=request)
            record("data.asked", actor=person.public_id, subject=person.subject)
    except IntegrityError:  # one from before the week is waiting still
        raise DownloadRefused(_("One is being made already. You get a mail when it is ready.")) from None
    return download


def make_downloads() -> int:
    """The job: make what waits, one after the other. How many were made.

    Safe to run twice: each is claimed first, and a claim whose worker died is free again after its lease. Until the one
    transaction that finishes it nothing that was written can be opened.
    """
    made = 0
    while (download := _claimed()) is not None:
        made += _made(download)
    return made


def download_of(person: User, public_id: str) -> Download | None:
    """The person's own download that can still be fetched; None for anybody else's, one that is over, or none."""
    return Download.objects.filter(
        person=person, public_id=public_id, state=DownloadState.READY, expires_at__gt=now(), fetches__lt=MOST_FETCHES
    ).first()


def fetch(download: Download, *, request: HttpRequest | None = None) -> Iterator[bytes]:
    """The ZIP in pieces, each opened as it is sent. Counts as one fetch. Raises DownloadRefused when it is over."""
    person = download.person
    with transaction.atomic():
        counted = Download.objects.filter(
            pk=download.pk, state=DownloadState.READY, fetches__lt=MOST_FETCHES, expires_at__gt=now()
        ).update(fetches=F("fetches") + 1)
        if not counted:
            raise DownloadRefused(_("This download is over. Ask for a new one."))
        key = _key_of(download)
        note(person, "data_downloaded", request=request)
        record("data.downloaded", actor=person.public_id, subject=person.subject)
    return _opened(download, key)


def erase_old_downloads() -> int:
    """Erase what has expired. How many there were. Safe to repeat."""
    old = Download.objects.filter(state=DownloadState.READY, expires_at__lte=now())
    return sum(_erased(pk) for pk in list(old.values_list("pk", flat=True)))


def _claimed() -> Download | None:
    moment = now()
    free = Q(claimed_until=None) | Q(claimed_until__lte=moment)
    waiting = Download.objects.filter(free, state=DownloadState.WAITING).order_by("asked_at").first()
    if waiting is None:
        return None
    got = Download.objects.filter(free, pk=waiting.pk, state=DownloadState.WAITING).update(
        claimed_until=moment + LEASE, attempts=F("attempts") + 1
    )
    return Download.objects.select_related("person").get(pk=waiting.pk) if got else None


def _made(download: Download) -> bool:
    if download.attempts > MOST_ATTEMPTS:  # its worker died each time
        _given_up(download)
        return False
    try:
        pieces = SealedPieces(download)
        with translation.override(download.language):
            write_package(cast("IO[bytes]", pieces), gathered(download.person), language=download.language)
        _finish(download, pieces)
    except Exception as error:
        # The kind of failure alone: its words might hold what is kept of the person.
        log.error("download not made", extra={"download": download.public_id, "failure": type(error).__name__})
        with suppress(DatabaseError):  # else the next attempt takes them away
            _take_away_pieces(download)
        if download.attempts >= MOST_ATTEMPTS:
            _given_up(download)
        return False
    return True


class Overtaken(Exception):
    """Another worker has taken this download over."""


class SealedPieces:
    """What the ZIP is written to: full pieces are sealed and kept at once, under a key that stands here alone.

    Until the key is kept with the finished download, nobody can open them. Raises Overtaken.
    """

    def __init__(self, download: Download) -> None:
        self.key, self.bytes = new_key(), 0
        self._download, self._waiting, self._number = download, bytearray(), 0
        _take_away_pieces(download)

    def write(self, content: bytes) -> int:
        self._waiting += content
        self.bytes += len(content)
        while len(self._waiting) >= PIECE_BYTES:
            self._keep(PIECE_BYTES)
        return len(content)

    def flush(self) -> None:
        """A piece is kept when it is full, and the last one at the end."""

    def close(self) -> None:
        if self._waiting:
            self._keep(len(self._waiting))

    def _keep(self, count: int) -> None:
        place = _piece_place(self._download, self._number)
        sealed = seal(bytes(self._waiting[:count]), key=self.key, place=place)
        with transaction.atomic():
            if not _ours(self._download).update(claimed_until=now() + LEASE):
                raise Overtaken
            DownloadPiece.objects.create(download=self._download, number=self._number, sealed=sealed)
        del self._waiting[:count]
        self._number += 1


def _ours(download: Download) -> QuerySet[Download]:
    """The row, as long as nobody has claimed it since."""
    return Download.objects.filter(pk=download.pk, state=DownloadState.WAITING, attempts=download.attempts)


def _take_away_pieces(download: Download) -> None:
    """What an attempt left behind that was broken off; nothing opens it. Only while the download is ours."""
    with transaction.atomic():
        if _ours(download).update(claimed_until=now() + LEASE):
            DownloadPiece.objects.filter(download=download).delete()


def _finish(download: Download, pieces: SealedPieces) -> None:
    """Everything at once: the last piece, the key to all of them, the state, the mail."""
    person, made_at = download.person, now()
    expires_at = made_at + DOWNLOADS.period
    with transaction.atomic():
        pieces.close()
        finished = _ours(download).update(
            state=DownloadState.READY, made_at=made_at, expires_at=expires_at, bytes=pieces.bytes,
            key=vault.sealed_for(person, _place(download), pieces.key.hex()), claimed_until=None,
        )  # fmt: skip
        if not finished:
            raise Overtaken
        _announce(download, until=expires_at)
        record("data.gathered", subject=person.subject, facts={"bytes": pieces.bytes})


def _announce(download: Download, *, until: datetime) -> None:
    language = download.language
    with translation.override(language):
        facts = {
            "until": date_format(timezone.localtime(until), "DATE_FORMAT"),
            "link": settings.SITE_URL + reverse("own_data"),
        }
    put_in_line("download_ready", to=download.person.email, person=download.person, facts=facts, language=language)


def _given_up(download: Download) -> None:
    _take_away_pieces(download)
    Download.objects.filter(pk=download.pk, state=DownloadState.WAITING).update(state=DownloadState.FAILED)


def _key_of(download: Download) -> bytes:
    try:
        return bytes.fromhex(vault.opened_for(download.person, _place(download), bytes(download.key)))
    except (vault.VaultClosed, ValueError):
        raise DownloadRefused(_("This download can't be opened any more. Ask for a new one.")) from None


def _opened(download: Download, key: bytes) -> Iterator[bytes]:
    count = download.pieces.count()
    for number in range(count):
        sealed = DownloadPiece.objects.values_list("sealed", flat=True).get(download=download, number=number)
        yield open_sealed(bytes(sealed), key=key, place=_piece_place(download, number))


def _erased(pk: int) -> int:
    with transaction.atomic():
        moved = Download.objects.filter(pk=pk, state=DownloadState.READY).update(state=DownloadState.ERASED, key=b"")
        DownloadPiece.objects.filter(download=pk).delete()
    return moved


def _place(download: Download) -> str:
    return f"{KEY_PLACE}|{download.public_id}"


def _piece_place(download: Download, number: int) -> str:
    return f"own_data.download.piece|{download.public_id}|{number}"
