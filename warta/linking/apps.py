from django.apps import AppConfig


class LinkingConfig(AppConfig):
    name = "warta.linking"
    default_auto_field = "django.db.models.BigAutoField"
