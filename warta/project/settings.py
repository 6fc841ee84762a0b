"""The one settings module. Every choice of an operator is an environment variable, read here and nowhere else."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from warta.lib.addresses import trusted_networks
from warta.lib.crypto import master_keys
from warta.lib.databases import database_settings
from warta.lib.env import Environment
from warta.outbox.mail_servers import mail_place
from warta.project.secrets import kept_secret

environment = Environment.of_process()

# Where and who
HOME = environment.folder("WARTA_HOME", "var")
HOST = environment.text("WARTA_HOST", "127.0.0.1")
PORT = environment.whole("WARTA_PORT", 8000, least=1, most=65535)
SITE_URL = environment.web_address("WARTA_SITE_URL", f"http://{HOST}:{PORT}")
SITE_HOST = urlsplit(SITE_URL).netloc
SITE_NAME = environment.text("WARTA_SITE_NAME", "Warta")
IS_SECURE = SITE_URL.startswith("https://")
DEBUG = False
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname or "", "127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = environment.items("WARTA_TRUSTED_PROXIES")
PROXY_NETWORKS = trusted_networks(TRUSTED_PROXIES)
SECRET_KEY = environment.text("WARTA_SECRET_KEY") or kept_secret(HOME, "secret-key")
VAULT_KEYS = master_keys(environment.text("WARTA_VAULT_KEYS") or kept_secret(HOME, "vault-keys"))
VAULT_KEYS_FILE = None if environment.text("WARTA_VAULT_KEYS") else HOME / "keys" / "vault-keys"
# A local file in MaxMind's format that knows where addresses are; places go unnamed without.
GEO_FILE = environment.folder("WARTA_GEO_FILE", "") if environment.text("WARTA_GEO_FILE") else None

# Rooms, in the order of the house
INSTALLED_APPS = [
    "warta.project",
    "warta.operations",
    "warta.importing",
    "warta.sentinel",
    "warta.campaigns",
    "warta.alerts",
    "warta.comments",
    "warta.linking",
    "warta.search",
    "warta.articles",
    "warta.readers.apps.ReadersConfig",
    "warta.press",
    "warta.outbox",
    "warta.live",
    "warta.audit",
    "warta.jobs",
    "warta.limits",
    "warta.theme",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.sites",
    "warta.readers.apps.MembersConfig",
    "wagtail.admin",
    "wagtail",
    "allauth.account",
    "allauth.mfa",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "warta.theme.middleware.content_security_policy",
    "warta.press.middleware.press_response",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "warta.readers.sign_ins.middleware.signed_in_places",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "warta.readers.middleware.account_cookies",
    "warta.readers.middleware.newsroom_gate",
    "warta.readers.terms.middleware.ask_again_first",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "warta.project.urls"
WSGI_APPLICATION = "warta.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "warta.theme.context.site",
            ],
        },
    }
]

# Data
DATABASES = {"default": database_settings(environment.text("WARTA_DATABASE_URL"), home=HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
VALKEY_URL = environment.service_address("WARTA_VALKEY_URL", ("valkey", "valkeys", "redis", "rediss", "unix"))
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # an article with many blocks posts thousands of fields

# People
AUTH_USER_MODEL = "readers.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "warta.readers.accounts.passwords.NotBreached"},
    {"NAME": "warta.readers.accounts.passwords.NotGuessable"},
    {"NAME": "warta.readers.accounts.passwords.NotInRange"},
]
PASSWORD_HASHERS = [
    "warta.readers.accounts.hashing.LeanArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# The host of a list that is asked by the first five digits of a hash, such as https://api.pwnedpasswords.com
PASSWORD_RANGE = environment.web_address("WARTA_PASSWORD_RANGE", "") if environment.text("WARTA_PASSWORD_RANGE") else ""
ACCOUNT_ADAPTER = "warta.readers.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proven by a code before there is an account
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # ours count across processes: readers.signing_in, accounts.proving
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "warta.readers.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a clock that is half a minute off; a code still counts once
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_SECURE  # on one's own machine, by http
MFA_FORMS = {
    "authenticate": "warta.readers.accounts.forms.SecondFactorForm",
    "authenticate_webauthn": "warta.readers.accounts.forms.PasskeySecondForm",
    "login_webauthn": "warta.readers.accounts.forms.PasskeySignInForm",
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_ENGINE = "warta.readers.session_store"
LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_RESET_ENABLED = False  # a new one-time password comes from the operator: warta member password

# Wagtail would write to reviewers by itself, to whatever listens on port 25; what leaves the house goes by the outbox.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# Languages and time
LANGUAGE_CODE = environment.choice("WARTA_LANGUAGE", "id", ("id", "en"))
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]
TIME_ZONE = environment.time_zone("WARTA_TIME_ZONE", "Asia/Jakarta")
USE_I18N = USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "warta.theme.storage.FingerprintedStorage"},
}

# Wagtail
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_APPEND_SLASH = True
WAGTAIL_I18N_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_AUTOSAVE_INTERVAL = 500
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000  # more than any press camera gives; unpacked it stays below 200 MB
WAGTAILIMAGES_IMAGE_FORM_BASE = "warta.articles.newsroom.uploads.PictureForm"
WAGTAILEMBEDS_RESPONSIVE_HTML = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "warta.articles.newsroom.search"}}

# Telegram and press
TELEGRAM_TOKEN = environment.text("WARTA_TELEGRAM_TOKEN")
TELEGRAM_API = environment.web_address("WARTA_TELEGRAM_API", "https://api.telegram.org")
TELEGRAM_CHANNEL = environment.text("WARTA_TELEGRAM_CHANNEL")
MAIL_PLACE = mail_place(environment.text("WARTA_EMAIL_URL"), home=HOME, site_host=urlsplit(SITE_URL).hostname or "")
WITNESS_MAIL = environment.text("WARTA_WITNESS_MAIL")
WITNESS_CHAT = environment.text("WARTA_WITNESS_CHAT")
METRICS_TOKEN = environment.text("WARTA_METRICS_TOKEN")
PRESS_ROOT = HOME / "press"
SEARCH_ROOT = HOME / "search"
AI_CRAWLERS = environment.choice("WARTA_AI_CRAWLERS", "refuse", ("refuse", "allow"))

# Transport
SECURE_SSL_REDIRECT = False  # the proxy in front does it; a second one here would loop behind a plain-http hop
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the newsroom shows its preview in a frame
SILENCED_SYSTEM_CHECKS = ["security.W008", "security.W019"]  # the redirect and the frame, both as said above

LOGGING_CONFIG = None  # warta.lib.logs sets it up, before Django starts
