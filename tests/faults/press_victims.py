"""`python -m tests.faults.press_victims ROUNDS SEED`: kill pressing processes and look what stands.

Each round forks an editor's process, which changes articles and presses at once, and a worker, which presses what is
stale and what is asked for; both are killed after a random moment. What is served then must be whole; after the sweep
it must be true. Prints one line of counts.
"""

from __future__ import annotations

import gzip
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import brotli

LONGEST_LIFE_SECONDS = 0.25  # some forty pressings
PATHS = ("/", *(f"/read/{number}" for number in range(1, 6)))


def main(rounds: int, seed: int) -> None:
    _set_up()
    dice = random.Random(seed)
    for _ in range(rounds):
        victims = [_fork(_edit, dice.random()), _fork(_work, dice.random())]
        time.sleep(dice.uniform(0.005, LONGEST_LIFE_SECONDS))
        dice.shuffle(victims)
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
            os.waitpid(victim, 0)
        _in_child(check_whole)
        _in_child(check_true_after_sweep)
    _in_child(check_tidy)
    print(f"{rounds} rounds, {rounds * 2} killed")


def _set_up() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "warta.project.settings"
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    from warta.press import ports
    from warta.press.look import look_of_this_process

    settings.ROOT_URLCONF = "tests.faults.press_site"
    django.setup()
    from tests.faults import press_site

    call_command("migrate", verbosity=0, skip_checks=True)
    ports.changes_since.supply(press_site.changes_since)
    look_of_this_process()  # the children keep it: a file touched meanwhile must not heal what the sweep should
    connections.close_all()  # none may be shared with a child


def _fork(live: Callable[[random.Random], None], seed: float) -> int:
    child = os.fork()
    if child:
        return child
    try:
        live(random.Random(seed))
    finally:
        os._exit(1)


def _in_child(check: Callable[[], None]) -> None:
    child = os.fork()
    if child == 0:
        try:
            check()
            os._exit(0)
        except BaseException as error:
            print(f"{check.__name__}: {error!r}", file=sys.stderr, flush=True)
            os._exit(1)
    if os.waitpid(child, 0)[1]:
        sys.exit(f"{check.__name__} failed")


def _edit(dice: random.Random) -> None:
    from tests.faults.press_site import change
    from warta.press import services

    while True:
        number = dice.randrange(1, 6)
        change(number)
        time.sleep(dice.choice((0, 0, 0.03)))  # a request does other things between its commit and telling of it
        services.changed({f"article:{number}"}, eager=dice.sample(PATHS, 2))


def _work(dice: random.Random) -> None:
    from warta.press import pressing, upkeep

    # Bounds instead of the clock: a page must not be dated later than it was rendered, for the sweep goes by that.
    upkeep.HEAD_START = timedelta()
    while True:
        pressing.answer(dice.choice(PATHS))
        upkeep.PATIENCE = timedelta(seconds=dice.choice((0, 3)))
        upkeep.press_stale()


def check_whole() -> None:
    """Every page that is served: its three forms are one, and it was rendered in one go."""
    from warta.press.pressing import store

    shelf = store()
    for path in shelf.paths():
        copy = shelf.read(path)
        assert copy is not None, f"{path} leads nowhere"
        body = copy.bodies["identity"]
        assert gzip.decompress(copy.bodies["gzip"]) == body, f"{path}: gzip is of another version"
        assert brotli.decompress(copy.bodies["br"]) == body, f"{path}: brotli is of another version"
        first, last = body.split(b"-->")[0].strip(b"<!- "), body.split(b"<!--")[-1].strip(b"<!->  ")
        assert first == last, f"{path} is mixed or cut: {first!r} {last!r}"


def check_true_after_sweep() -> None:
    """After the sweep and one look of the worker nothing that is served differs from what would be rendered now."""
    from warta.press import pressing, upkeep
    from warta.press.models import PressedPage
    from warta.press.pressing import store
    from warta.press.rendering import render

    upkeep.sweep()
    PressedPage.objects.update(claimed_until=None)  # as after the seconds for which a killed one had claimed them
    upkeep.HEAD_START = timedelta()
    for _ in range(20):  # each takes about a second at most
        if upkeep.press_stale() == 0:
            break
    check_whole()
    shelf = store()
    pressing.answer(PATHS[0])  # lest there be nothing to look at
    for path in shelf.paths():
        copy = shelf.read(path)
        assert copy is not None
        assert copy.bodies["identity"] == render(path).response.content, f"{path} is stale"
    assert shelf.read(PATHS[0]) is not None, "nothing is pressed at all"


def check_tidy() -> None:
    """What the killed ones left is garbage and goes."""
    from warta.press import store as shelves
    from warta.press import upkeep
    from warta.press.pressing import store

    shelves.OLD_VERSION_SECONDS = -1
    upkeep.collect_garbage()
    shelf = store()
    left = [found.name for found in shelf.folder.rglob("*@?*") if not found.is_symlink()]
    served = [shelf.current(path) for path in shelf.paths()]
    assert sorted(left) == sorted(str(version) for version in served), f"left over: {set(left) - set(served)}"


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
