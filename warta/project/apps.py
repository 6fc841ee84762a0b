from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "warta.project"
    label = "project"

    def ready(self) -> None:
        from warta.project import wiring

        wiring.join()
