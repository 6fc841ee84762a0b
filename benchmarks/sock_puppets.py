"""How many prizes go to people with many accounts, with and without the review: a stated simulation.

    python -m benchmarks.sock_puppets [--entries 20000] [--draws 200]

A tenth of the entries belong to puppeteers who have 2 to 30 accounts each. A puppeteer is careless (three fifths: one
device and network, every second account with the contact of the one before), careful (a quarter: a device for three
accounts, two networks, one text in other words) or invisible (the rest: nothing shared). The others are one person
each; a tenth of them share a device in families of two to four, half of these the network as well; three fifths come
out of thirty mobile gateways. Texts of honest people are their own, but for a hundredth who paste the same slogan.
The review collapses each cluster to one entry. No figure of a real campaign is in it.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import Counter

from benchmarks.report import Row, close
from warta.campaigns.draw.computing import drawn_order
from warta.campaigns.review import Traits, clusters_of

PRIZES = 90
SHARE, CARELESS, CAREFUL = 0.1, 0.6, 0.25
WORDS = """
saya senang membaca berita tentang kota jalan pasar sekolah anak ibu guru petani laut hujan sawah banjir harga
beras pemilu desa listrik air bersih kereta bandara pelabuhan nelayan hutan gunung sungai jembatan rumah sakit
dokter perawat puskesmas obat kampus mahasiswa buku taman sepeda angkutan ojek warung kopi musik film budaya
tari wayang batik makanan
""".split()  # noqa: SIM905 - a list of words reads best as words


def text(dice: random.Random) -> str:
    return " ".join(dice.choices(WORDS, k=18))


def reworded(dice: random.Random, original: str) -> str:
    words = original.split()
    for _ in range(2):
        words[dice.randrange(len(words))] = dice.choice(WORDS)
    return " ".join(words)


def honest(dice: random.Random, number: int, families: int) -> Traits:
    """One person; those below `families` × 3 are in families of about three."""
    in_family = number < families * 3
    family = number // 3 if number % 6 else max(number // 3 - 1, 0)  # of two, three and four
    device = f"family {family}" if in_family else f"device {number}"
    at_home = in_family and family % 2 == 0
    network = f"home f{family}" if at_home else f"home {number}" if dice.random() < 0.4 else f"gateway {number % 30}"
    said = "Semoga menang, terima kasih Warta, sukses selalu untuk semua!" if dice.random() < 0.01 else text(dice)
    return Traits(f"h{number}", device, network, f"contact {number}", said)


def puppets(dice: random.Random, owner: int, size: int) -> list[Traits]:
    style, original = dice.random(), text(dice)
    made = []
    for number in range(size):
        name = f"p{owner}-{number}"
        if style < CARELESS:
            contact = f"pair {owner} {number // 2}"
            made.append(Traits(name, f"device p{owner}", f"net p{owner}", contact, text(dice)))
        elif style < CARELESS + CAREFUL:
            device, network = f"device p{owner} {number // 3}", f"net p{owner} {number % 2}"
            made.append(Traits(name, device, network, name, reworded(dice, original)))
        else:
            made.append(Traits(name, f"device {name}", f"gateway {dice.randrange(30)}", name, text(dice)))
    return made


def crowd(dice: random.Random, count: int) -> list[Traits]:
    made: list[Traits] = []
    owner = 0
    while len(made) < count * SHARE:
        made += puppets(dice, owner, min(dice.randint(2, 30), int(count * SHARE) - len(made) or 1))
        owner += 1
    made += [honest(dice, number, count // 33) for number in range(count - len(made))]
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--draws", type=int, default=200)
    asked = parser.parse_args()
    dice = random.Random(6)
    traits = crowd(dice, asked.entries)
    began = time.perf_counter()
    clusters = clusters_of(traits)
    seconds = time.perf_counter() - began
    collapsed = {entry for cluster in clusters for entry in cluster.entries[1:]}
    kinds = Counter(entry[0] for entry in collapsed)
    owners = len({trait.entry.partition("-")[0] for trait in traits if trait.entry.startswith("p")})
    entries = [trait.entry for trait in traits]
    kept = [entry for entry in entries if entry not in collapsed]
    without, with_review = (share_of_prizes(dice, some, asked.draws) for some in (entries, kept))
    honest_count = sum(entry.startswith("h") for entry in entries)
    print(f"{len(clusters)} clusters; collapsed: {kinds['p']} entries of puppets, {kinds['h']} of honest people")
    print(f"one entry a person would give puppeteers {owners / (owners + honest_count):.1%} of the prizes")
    close(
        "sock_puppets",
        [
            Row("puppets' share of prizes without the review", without * 100, 100, "%"),
            Row("puppets' share of prizes with the review", with_review * 100, without * 50, "%"),
            Row("honest entries wrongly collapsed", kinds["h"] / honest_count * 100, 0.5, "%"),
            Row(f"reviewing {asked.entries:,} entries", seconds, 60, "s"),
        ],
    )


if __name__ == "__main__":
    main()
