"""How many prizes go to people with many accounts, with and without the review: a stated simulation.

    python -m benchmarks.sock_puppets [--entries 10000] [--seeds 5] [--draws 40]

The crowd is written from how people live and work, and knows nothing of the review's points or thresholds.

Everybody: a household has one to five grown-ups (30, 25, 20, 15, 10 in a hundred), of whom each takes part with a
chance of three tenths. Two households in five have a line with an address of their own; all others come out of 400
addresses of mobile networks, a busy one more often than a quiet one, another one at each sign-in. A browser in its
version is one of 300, the common ones more often; in one household of ten all use one device. A comment has 8 to 40
words; three in a hundred send the newsroom's example instead. Everybody has a mailbox.

A tenth of the entries belong to puppeteers with 2 to 60 accounts (eight on average, most have few). They work in
sittings of one to ten accounts: on one of their phones (one, and one more for every ten accounts), from their own line
(half of them) or from a mobile address, the same for a sitting; one puppeteer in ten takes a new address for each
account. Two in five make mailboxes by a plus sign, the others have separate ones. Half write each comment anew; the
others copy one and change up to three words of ten.

What is compared is made as it is from real sign-ins. The review is taken to decide as proposed: that is the most that
it finds, and the most that it takes away from the honest. No figure of a real campaign is in it.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.report import Row, close
from warta.campaigns.draw.computing import drawn_order
from warta.campaigns.review import Traits, behind_gateways, clusters_of, mailbox_of
from warta.comments.reading.repeats import bare

PRIZES, SHARE = 90, 0.1
HOUSEHOLDS, TAKES_PART = (30, 25, 20, 15, 10), 0.3
EXAMPLE = "Saya ikut karena berita ini penting bagi kota kami, semoga makin banyak yang membacanya."
SYLLABLES = [first + second for first in "bcdghjklmnprst" for second in ("a", "e", "i", "o", "u", "an", "ang")]


@dataclass
class Town:
    """What there is to be drawn from, the common things more often."""

    dice: random.Random

    def __post_init__(self) -> None:
        self.words = ["".join(self.dice.choices(SYLLABLES, k=self.dice.randint(2, 4))) for _ in range(3000)]
        self.addresses = [f"mobile {number}" for number in range(400)]
        self.browsers = [f"browser {number}" for number in range(300)]

    def one_of(self, things: list[str]) -> str:
        """The first about as often as the next two together, and so on: Zipf's law by its simplest formula."""
        return things[int(len(things) ** self.dice.random()) - 1]

    def comment(self) -> str:
        return " ".join(self.one_of(self.words) for _ in range(self.dice.randint(8, 40)))

    def copied(self, comment: str) -> str:
        words, share = comment.split(), self.dice.random() * 0.3
        return " ".join(self.one_of(self.words) if self.dice.random() < share else word for word in words)


def entry(name: str, address: str, browser: str, mail: str, comment: str) -> Traits:
    """As `campaigns.integrity.traits` makes them of a sign-in."""
    return Traits(name, f"{address} {browser}", address, mailbox_of(mail), bare(comment))


def honest(town: Town) -> Iterator[Traits]:
    dice, number = town.dice, 0
    for household in range(10**9):
        size = dice.choices(range(1, 6), HOUSEHOLDS)[0]
        line = f"line {household}" if dice.random() < 0.4 else ""
        shared = town.one_of(town.browsers) if dice.random() < 0.1 else ""
        for _person in range(size):
            if dice.random() < TAKES_PART:
                number += 1
                said = EXAMPLE if dice.random() < 0.03 else town.comment()
                address, browser = line or town.one_of(town.addresses), shared or town.one_of(town.browsers)
                yield entry(f"h{number}", address, browser, f"h{number}@surat.example", said)


def puppeteer(town: Town, owner: int) -> Iterator[Traits]:
    dice = town.dice
    size = min(2 + int(dice.expovariate(1 / 6)), 60)
    phones = [town.one_of(town.browsers) for _ in range(1 + size // 10)]
    line = f"line p{owner}" if dice.random() < 0.5 else ""
    hides, has_one_box, copies = dice.random() < 0.1, dice.random() < 0.4, dice.random() < 0.5
    original, made = town.comment(), 0
    while made < size:
        phone, address = dice.choice(phones), line or town.one_of(town.addresses)
        for _account in range(min(dice.randint(1, 10), size - made)):
            made += 1
            where = f"new {owner} {made}" if hides else address
            mail = f"p{owner}+{made}@surat.example" if has_one_box else f"p{owner}x{made}@surat.example"
            said = town.copied(original) if copies else town.comment()
            yield entry(f"p{owner}-{made}", where, phone, mail, said)


def crowd(dice: random.Random, count: int) -> list[Traits]:
    town, owner = Town(dice), 0
    made: list[Traits] = []
    while len(made) < count * SHARE:
        made += puppeteer(town, owner)
        owner += 1
    others = honest(town)
    made += [next(others) for _ in range(count - len(made))]
    dice.shuffle(made)
    return made


def share_of_prizes(dice: random.Random, entries: list[str], draws: int) -> float:
    """The mean share of prizes that go to puppets, over so many draws."""
    won = []
    codes = {dice.randbytes(16): entry for entry in entries}
    records = b"".join(code + bytes(32) for code in sorted(codes))
    for _ in range(draws):
        order = drawn_order(records, seal_hash="00" * 32, randomness=dice.randbytes(32))
        won.append(sum(codes[code].startswith("p") for code in order[:PRIZES]) / PRIZES)
    return statistics.mean(won)


@dataclass(frozen=True)
class Outcome:
    """Of one crowd, in hundredths. `fair`: what puppeteers would win if each person had one entry."""

    without: float
    reviewed: float
    fair: float
    wronged: float
    seconds: float


def outcome(seed: int, count: int, draws: int) -> Outcome:
    dice = random.Random(seed)
    traits = crowd(dice, count)
    began = time.process_time()
    clusters = clusters_of(behind_gateways(traits))
    seconds = time.process_time() - began
    collapsed = {name for cluster in clusters for name in cluster.entries[1:]}
    names = [trait.entry for trait in traits]
    honest_count = sum(name.startswith("h") for name in names)
    owners = len({name.partition("-")[0] for name in names if name.startswith("p")})
    kept = [name for name in names if name not in collapsed]
    without, reviewed = (100 * share_of_prizes(dice, some, draws) for some in (names, kept))
    wronged = 100 * sum(name.startswith("h") for name in collapsed) / honest_count
    return Outcome(without, reviewed, 100 * owners / (owners + honest_count), wronged, seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--draws", type=int, default=40)
    asked = parser.parse_args()
    found = [outcome(seed, asked.entries, asked.draws) for seed in range(asked.seeds)]
    for seed, one in enumerate(found):
        print(
            f"crowd {seed}: puppets win {one.without:.1f} % without, {one.reviewed:.1f} % with the review; "
            f"{one.fair:.1f} % if each person had one entry; honest entries collapsed: {one.wronged:.2f} %"
        )

    def mean(of: Callable[[Outcome], float]) -> float:
        return statistics.mean(map(of, found))

    without = mean(lambda one: one.without)
    close(
        "sock_puppets",
        [
            Row("puppets' share of prizes without the review", without, 100, "%"),
            Row("puppets' share of prizes with the review", mean(lambda one: one.reviewed), without * 0.75, "%"),
            Row("honest entries wrongly collapsed", mean(lambda one: one.wronged), 1, "%"),
            Row(f"reviewing {asked.entries:,} entries", mean(lambda one: one.seconds), 60, "s"),
        ],
    )


if __name__ == "__main__":
    main()
