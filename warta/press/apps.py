from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "warta.press"
    default_auto_field = "django.db.models.BigAutoField"
