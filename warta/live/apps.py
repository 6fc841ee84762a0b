from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "warta.live"
    default_auto_field = "django.db.models.BigAutoField"
