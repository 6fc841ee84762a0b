"""The rooms of people: ours, and Wagtail's user pages adapted to our model."""

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class ReadersConfig(AppConfig):
    name = "warta.readers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from warta.readers import receivers  # noqa: F401 - connects them
        from warta.readers.own_data import receivers as own_data_receivers  # noqa: F401
        from warta.readers.sign_ins import receivers as sign_in_receivers  # noqa: F401


class MembersConfig(WagtailUsersAppConfig):
    """Stands in INSTALLED_APPS in place of `wagtail.users`."""

    user_viewset = "warta.readers.viewsets.MemberViewSet"
    default = False
