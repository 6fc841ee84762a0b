"""What comments add to the newsroom. Wagtail imports this module; the hooks register themselves."""

from warta.comments.moderation import hooks

__all__ = ["hooks"]
