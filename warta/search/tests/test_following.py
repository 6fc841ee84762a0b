"""The index follows the articles, whatever happens to either."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from warta.articles.models import ArticlePage
from warta.articles.publishing.withdrawing import withdraw
from warta.articles.tests.newsroom import Newsroom, publish
from warta.lib.clock import clock_at, now
from warta.search import building, following, reader, services
from warta.search.building import build_some
from warta.search.errors import Busy, Unavailable
from warta.search.queries import document_frequencies, similar_to
from warta.search.reader import CURRENT
from warta.search.schema import Position, microseconds
from warta.search.services import empty_index, follow, rebuild
from warta.search.tests.following import follow_all, found
from warta.search.writer import NEXT, Writer, folder_of, right_to_write


def test_a_published_article_is_found_after_a_step_of_the_worker(newsroom: Newsroom) -> None:
    follow_all()
    article = newsroom.published("Volcano awakens")
    follow()
    assert found("volcano") == [article.pk]


def test_a_draft_is_not_in_the_index(newsroom: Newsroom) -> None:
    newsroom.draft("Volcano awakens")
    follow_all()
    assert found("volcano") == []


def test_a_changed_headline_replaces_the_old_one(newsroom: Newsroom) -> None:
    article = newsroom.published("Volcano awakens")
    follow_all()
    article.title = "Glacier melts"
    publish(article)
    follow_all()
    assert (found("volcano"), found("glacier")) == ([], [article.pk])


def test_a_withdrawn_article_leaves_the_index(newsroom: Newsroom) -> None:
    article = newsroom.published("Volcano awakens")
    follow_all()
    withdraw(article.pk, reason="It slept.")
    follow_all()
    assert found("volcano") == []


def test_a_deleted_article_leaves_the_index(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    article = newsroom.published("Volcano awakens")
    follow_all()
    article.delete()
    monkeypatch.setattr(following, "COMPARE_AT_MOST_EVERY_SECONDS", 0.0)
    follow_all()
    assert found("volcano") == []


def test_articles_of_one_moment_are_all_followed(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "BATCH", 2)
    follow_all()
    with clock_at(now()):
        articles = [newsroom.published(f"Volcano {number}") for number in range(5)]
    follow_all()
    assert sorted(found("volcano")) == [article.pk for article in articles]


def test_what_was_committed_late_is_found_by_looking_back(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    late = newsroom.draft("Volcano awakens")
    follow_all()
    with clock_at(now() - timedelta(seconds=30)):
        publish(late)
    newsroom.published("Glacier melts")
    follow()
    monkeypatch.setattr(following, "LOOK_BACK_EVERY_SECONDS", 0.0)
    follow_all()
    assert found("volcano") == [late.pk]


def test_a_worker_killed_before_its_commit_does_the_same_again(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow_all()
    article = newsroom.published("Volcano awakens")

    def die(*_: object, **__: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(Writer, "write", die)
        with pytest.raises(SystemExit):
            follow()
    follow_all()
    assert found("volcano") == [article.pk]


def test_a_deleted_index_is_built_again(newsroom: Newsroom, index_root: Path) -> None:
    article = newsroom.published("Volcano awakens")
    follow_all()
    shutil.rmtree(index_root)
    assert found("volcano") == []
    follow_all()
    assert found("volcano") == [article.pk]


@pytest.mark.parametrize("damage", ["cut short", "other bytes", "missing"])
def test_a_damaged_index_is_built_again(newsroom: Newsroom, index_root: Path, damage: str) -> None:
    article = newsroom.published("Volcano awakens")
    follow_all()
    for path in (index_root / CURRENT).resolve().iterdir():
        if damage == "missing" and path.name != ".managed.json":
            path.unlink()
        elif damage == "cut short":
            path.write_bytes(path.read_bytes()[:-10])
        elif damage == "other bytes":
            path.write_bytes(b"x" * path.stat().st_size)
    following_anew()
    follow_all()
    assert found("volcano") == [article.pk]


def following_anew() -> None:
    """As after a restart of everything."""
    services._followers.clear()
    reader.forget_readers()


def test_an_index_that_cannot_be_read_for_a_moment_is_kept(
    newsroom: Newsroom, index_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.published("Volcano awakens")
    follow_all()
    before = folder_of(index_root, CURRENT)

    def refuse(*_: object) -> None:
        raise OSError("Too many open files")

    with monkeypatch.context() as patch:
        patch.setattr(reader.Reader, "searcher", refuse)
        follow()
        assert found("volcano") == []
    follow_all()
    assert folder_of(index_root, CURRENT) == before
    assert len(found("volcano")) == 1


def test_a_full_disk_stops_the_following_and_not_the_answers(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = newsroom.published("Volcano awakens")
    follow_all()
    newsroom.published("Glacier melts")

    def refuse(*_: object, **__: object) -> None:
        raise Unavailable("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Writer, "write", refuse)
        with pytest.raises(Unavailable):
            follow()
        assert found("volcano") == [article.pk]
    follow_all()
    assert len(found("glacier")) == 1


def test_an_emptied_index_is_built_again(newsroom: Newsroom) -> None:
    article = newsroom.published("Volcano awakens")
    follow_all()
    empty_index()
    follow_all()
    assert found("volcano") == [article.pk]


def test_the_old_index_answers_while_another_is_built(
    newsroom: Newsroom, index_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "BATCH", 1)
    monkeypatch.setattr(building, "BATCHES_AT_ONCE", 1)
    articles = [newsroom.published(f"Volcano {number}") for number in range(3)]
    follow_all()
    assert build_some(index_root)
    assert folder_of(index_root, NEXT)
    assert len(found("volcano")) == len(articles)


def test_a_rebuild_that_was_killed_goes_on_where_it_was(
    newsroom: Newsroom, index_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "BATCH", 1)
    monkeypatch.setattr(building, "BATCHES_AT_ONCE", 1)
    for number in range(3):
        newsroom.published(f"Volcano {number}")
    build_some(index_root)
    begun = folder_of(index_root, NEXT)
    counts: list[int] = []
    rebuild(progress=counts.append)
    assert counts[0] == 2
    assert folder_of(index_root, CURRENT) == begun


def test_what_is_published_during_a_rebuild_is_in_the_new_index(
    newsroom: Newsroom, index_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "BATCH", 1)
    monkeypatch.setattr(building, "BATCHES_AT_ONCE", 1)
    newsroom.published("Volcano 1")
    newsroom.published("Volcano 2")
    build_some(index_root)
    newsroom.published("Volcano 3")
    rebuild()
    assert len(found("volcano")) == 3


def test_a_rebuild_waits_its_turn_with_a_writer(newsroom: Newsroom, index_root: Path) -> None:
    newsroom.published("Volcano awakens")
    with right_to_write(index_root), pytest.raises(Busy):
        build_some(index_root)
    assert not build_some(index_root)
    assert len(found("volcano")) == 1


def test_one_writer_of_a_machine_writes(newsroom: Newsroom, index_root: Path) -> None:
    follow_all()
    newsroom.published("Volcano awakens")
    with right_to_write(index_root):
        assert follow() is None
    assert found("volcano") == []
    follow()
    assert len(found("volcano")) == 1


def test_a_half_written_index_is_never_put_in_place_of_a_whole_one(newsroom: Newsroom, index_root: Path) -> None:
    newsroom.published("Volcano awakens")
    follow_all()
    other = index_root / "v1-other"
    other.mkdir()
    (other / "meta.json").write_text("{")
    (index_root / NEXT).symlink_to(other.name)
    with pytest.raises(Unavailable):
        build_some(index_root)
    rebuild()
    assert len(found("volcano")) == 1


def test_only_what_was_published_before_is_similar(newsroom: Newsroom) -> None:
    old = newsroom.published("Volcano awakens")
    moment = now()
    newsroom.published("Volcano sleeps")
    follow_all()
    hits = similar_to({"volcano": 1.0}, before=moment, limit=10, language=None, excluding=())
    assert [hit.article_id for hit in hits] == [old.pk]


def test_left_out_articles_and_other_languages_are_not_similar(newsroom: Newsroom) -> None:
    newsroom.published("Volcano awakens", language="id")
    english = newsroom.published("Volcano awakens", language="en")
    other = newsroom.published("Volcano sleeps", language="en")
    follow_all()
    hits = similar_to({"volcano": 1.0}, before=None, limit=10, language="en", excluding=[english.pk])
    assert [hit.article_id for hit in hits] == [other.pk]


def test_frequencies_count_articles_and_not_the_position(newsroom: Newsroom) -> None:
    newsroom.published("Volcano awakens")
    newsroom.published("Volcano volcano sleeps")
    follow_all()
    assert document_frequencies(["volcano", "glacier"]) == (2, {"volcano": 2, "glacier": 0})


def test_without_an_index_nothing_is_similar() -> None:
    assert similar_to({"volcano": 1.0}, before=None, limit=10, language=None, excluding=()) == []
    assert document_frequencies(["volcano"]) == (0, {})


def test_the_index_says_itself_how_far_it_has_followed(newsroom: Newsroom, index_root: Path) -> None:
    from warta.search.reader import searching
    from warta.search.state import position_of

    follow_all()
    article = newsroom.published("Volcano awakens")
    follow_all()
    with searching(index_root) as searcher:
        position = position_of(searcher)
    stamped = ArticlePage.objects.get(pk=article.pk).changed_at
    assert position == Position(microseconds(stamped), article.pk)
