from django.apps import AppConfig


class ThemeConfig(AppConfig):
    name = "warta.theme"
    default_auto_field = "django.db.models.BigAutoField"
