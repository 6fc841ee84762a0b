from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from warta.lib.clock import clock_at, now
from warta.readers import vault
from warta.readers.models import Download, DownloadPiece, DownloadState, SecurityEvent, User, WaitingMail
from warta.readers.models.own_data import MOST_FETCHES
from warta.readers.own_data import downloading, gathering
from warta.readers.own_data.downloading import (
    LEASE,
    MOST_A_WEEK,
    PIECE_BYTES,
    DownloadRefused,
    Overtaken,
    SealedPieces,
    _claimed,
    ask_for_download,
    download_of,
    erase_old_downloads,
    fetch,
    make_downloads,
)
from warta.readers.own_data.gathering import Source
from warta.readers.own_data.package import write_package
from warta.readers.own_data.retention import DOWNLOADS
from warta.readers.terms.purposes import NEWSLETTER
from warta.readers.terms.services import give_consent
from warta.readers.terms.tests.cast import published, reader, signed_in

pytestmark = pytest.mark.django_db
NAME, PHONE = "Gita Prameswari Tunggadewi", "+6281298765432"


def gita_with_data() -> User:
    published()
    gita = reader("gita")
    vault.keep(gita, vault.FULL_NAME, NAME, by=gita)
    vault.keep(gita, vault.PHONE, PHONE, by=gita)
    give_consent(gita, NEWSLETTER, how="consents_page", language="id")
    return gita


def made(person: User, language: str = "id") -> Download:
    download = ask_for_download(person, language=language)
    assert make_downloads() == 1
    download.refresh_from_db()
    return download


def unpacked(download: Download) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(fetch(download))))


@pytest.fixture
def a_source() -> Iterator[list[str]]:
    """One more room that holds something, or fails to say what."""
    said: list[str] = []

    def gather(person: User) -> Iterator[dict[str, str]]:
        if not said:
            raise RuntimeError(f"can't read {person.email}")
        yield from ({"text": text} for text in said)

    before = list(gathering.SOURCES)
    gathering.tells(Source("extra", "Extra", gather))
    yield said
    gathering.SOURCES[:] = before


def test_a_download_holds_everything_as_json_and_as_a_page_in_the_reader_s_language() -> None:
    archive = unpacked(made(gita_with_data()))
    names = {name.removesuffix(".json") for name in archive.namelist()} - {"index.html"}
    assert names == {source.name for source in gathering.SOURCES}
    profile = json.loads(archive.read("profile.json"))
    assert {"field": "phone", "value": PHONE} in profile
    assert [row["purpose"] for row in json.loads(archive.read("consents.json"))] == ["newsletter"]
    assert json.loads(archive.read("account.json"))[0]["email"] == "gita@pembaca.example"
    page = archive.read("index.html").decode()
    assert NAME in page
    assert '<html lang="id">' in page
    assert "<script" not in page


def test_it_holds_nothing_of_anybody_else() -> None:
    gita, hadi = gita_with_data(), reader("hadi")
    vault.keep(hadi, vault.FULL_NAME, "Hadi Purwanugraha", by=hadi)
    vault.read(gita, vault.FULL_NAME, by=superuser(), reason="a claim")
    archive = unpacked(made(gita))
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Purwanugraha" not in everything
    assert hadi.public_id.encode() not in everything
    assert superuser().public_id.encode() not in everything


def superuser() -> User:
    found = User.objects.filter(is_superuser=True).first()
    return found or User.objects.create_superuser("eko@warta.example")


def test_hostile_text_stays_text_in_the_page() -> None:
    gita = reader("gita")
    User.objects.filter(pk=gita.pk).update(display_name="<script>alert(1)</script>\u202e")
    gita.refresh_from_db()
    page = unpacked(made(gita)).read("index.html").decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_nothing_of_it_stands_in_clear_in_database_or_home() -> None:
    gita = gita_with_data()
    made(gita)
    pieces = b"".join(bytes(piece.sealed) for piece in DownloadPiece.objects.all())
    assert pieces
    assert b"PK\x03\x04" not in pieces
    home = Path(settings.HOME)
    files = [path for path in home.rglob("*") if path.is_file() and "sqlite" not in path.name]
    assert not [path for path in files if PHONE.encode() in path.read_bytes() or b"PK\x03\x04" in path.read_bytes()[:4]]


def test_its_owner_is_told_by_mail_and_the_mail_is_put_in_line_with_it() -> None:
    made(gita_with_data())
    assert WaitingMail.objects.get().kind == "download_ready"


def test_one_at_a_time_and_few_a_week() -> None:
    gita = reader("gita")
    ask_for_download(gita, language="id")
    with pytest.raises(DownloadRefused, match="already"):
        ask_for_download(gita, language="id")
    make_downloads()
    for _ in range(MOST_A_WEEK - 1):
        made(gita)
    with pytest.raises(DownloadRefused, match="this week"):
        ask_for_download(gita, language="id")
    with clock_at(now() + timedelta(days=8)):
        ask_for_download(gita, language="id")


def test_a_link_is_good_for_few_fetches_and_seven_days() -> None:
    gita = reader("gita")
    download = made(gita)
    for _ in range(MOST_FETCHES):
        assert unpacked(download)
    with pytest.raises(DownloadRefused):
        fetch(download)
    other = made(gita)
    with clock_at(now() + DOWNLOADS.period + timedelta(minutes=1)):
        assert download_of(gita, other.public_id) is None
        with pytest.raises(DownloadRefused):
            fetch(other)


def test_what_expired_is_erased_by_itself() -> None:
    download = made(gita_with_data())
    with clock_at(now() + DOWNLOADS.period + timedelta(minutes=1)):
        assert erase_old_downloads() == 1
        assert erase_old_downloads() == 0
    download.refresh_from_db()
    assert download.state == DownloadState.ERASED
    assert not bytes(download.key)
    assert not DownloadPiece.objects.exists()


def test_a_worker_that_died_half_way_leaves_nothing_and_another_one_goes_on() -> None:
    gita = gita_with_data()
    download = ask_for_download(gita, language="id")
    assert downloading._claimed() is not None  # and then it was killed
    assert make_downloads() == 0
    assert not DownloadPiece.objects.exists()
    with clock_at(now() + LEASE + timedelta(seconds=1)):
        assert make_downloads() == 1
    download.refresh_from_db()
    assert NAME in unpacked(download).read("profile.json").decode()


def test_a_room_that_can_t_tell_is_asked_again_and_then_it_is_given_up(
    a_source: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    gita = reader("gita")
    download = ask_for_download(gita, language="id")
    moment = now()
    for times in range(downloading.MOST_ATTEMPTS):
        with clock_at(moment + times * (LEASE + timedelta(seconds=1))):
            assert make_downloads() == 0
    download.refresh_from_db()
    assert download.state == DownloadState.FAILED
    assert "pembaca.example" not in caplog.text
    a_source.append("now it can")
    assert unpacked(made(gita)).read("extra.json")


def test_a_disk_that_is_full_leaves_no_half_download(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    gita = gita_with_data()
    ask_for_download(gita, language="id")
    original = DownloadPiece.save

    def full(*args: object, **kwargs: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(DownloadPiece, "save", full)
    assert make_downloads() == 0
    assert not DownloadPiece.objects.exists()
    assert not WaitingMail.objects.exists()
    monkeypatch.setattr(DownloadPiece, "save", original)
    with clock_at(now() + LEASE + timedelta(seconds=1)):
        assert make_downloads() == 1


def test_a_download_of_many_pieces_comes_out_as_it_went_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloading, "PIECE_BYTES", 700)
    gita = gita_with_data()
    download = made(gita)
    assert DownloadPiece.objects.count() > 2
    assert unpacked(download).testzip() is None


def test_an_erased_reader_s_download_opens_no_more() -> None:
    gita = gita_with_data()
    download = made(gita)
    vault.destroy(gita)
    with pytest.raises(DownloadRefused):
        fetch(download)


def test_the_owner_fetches_it_by_a_press_and_it_stands_in_the_timeline() -> None:
    gita = gita_with_data()
    browser = signed_in(gita)
    browser.post("/account/data/download/")
    make_downloads()
    download = Download.objects.get()
    assert "Gita" not in browser.get("/account/data/").headers.get("Cache-Control", "")
    answer = browser.post(f"/account/data/download/{download.public_id}/")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert answer.headers["Content-Type"] == "application/zip"
    assert len(content) == int(answer.headers["Content-Length"])
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    kinds = list(SecurityEvent.objects.filter(person=gita).values_list("kind", flat=True))
    assert {"data_asked", "data_downloaded"} <= set(kinds)


def test_looking_ahead_at_a_link_uses_nothing_up() -> None:
    gita = reader("gita")
    download = made(gita)
    assert signed_in(gita).get(f"/account/data/download/{download.public_id}/").status_code == 302
    download.refresh_from_db()
    assert download.fetches == 0


def test_nobody_else_gets_it_not_even_an_administrator() -> None:
    download = made(gita_with_data())
    path = f"/account/data/download/{download.public_id}/"
    for someone in (reader("hadi"), superuser()):
        assert signed_in(someone).post(path).status_code == 404
    assert Client().post(path).status_code == 302
    download.refresh_from_db()
    assert download.fetches == 0


def test_asking_and_fetching_need_a_fresh_proof_and_a_token_of_the_page() -> None:
    gita = reader("gita")
    stale = signed_in(gita, is_proven=False)
    assert "/account/prove/" in stale.post("/account/data/download/").headers["Location"]
    assert signed_in(gita, checks_csrf=True).post("/account/data/download/").status_code == 403
    assert not Download.objects.exists()


def test_a_form_can_t_ask_for_somebody_else() -> None:
    gita, hadi = reader("gita"), reader("hadi")
    signed_in(hadi).post("/account/data/download/", {"person": gita.pk, "person_id": gita.pk, "user": gita.email})
    assert Download.objects.get().person == hadi


def test_a_package_is_made_of_whatever_a_room_tells() -> None:
    rows: list[gathering.Row] = [{"text": "a\x00b\ud800", "list": ["x", 1], "none": None, "at": now(), "yes": True}]
    parts = [gathering.Part(Source("odd", "Odd", lambda _person: rows), rows)]
    whole = io.BytesIO()
    write_package(whole, parts, language="en")
    archive = zipfile.ZipFile(whole)
    assert json.loads(archive.read("odd.json"))[0]["list"] == ["x", 1]


def noise(count: int) -> str:
    """Text that can't be pressed together, so that the ZIP is as large."""
    return random.Random(7).randbytes(count).hex()


def test_a_large_download_is_kept_in_pieces_as_it_is_written(a_source: list[str]) -> None:
    a_source.append(noise(3 * PIECE_BYTES))
    download = made(gita_with_data())
    assert DownloadPiece.objects.filter(download=download).count() > 3
    assert json.loads(unpacked(download).read("extra.json"))[0]["text"] == a_source[0]


def test_what_a_killed_worker_left_is_taken_away_by_the_next(a_source: list[str]) -> None:
    a_source.append(noise(2 * PIECE_BYTES))
    download = ask_for_download(gita_with_data(), language="en")
    first = _claimed()
    assert first is not None
    left = SealedPieces(first)
    left.write(bytes(2 * PIECE_BYTES))
    assert make_downloads() == 0
    with clock_at(now() + LEASE + timedelta(seconds=1)):
        assert make_downloads() == 1
        download.refresh_from_db()
        assert unpacked(download).testzip() is None
    with pytest.raises(Overtaken):  # should it only have slept
        left.write(bytes(PIECE_BYTES))


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_full_disk_leaves_nothing_behind_and_the_download_is_made_when_there_is_room(a_source: list[str]) -> None:
    a_source.append(noise(3 * PIECE_BYTES))
    download = ask_for_download(gita_with_data(), language="en")
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages + PIECE_BYTES // 4096 + 40}")
    try:
        assert make_downloads() == 0
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    assert not DownloadPiece.objects.exists()
    with clock_at(now() + LEASE + timedelta(seconds=1)):
        assert make_downloads() == 1
        download.refresh_from_db()
        assert unpacked(download).testzip() is None
