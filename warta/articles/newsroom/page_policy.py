"""Who may explore which pages: Wagtail's rules, without a walk through the whole archive for each screen."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy


class PagePolicy(PagePermissionPolicy):
    def instances_with_direct_explore_permission(self, user: Any) -> Any:
        """Wagtail asks the table for its roots, which no index knows: 1.5 seconds of a superuser's every screen."""
        if user.is_superuser:
            return [root for root in (Page.get_first_root_node(),) if root]
        return super().instances_with_direct_explore_permission(user)
