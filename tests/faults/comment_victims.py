"""`python -m tests.faults.comment_victims ROUNDS SEED`: kill processes that write comments, and count what stands.

Each round forks two writers of two threads each, and a worker that tells the press and who listens; all are killed
after a random moment. A writer notes a form in a file before it sends it, and that it was accepted as soon as it knows.
Whatever was accepted must be there once, in a place of its own; whoever was killed in between sends the same form
again, which must not make a second one. Prints one line of counts.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

LONGEST_LIFE_SECONDS = 0.8  # some hundred comments
READERS = 40


def main(rounds: int, seed: int) -> None:
    article, journal = _set_up()
    dice = random.Random(seed)
    for number in range(rounds):
        victims = [_fork(_write, article, journal, f"{number}-{writer}") for writer in range(2)]
        victims.append(_fork(_work, article, journal, ""))
        time.sleep(dice.uniform(0.1, LONGEST_LIFE_SECONDS))
        dice.shuffle(victims)
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
            os.waitpid(victim, 0)
        _in_child(lambda: _check(article, journal))
    _in_child(lambda: _check_told(article))
    accepted = len(_lines(journal, "accepted"))
    assert accepted > rounds, "the writers were killed before they wrote anything"
    print(f"{rounds} rounds, {rounds * 3} killed, {accepted} accepted")


def _set_up() -> tuple[int, Path]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "warta.project.settings"
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("generate", "--articles", "1", "--readers", str(READERS), verbosity=0)
    from warta.articles.models import ArticlePage
    from warta.comments.writing.scorer import scorer_in_use
    from warta.lib.clock import now

    ArticlePage.objects.update(first_published_at=now())
    scorer_in_use()  # loaded once, before the children
    article = ArticlePage.objects.values_list("pk", flat=True).get()
    connections.close_all()  # none may be shared with a child
    return article, Path(os.environ["WARTA_HOME"]) / "journal"


def _fork(work: Callable[[int, Path, str], None], article: int, journal: Path, name: str) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work(article, journal, name)
    finally:
        os._exit(1)


def _in_child(check: Callable[[], None]) -> None:
    child = os.fork()
    if not child:
        try:
            check()
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        sys.exit("what stands after the kill is wrong")


def _write(article: int, journal: Path, name: str) -> None:
    threads = [threading.Thread(target=_write_on, args=(article, journal, f"{name}-{at}")) for at in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _write_on(article: int, journal: Path, name: str) -> None:
    number = 0
    while True:
        number += 1
        token = f"k{name}-{number}"
        _note(journal, "sent", token)
        send(article, token)
        _note(journal, "accepted", token)


def send(article: int, token: str) -> None:
    """Write the comment of this form; the limits are left out, as its writers are many."""
    from warta.comments.models import Comment, State
    from warta.comments.publishing import Draft, add_comment
    from warta.readers.models import User

    dice = random.Random(token)
    person = User.objects.order_by("pk")[dice.randrange(READERS)]
    if Comment.objects.filter(token=token).exists():
        return
    roots = list(Comment.objects.public().filter(thread=article, root=None).values_list("pk", flat=True)[:5])
    root = dice.choice(roots) if roots and dice.random() < 0.4 else None
    state = State.HELD if dice.random() < 0.1 else State.PUBLISHED
    add_comment(Draft(article, person, f"Isi {token}", state, reply_to_id=root, root_id=root, token=token))


def _work(article: int, journal: Path, name: str) -> None:
    from warta.comments.telling import tell_moves
    from warta.comments.writing.following import recount_thread, tell_press

    while True:
        tell_press()
        tell_moves()
        recount_thread(article)


def _check(article: int, journal: Path) -> None:
    """Nothing that was accepted is lost, nothing is there twice, every place is given once, every count is right."""
    from django.db.models import Count

    from warta.comments.models import Comment
    from warta.comments.writing.following import recount_thread

    for token in _lines(journal, "sent") - _lines(journal, "accepted"):
        send(article, token)  # as a writer whose answer never came sends again
        _note(journal, "accepted", token)
    accepted = _lines(journal, "accepted")
    kept = list(Comment.objects.values_list("token", flat=True))
    assert len(kept) == len(set(kept)), "a form was written twice"
    assert accepted == set(kept), f"{len(accepted - set(kept))} accepted comments are lost"
    placed = Comment.objects.exclude(place=None)
    assert not placed.values("thread", "root", "place").annotate(n=Count("pk")).filter(n__gt=1).exists()
    roots = list(placed.filter(root=None).order_by("place").values_list("place", flat=True))
    assert roots == list(range(1, len(roots) + 1)), "a place was skipped"
    assert not recount_thread(article), "a count was wrong"


def _check_told(article: int) -> None:
    """What the press and the listeners had not heard yet, they hear now."""
    from warta.comments.models import ThreadChange
    from warta.comments.telling import tell_moves
    from warta.comments.writing.following import tell_press

    while tell_press() or tell_moves():
        pass
    assert not ThreadChange.objects.exists()


def _note(journal: Path, word: str, token: str) -> None:
    """One write of one line: whole, or not there at all."""
    with journal.open("ab", buffering=0) as file:
        file.write(f"{word} {token}\n".encode("ascii"))


def _lines(journal: Path, word: str) -> set[str]:
    lines = journal.read_text(encoding="ascii").splitlines()
    return {line.split()[1] for line in lines if line.startswith(f"{word} ")}


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
