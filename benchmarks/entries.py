"""A campaign under load: entries arriving at ten thousand in ten minutes, while readers read the articles.

    python -m benchmarks.entries [--entries 10000] [--seconds 600]

Comments are approved by four threads of a process beside a running demonstration site, one comment in ten twice at
once, as an event and the sweep would; a reader asks for an article all the while. Promises: every reader has one entry
and the page's counts say so; the articles are answered from the press; nobody waits.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

from benchmarks.report import Row, close, percentile
from benchmarks.site import Site, environment_of, running_site, scratch_home

TOKEN = "benchmark"
PAGE_EVERY_SECONDS = 0.05
SETTLING_SECONDS = 30  # the job that presses the counts runs each five seconds
LOAD = """
import json, sys, time
from concurrent.futures import ThreadPoolExecutor
import django
django.setup()
from django.db import connection, transaction
from warta.articles.models import ArticlePage
from warta.campaigns.models import Agreement, Campaign, Entry, EntryReason
from warta.campaigns.taking_part.services import agree, comment_approved
from warta.comments.models import Comment, CommentTag, State, Thread
from warta.campaigns.taking_part.sweeping import fact_of
from warta.lib.clock import now
from warta.readers import vault
from warta.readers.models import User
from warta.readers.vault_fields import BIRTH_DATE, FULL_NAME, PHONE, PROVINCE, REGENCY
count, seconds = int(sys.argv[1]), float(sys.argv[2])
campaign = Campaign.objects.get(slug="suara-pembaca")
article = ArticlePage.objects.filter(live=True).order_by("-pk").first()
thread, _made = Thread.objects.get_or_create(article=article)

def reader(number):
    with transaction.atomic():
        person = User.objects.create(email=f"r{number}@bench.example", password="!")
        own = {FULL_NAME: f"R {number}", BIRTH_DATE: "1990-05-01", PHONE: f"0812{number:08d}", PROVINCE: "31",
               REGENCY: "Jakarta"}
        vault.keep_all(person, own, by=person)
        vault.confirm(person, PHONE, by=person)
        agree(person, campaign, language="id")
        comment = Comment.objects.create(
            thread=thread, author=person, text=f"Komentar {number} #SuaraPembaca", state=State.HELD, civility=0.01)
        CommentTag.objects.create(comment=comment, tag=campaign.hashtag)
    return comment

comments = [reader(number) for number in range(count)]
print("ready", flush=True)
sys.stdin.readline()
began, times = time.monotonic(), []

def approve(place):
    wait = began + seconds * place / count - time.monotonic()
    if wait > 0:
        time.sleep(wait)
    comment = comments[place]
    start = time.perf_counter()
    Comment.objects.filter(pk=comment.pk).update(
        state=State.PUBLISHED, published_at=now(), written_at=now(), place=place + 1)
    comment.refresh_from_db()
    fact = fact_of(comment)
    comment_approved(fact)
    times.append((time.perf_counter() - start) * 1000)

with ThreadPoolExecutor(4) as pool:
    twice = [place for number in range(count) for place in ([number, number] if number % 10 == 0 else [number])]
    list(pool.map(approve, twice))
took = time.monotonic() - began
people = Entry.objects.filter(campaign=campaign).values("person").distinct().count()
print(json.dumps({"took": took, "times": times, "entries": Entry.objects.filter(campaign=campaign).count(),
                  "people": people, "valid": Entry.objects.filter(campaign=campaign, state="valid").count()}))
"""


class Reading(threading.Thread):
    """Somebody who reads an article again and again until told to stop."""

    def __init__(self, site: Site, path: str) -> None:
        super().__init__(daemon=True)
        self.site, self.path, self.ends, self.milliseconds = site, path, threading.Event(), list[float]()

    def run(self) -> None:
        while not self.ends.wait(PAGE_EVERY_SECONDS):
            began = time.perf_counter()
            assert self.site.get(self.path).status == 200
            self.milliseconds.append((time.perf_counter() - began) * 1000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=600)
    asked = parser.parse_args()
    with scratch_home() as home:
        _prepare(home)
        with running_site(home, "--demo", WARTA_METRICS_TOKEN=TOKEN) as site:
            rows = _measured(site, asked.entries, asked.seconds)
    close("entries", rows)


def _prepare(home: Path) -> None:
    """The demonstration, however long a busy machine takes for it."""
    code = "import django; django.setup(); from warta.project.prepare import prepare; prepare(demo=True)"
    own = {**environment_of(home, 8000), "DJANGO_SETTINGS_MODULE": "warta.project.settings"}
    subprocess.run([sys.executable, "-c", code], env=own, check=True)


def _measured(site: Site, entries: int, seconds: float) -> list[Row]:
    environment = {**site.environment, "DJANGO_SETTINGS_MODULE": "warta.project.settings"}
    command = [sys.executable, "-c", LOAD, str(entries), str(seconds)]
    path = _article(site)
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    ) as load:
        assert load.stdin is not None
        assert load.stdout is not None
        assert load.stdout.readline().strip() == "ready"
        reading, before = Reading(site, path), _pressed(site)
        reading.start()
        load.stdin.write("\n")
        load.stdin.flush()
        found = json.loads(load.stdout.readline())
        reading.ends.set()
        reading.join()
    after = _pressed(site)
    share = (after - before) / max(len(reading.milliseconds), 1)
    return [
        Row("readers who took part without an entry of their own", entries - found["people"], 0, "readers"),
        Row("entries too many", found["entries"] - entries, 0, "entries"),
        Row("the page's count, of those it should say", _shown(site, found["valid"]) / entries, 1, "×", is_most=False),
        Row("from the comment to the entry, 95th percentile", percentile(found["times"], 0.95), 250, "ms"),
        Row("the time that it took, of the time that it should", found["took"] / seconds, 1.05, "×"),
        Row("an article meanwhile, 95th percentile", percentile(reading.milliseconds, 0.95), 100, "ms"),
        Row("articles answered from the press", min(share, 1.0), 0.99, "×", is_most=False),
    ]


def _article(site: Site) -> str:
    front = site.get("/").data.decode()
    start = front.index('href="/nasional/read/') + len('href="')
    path = front[start : front.index('"', start)]
    site.get(path)
    return path


def _pressed(site: Site) -> float:
    """How many requests the front answered from the press until now."""
    told = site.get("/metrics", Authorization=f"Bearer {TOKEN}").data.decode().splitlines()
    lines = [line for line in told if "front_requests" in line and 'outcome="pressed"' in line]
    return sum(float(line.rsplit(" ", 1)[1]) for line in lines)


def _shown(site: Site, wanted: int) -> int:
    """What the page's count says, once it had time to be pressed anew."""
    ends, said = time.monotonic() + SETTLING_SECONDS, 0
    while time.monotonic() < ends and said != wanted:
        page = site.get("/campaign/suara-pembaca/counts").data.decode()
        said = int(page.split('tally__number">')[1].split("<")[0].replace(".", ""))
        time.sleep(1)
    return said


if __name__ == "__main__":
    main()
