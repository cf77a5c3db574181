"""The only settings file: everything comes from the environment, and with nothing set it runs.

Without `SITE_URL`, or with a loopback one, this is an embedded install: SQLite, generated secret, mail as files,
all under `VAR_DIR`. Any other `SITE_URL` is production, and unsafe settings refuse to start. `.env.example` explains
each variable.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# Where it runs

SITE_URL = env.str("SITE_URL", f"http://localhost:{env.int('PORT', 8000)}").rstrip("/")
SITE_HOST = urlsplit(SITE_URL).hostname or ""
EMBEDDED = SITE_HOST in {"localhost", "127.0.0.1", "::1"}
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var"))).resolve()
DEBUG = env.bool("DEBUG", False)
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if EMBEDDED else [])


def secret_key() -> str:
    """The key from the environment; an embedded install makes its own once and keeps it."""
    key = env.str("SECRET_KEY", "")
    if key or not EMBEDDED:
        return key
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    file = VAR_DIR / "secret-key"
    try:
        with file.open("x") as new:
            file.chmod(0o600)
            new.write(get_random_secret_key())
    except FileExistsError:
        pass
    return file.read_text()


SECRET_KEY = secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

if not EMBEDDED:
    unsafe = [
        message
        for refused, message in (
            (not SITE_URL.startswith("https://"), "SITE_URL is not https. Set SITE_URL=https://your.domain"),
            (not SECRET_KEY, "SECRET_KEY is missing. Set SECRET_KEY to at least 50 random characters."),
            (
                SECRET_KEY
                and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or "change-me" in SECRET_KEY),
                "SECRET_KEY is short or a sample. Set SECRET_KEY to at least 50 random characters.",
            ),
            (DEBUG, "DEBUG is on. Remove DEBUG, or set DEBUG=0."),
            (not ALLOWED_HOSTS, f"ALLOWED_HOSTS is empty. Set ALLOWED_HOSTS={SITE_HOST or 'your.domain'}"),
            ("*" in ALLOWED_HOSTS, f"ALLOWED_HOSTS allows every host. Set ALLOWED_HOSTS={SITE_HOST}"),
        )
        if refused
    ]
    if unsafe:
        raise ImproperlyConfigured("Maseer refuses to start with unsafe settings:\n  " + "\n  ".join(unsafe))

# What it is made of

INSTALLED_APPS = [
    "maseer.apps.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "taggit",
    "csp",
    "django_prose_editor",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "maseer.apps.MaseerConfig",
    "accounts",
    "images",
    "pages",
    "articles",
    "readers",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "maseer.page_cache.PrivateByDefault",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pages.middleware.HouseStyle",
    "maseer.errors.ErrorPages",
    "pages.middleware.OldAddresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SignedInMarker",
    "accounts.middleware.InterfaceLanguage",
    "maseer.second_factor.SecondFactorFirst",
    "accounts.middleware.LastSeen",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "maseer.urls"
WSGI_APPLICATION = "maseer.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "maseer.context_processors.newspaper",
            ],
        },
    }
]

# Fields are drawn by templates like everything else, so that ours come before Django's.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database

DATABASES = {"default": env.db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'maseer.sqlite3'}")}

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        # IMMEDIATE is the row lock of SQLite: a transaction that will write takes its place in the queue at once.
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;"
            # As much of the file is read in place as SQLite allows.
            "PRAGMA mmap_size=2147418112; PRAGMA journal_size_limit=67108864; PRAGMA temp_store=MEMORY;"
        ),
    }
    # To open the file, and read again what was known, takes as long as a search: each thread keeps its connection.
    DATABASES["default"].setdefault("CONN_MAX_AGE", None)
else:
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL", 8)},
        # In a large archive PostgreSQL takes our questions for long; to compile one takes longer than to answer it.
        "options": "-c jit=off",
        **DATABASES["default"].get("OPTIONS", {}),
    }

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all processes. A small cache that must not fail stands in the database, on every install: what it holds
# (codes used already, allauth's counts) decides who may sign in. Redis, where there is one, counts the limits.

REDIS_URL = env.str("REDIS_URL", "")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Past this number any entry may go.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Accounts

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:overview"
LOGOUT_REDIRECT_URL = "articles:home"
AUTHENTICATION_BACKENDS = ["accounts.backends.NameOrEmail"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "accounts.passwords.MaximumLengthValidator", "OPTIONS": {"max_length": 128}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600

# Whether readers may make accounts of their own; contributors are invited.
READER_REGISTRATION = env.bool("READER_REGISTRATION", False)
# Offered in an embedded install; elsewhere the back office waits for it (accounts/roles.py says whose).
SECOND_FACTOR_REQUIRED = not EMBEDDED

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "signup": "accounts.forms.RegistrationForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "set_password": "accounts.forms.FirstPasswordForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "add_email": "accounts.own_forms.AddressForm",
    "change_password": "accounts.own_forms.ChangePasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Sign-in and reset are counted by accounts/limits.py; these are for the rest.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "reset_password": None,
    "login_failed": "10/15m/key",
    "signup": "20/h/ip",
    "confirm_email": "3/h/key",
    "manage_email": "10/h/user",
    "change_password": "10/h/user",
    "reauthenticate": "20/h/user",
    "reset_password_from_key": "20/h/ip",
}
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A passkey asks who holds it: alone it replaces the password.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_FORMS = {
    name: f"accounts.second_factor.{form}"
    for name, form in {
        "authenticate": "SecondStepForm",
        "reauthenticate": "ConfirmByCodeForm",
        "activate_totp": "SetUpAppForm",
        "add_webauthn": "AddPasskeyForm",
        "edit_webauthn": "RenamePasskeyForm",
        "authenticate_webauthn": "SecondStepPasskeyForm",
        "login_webauthn": "SignInPasskeyForm",
        "reauthenticate_webauthn": "ConfirmByPasskeyForm",
    }.items()
}
# Twice for each sign-in: the question and the answer. A newsroom comes from one address.
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}
MFA_TOTP_TOLERANCE = 1
# Contributors' addresses are confirmed by their invitation; an administrator made from the shell has none.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Browsers know passkeys on http://localhost too.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = EMBEDDED

# Language and time: the public site is Arabic; the back office follows its user

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]
# The second fills what the Arabic catalogues of Django and the other packages lack.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale_django"]
FORMAT_MODULE_PATH = ["maseer.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "Asia/Damascus")

# Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "maseer.bundles.BundleFinder",
]
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Mail

vars().update(env.email_url("EMAIL_URL", "filemail://"))
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"maseer@{SITE_HOST}")

# Tags

TAGGIT_TAGS_FROM_STRING = "maseer.lib.arabic.split_tags"

# Safety

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "maseer.errors.csrf_failure"

if not EMBEDDED:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    CSRF_TRUSTED_ORIGINS = [SITE_URL]
    if BEHIND_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}

# Log: one line per event

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "maseer.lib.log.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
    "loggers": {"maseer": {"level": "INFO"}},
}
