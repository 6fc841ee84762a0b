"""Django as WSGI, called by the front in its pool of threads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warta.project.settings")
application = get_wsgi_application()
