"""What linking adds to the newsroom. Wagtail imports this module; the hooks register themselves."""

from warta.linking.newsroom import hooks
from warta.linking.stories import newsroom_hooks

__all__ = ["hooks", "newsroom_hooks"]
