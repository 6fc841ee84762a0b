"""Sessions in the database as Django keeps them, with fewer questions. `SESSION_ENGINE` in the settings."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.utils.crypto import get_random_string


class SessionStore(db.SessionStore):
    """Saving what was saved just so is nothing: a service may save in its own transaction, the middleware later won't.

    A transaction that failed after saving must fail the request, too.
    """

    _saved: tuple[str | None, bytes] | None = None

    def save(self, must_create: bool = False) -> None:
        if must_create or self.session_key is None or self._saved != self._state():
            super().save(must_create)
            self._saved = self._state()

    def _state(self) -> tuple[str | None, bytes]:
        return self.session_key, self.serializer().dumps(self._session)  # type: ignore[attr-defined]

    def _get_new_session_key(self) -> str:
        """Not looked for first, as Django does: one of 36 to the power of 32 that exists is refused when inserted."""
        return get_random_string(32, VALID_KEY_CHARS)
