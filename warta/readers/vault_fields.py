"""What the vault may keep of a person, and the one spelling of each value. Values in, values out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from warta.lib.text import tidy, tidy_lines


def spelled_phone(text: str) -> str:
    """A phone number in one spelling: digits with the country's code; Indonesian ones may be written from 0."""
    digits = re.sub(r"\D", "", text)
    if digits.startswith("00"):
        digits = digits[2:]
    elif digits.startswith("0"):
        digits = "62" + digits[1:]
    return f"+{digits}" if digits else ""


def only_digits(text: str) -> str:
    return "".join(character for character in text if character.isascii() and character.isdigit())


@dataclass(frozen=True)
class Field:
    """A kind of value.

    `is_findable`: who has it can be found by the exact value, and how many do. `is_confirmable`: its owner can prove
    that it is theirs; from then on nobody else can prove the same one.
    """

    name: str
    spelled: Callable[[str], str] = tidy
    is_findable: bool = False
    is_confirmable: bool = False

    @property
    def is_indexed(self) -> bool:
        return self.is_findable or self.is_confirmable


FULL_NAME = Field("full_name")
BIRTH_DATE = Field("birth_date")  # 1998-04-12
PHONE = Field("phone", spelled=spelled_phone, is_findable=True, is_confirmable=True)
PROVINCE = Field("province")  # two digits, as the ministry of the interior numbers them
REGENCY = Field("regency")
# Typed in and proven by nobody: that two accounts name the same one is a matter for a person to look at, and no reason
# to lock out the second, who may be its owner.
IDENTITY_NUMBER = Field("identity_number", spelled=only_digits, is_findable=True)
TAX_NUMBER = Field("tax_number", spelled=only_digits, is_findable=True)
POSTAL_ADDRESS = Field("postal_address", spelled=tidy_lines)
TELEGRAM_CHAT = Field("telegram_chat", spelled=str.strip, is_findable=True, is_confirmable=True)
PUSH_ADDRESS = Field("push_address", spelled=str.strip)

FIELDS = (
    FULL_NAME, BIRTH_DATE, PHONE, PROVINCE, REGENCY, IDENTITY_NUMBER, TAX_NUMBER, POSTAL_ADDRESS, TELEGRAM_CHAT,
    PUSH_ADDRESS,
)  # fmt: skip
