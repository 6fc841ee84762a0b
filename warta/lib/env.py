"""Typed readers for environment variables. Each names the variable and the reason when a value is wrong."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

_HOST = re.compile(r"[a-z0-9.:_-]+")


class WrongSetting(Exception):
    """A variable has a value Warta can't start with. The message is one sentence for the operator."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} {why}")
        self.name = name


@dataclass(frozen=True)
class Environment:
    """Reads from a mapping, so that tests need not touch the real environment."""

    variables: Mapping[str, str]

    @classmethod
    def of_process(cls) -> Environment:
        return cls(os.environ)

    def text(self, name: str, default: str = "") -> str:
        """The value of NAME, or the content of the file that NAME_FILE names (for secrets). Empty means not set."""
        if value := self.variables.get(name, "").strip():
            return value
        file_name = self.variables.get(f"{name}_FILE")
        if not file_name:
            return default
        try:
            return Path(file_name).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not text"
            raise WrongSetting(f"{name}_FILE", f"names {file_name}, which can't be read: {reason}.") from error

    def whole(self, name: str, default: int, *, least: int, most: int) -> int:
        raw = self.text(name)
        if not raw:
            return default
        try:
            number = int(raw)
        except ValueError:
            raise WrongSetting(name, f"must be a whole number, not {raw!r}.") from None
        if not least <= number <= most:
            raise WrongSetting(name, f"must be between {least} and {most}, not {number}.")
        return number

    def choice(self, name: str, default: str, options: tuple[str, ...]) -> str:
        value = self.text(name) or default
        if value not in options:
            raise WrongSetting(name, f"must be one of {', '.join(options)}, not {value!r}.")
        return value

    def items(self, name: str) -> list[str]:
        """Values separated by commas."""
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def folder(self, name: str, default: str) -> Path:
        return Path(self.text(name) or default).expanduser().resolve()

    def time_zone(self, name: str, default: str) -> str:
        """The name of a time zone that this machine knows."""
        value = self.text(name) or default
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):  # unknown, malformed, a folder
            raise WrongSetting(name, f"must be a time zone such as Asia/Jakarta, not {value!r}.") from None
        return value

    def web_address(self, name: str, default: str) -> str:
        """An http(s) address of a host, without path, query or trailing slash."""
        value = (self.text(name) or default).rstrip("/")
        parts = self._split(name, value)
        if parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.hostname or ""):
            raise WrongSetting(name, f"must be an address such as https://news.example, not {value!r}.")
        if parts.path or parts.query or parts.fragment or parts.username:
            raise WrongSetting(name, f"must be scheme and host alone, such as https://news.example, not {value!r}.")
        return value

    def _split(self, name: str, value: str) -> SplitResult:
        try:
            parts = urlsplit(value)
            _ = parts.port
        except ValueError:  # half a bracket, a port that is no number
            raise WrongSetting(name, f"must be an address such as https://news.example, not {value!r}.") from None
        return parts

    def service_address(self, name: str, schemes: tuple[str, ...]) -> str:
        """The address of a service beside Warta, or nothing. It may hold a password, so no error repeats it."""
        value = self.text(name)
        if value and not value.startswith(tuple(f"{scheme}://" for scheme in schemes)):
            raise WrongSetting(name, f"must begin with {schemes[0]}:// ; leave it empty to do without.")
        return value
