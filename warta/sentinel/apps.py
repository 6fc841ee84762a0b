from django.apps import AppConfig


class SentinelConfig(AppConfig):
    name = "warta.sentinel"
    default_auto_field = "django.db.models.BigAutoField"
