"""The newsroom's own parts of Wagtail's admin: the editor, the listing, the dashboard, withdrawing."""
