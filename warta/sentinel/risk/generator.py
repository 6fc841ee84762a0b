"""Sign-ins of invented people, and of invented attackers, by rules that are stated here. Nothing is taken from anybody.

A reader lives in a city, has a line at home and a mobile contract, a phone, perhaps a computer and a place of work:

- the address at home changes about every two weeks, within the provider's addresses of the city; a mobile network gives
  another address each time, out of a few thousand of the operator; the address at work stays;
- seven in ten sign-ins come from the phone, half of these over the mobile network, three in a hundred from another city
  and three in a thousand from abroad;
- a browser brings a new version about every six weeks, which changes the full agent and the browser; a system once a
  year; a phone is replaced after about two years;
- people sign in every few days to every few weeks, each at a pace of their own.

Attackers, each trying an account of whose owner they know nothing (naive), the country (targeted), or the city, the
provider and the very phone or computer, but not its address (very targeted).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Literal, NamedTuple

Attacker = Literal["naive", "targeted", "very targeted"]
ATTACKERS: tuple[Attacker, ...] = ("naive", "targeted", "very targeted")

CITIES = ("Jakarta", "Surabaya", "Bandung", "Medan", "Semarang", "Makassar", "Palembang", "Denpasar", "Padang", "Ambon")
SHARES = (30, 15, 12, 10, 9, 7, 6, 5, 4, 2)
PROVIDERS = ("AS-A", "AS-B", "AS-C", "AS-D", "AS-E", "AS-F")
PROVIDER_SHARES = (45, 20, 14, 10, 7, 4)
OPERATORS = ("AS-M1", "AS-M2", "AS-M3", "AS-M4")
OPERATOR_SHARES = (46, 26, 18, 10)
ABROAD = ("SG", "MY", "AU", "NL", "US", "CN", "RU", "BR", "IN", "VN")
PHONES = tuple(f"phone-{number}" for number in range(120))
COMPUTERS = ("Windows", "Windows", "Windows", "Windows", "macOS", "Linux")
BROWSERS = ("Chrome", "Chrome", "Chrome", "Chrome", "Samsung", "Firefox", "Edge", "Safari")

HOME_ADDRESSES, MOBILE_ADDRESSES, FOREIGN_ADDRESSES = 3000, 4000, 60_000
HOME_LASTS, BROWSER_LASTS, SYSTEM_LASTS, PHONE_LASTS = 14.0, 42.0, 365.0, 730.0  # days
ON_PHONE, ON_MOBILE, AT_WORK = 0.7, 0.5, 0.35
IN_ANOTHER_CITY, IN_ANOTHER_COUNTRY = 0.03, 0.003


class SignIn(NamedTuple):
    """`day` is when, in days; `values` by part of a feature."""

    day: float
    person: str
    values: Mapping[str, str]


@dataclass
class Device:
    """What somebody signs in with. Its versions follow from the day; `phase`, in days, parts them from others'."""

    model: str
    kind: str
    browser: str
    phase: float

    def values(self, day: float) -> dict[str, str]:
        version, system = int((day + self.phase) / BROWSER_LASTS), int((day + self.phase) / SYSTEM_LASTS)
        return {
            "agent": f"{self.model} {system} {self.browser} {version}",
            "browser": f"{self.browser} {version}",
            "system": f"{'Android' if self.kind == 'mobile' else self.model} {system}",
            "device": self.kind,
        }


@dataclass
class Person:
    name: str
    chance: Random = field(repr=False)

    def __post_init__(self) -> None:
        chance = self.chance
        self.city = chance.choices(CITIES, SHARES)[0]
        self.provider = chance.choices(PROVIDERS, PROVIDER_SHARES)[0]
        self.operator = chance.choices(OPERATORS, OPERATOR_SHARES)[0]
        self.pace = 2.0 * 12.0 ** chance.random()  # days between sign-ins, 2 to 24
        self._phone = self._new_phone()
        self._computer = self._new_computer() if chance.random() < 0.45 else None
        self._work = self._address_at_work() if chance.random() < AT_WORK else None
        self._home, self._home_until = "", 0.0
        self._phone_until = chance.expovariate(1 / PHONE_LASTS)

    def sign_ins(self, count: int) -> Iterator[SignIn]:
        """The first ones, in time order; their person may begin on any day of the first two months."""
        day = self.chance.uniform(0, 60)
        for _ in range(count):
            yield SignIn(day, self.name, {**self._place(day), **self.device(day).values(day)})
            day += self.chance.expovariate(1 / self.pace)

    def device(self, day: float) -> Device:
        if day > self._phone_until:
            self._phone, self._phone_until = self._new_phone(), day + self.chance.expovariate(1 / PHONE_LASTS)
        if self._computer is None or self.chance.random() < ON_PHONE:
            return self._phone
        return self._computer

    def _place(self, day: float) -> dict[str, str]:
        chance = self.chance
        if chance.random() < IN_ANOTHER_COUNTRY:
            return foreign_place(chance)
        if chance.random() < IN_ANOTHER_CITY:
            return home_place(chance, chance.choice(CITIES), chance.choice(PROVIDERS))
        if chance.random() < ON_PHONE * ON_MOBILE:
            return mobile_place(chance, self.operator)
        if self._work and chance.random() < 0.4:
            return self._work
        if day > self._home_until:
            self._home = home_place(chance, self.city, self.provider)["address"]
            self._home_until = day + chance.expovariate(1 / HOME_LASTS)
        return {"address": self._home, "network": self.provider, "country": "ID"}

    def _new_phone(self) -> Device:
        # A few models are everywhere, most are rare: shares fall with the square root of the rank.
        weights = [1 / (rank + 1) ** 0.5 for rank in range(len(PHONES))]
        model = self.chance.choices(PHONES, weights)[0]
        return Device(model, "mobile", self.chance.choice(BROWSERS), self.chance.uniform(0, BROWSER_LASTS))

    def _new_computer(self) -> Device:
        model = self.chance.choice(COMPUTERS)
        return Device(model, "desktop", self.chance.choice(BROWSERS), self.chance.uniform(0, BROWSER_LASTS))

    def _address_at_work(self) -> dict[str, str]:
        return home_place(self.chance, self.city, self.chance.choice(PROVIDERS))


def home_place(chance: Random, city: str, provider: str) -> dict[str, str]:
    number = chance.randrange(HOME_ADDRESSES)
    return {"address": f"{provider} {city} {number}", "network": provider, "country": "ID"}


def mobile_place(chance: Random, operator: str) -> dict[str, str]:
    return {"address": f"{operator} {chance.randrange(MOBILE_ADDRESSES)}", "network": operator, "country": "ID"}


def foreign_place(chance: Random) -> dict[str, str]:
    country = chance.choice(ABROAD)
    network = f"AS-{country}{chance.randrange(40)}"
    return {"address": f"{network} {chance.randrange(FOREIGN_ADDRESSES)}", "network": network, "country": country}


def attack_on(victim: Person, day: float, attacker: Attacker, chance: Random) -> dict[str, str]:
    """The values of one attempt on the victim's account."""
    if attacker == "very targeted":
        place = home_place(chance, victim.city, victim.provider)
        return {**place, **victim.device(day).values(day)}
    other = Person("", chance)  # devices are those of anybody here: attackers buy lists of common ones
    place = home_place(chance, other.city, other.provider) if attacker == "targeted" else foreign_place(chance)
    return {**place, **other.device(day).values(day)}
