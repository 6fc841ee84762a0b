"""What comments add to the newsroom. Wagtail imports this module; the hooks register themselves."""

from warta.comments.moderation import hooks
from warta.comments.writing import hooks as writing_hooks

__all__ = ["hooks", "writing_hooks"]
