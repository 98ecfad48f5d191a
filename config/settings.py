"""Settings, all from the environment: no secret has a default (`docs/exploitation.md` lists them).

The same file serves `make run`, tests and production; what differs is only the environment.
"""

from ipaddress import ip_network
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django_guid.integrations import CeleryIntegration

from config.adresses_publiques import ADRESSES_PUBLIQUES, ADRESSES_SELON_L_OBJET  # noqa: F401
from config.journaux import configuration_journaux

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

SECRET_KEY = env.str("SECRET_KEY")
# Older keys, comma-separated: they still read what they signed or encrypted.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = env.bool("DEBUG", default=False)
HTTPS = env.bool("VIGIE_HTTPS", default=True)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
# Public address, without final slash: the only one written in mails and link previews.
VIGIE_ADRESSE = env.str("VIGIE_ADRESSE")
CSRF_TRUSTED_ORIGINS = [VIGIE_ADRESSE]

INSTALLED_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "communs.web",
    "communs.collectivites",
    "communs.catalogue",
    "communs.echanges",
    "communs.courrier",
    "communs.fichiers",
    "communs.livrets",
    "communs.reseau",
    "communs.api",
    "communs.portabilite",
    "communs.etats",
    "communs.dossiers",
    "communs.materiaux",
    "communs.echeances",
    "communs.scrutins",
    "communs.tirages",
    "communs.seances",
    "communs.questionnaires",
    "sonar",
    "rest_framework",
    "drf_spectacular",
    "eclaireurs",
    "eclaireurs.evaluation",
    "nuancier",
    "veille",
    "django_guid",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django_guid.middleware.guid_middleware",
    "communs.api.problemes.erreurs_de_l_api",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "communs.web.middleware.entetes",
    "communs.web.erreurs.RefusEnPage",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "communs.web.cache_pages.cache_des_pages_publiques",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "communs.collectivites.middleware.identite",
    "eclaireurs.essais.portes.PorteDesEssais",
    "communs.web.middleware.ConnexionRequise",
    "communs.dossiers.acces.EnvoyerSeConnecter",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "communs.web.contexte.gabarit",
            ],
            # Nested by hand: django-cotton's own AppConfig would rewrite this list silently.
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "communs.web.templatetags.vigie"],
        },
    }
]
COTTON_DIR = "composants"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.db_url("DATABASE_URL")}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "communs.web.cache.CacheRedisFacultatif",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
}

# Celery writes a Unix socket differently from the Redis client.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    # A page that posts while Redis is away must not wait: one attempt, then the sweep.
    "max_retries": 1,
    "interval_start": 0,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False  # the row in the database is the truth, a sweep finds it
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A process that printed much is replaced (kB): docs/mesures.md states what a worker weighs.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/Paris"
CELERY_BEAT_SCHEDULE = {
    "courrier: balayage": {"task": "communs.courrier.tasks.balayer", "schedule": 60},
    "courrier: purge": {"task": "communs.courrier.tasks.purger", "schedule": crontab(hour=3, minute=10)},
    "collectivites: purge": {
        "task": "communs.collectivites.tasks.purger",
        "schedule": crontab(hour=3, minute=20),
    },
    "sonar: baromètre": {"task": "sonar.tasks.publier_barometre", "schedule": crontab(hour=3, minute=40)},
    "sonar: fiches": {"task": "sonar.tasks.purger_les_fiches", "schedule": crontab(hour=3, minute=50)},
    "livrets: balayage": {"task": "communs.livrets.tasks.balayer", "schedule": 60},
    "dossiers: purge": {"task": "communs.dossiers.tasks.purger", "schedule": crontab(hour=3, minute=40)},
    "materiaux: purge": {"task": "communs.materiaux.tasks.purger", "schedule": crontab(hour=3, minute=50)},
    "livrets: purge": {"task": "communs.livrets.tasks.purger", "schedule": crontab(hour=3, minute=30)},
    "réseau: purge": {"task": "communs.reseau.tasks.purger", "schedule": crontab(hour=3, minute=30)},
    "fichiers: balayage": {"task": "communs.fichiers.tasks.balayer", "schedule": 60},
    "fichiers: purge": {"task": "communs.fichiers.tasks.purger", "schedule": crontab(hour=3, minute=50)},
    "échéances: relances": {
        "task": "communs.echeances.tasks.relancer",
        "schedule": crontab(minute="*/10"),
    },
    "scrutins: heures": {"task": "communs.scrutins.tasks.suivre_les_heures", "schedule": 60},
    "tirages: balayage": {"task": "communs.tirages.tasks.balayer", "schedule": 60},
    "séances: purge": {"task": "communs.seances.tasks.purger", "schedule": crontab(hour=3, minute=50)},
    "questionnaires: purge": {
        "task": "communs.questionnaires.tasks.purger",
        "schedule": crontab(hour=4, minute=0),
    },
    "échéances: purge": {"task": "communs.echeances.tasks.purger", "schedule": crontab(hour=3, minute=50)},
    "éclaireurs: purge": {"task": "eclaireurs.tasks.purger", "schedule": crontab(hour=3, minute=50)},
    "éclaireurs: essais": {"task": "eclaireurs.tasks.entretenir_les_essais", "schedule": 60},
    "evaluation: purge": {
        "task": "eclaireurs.evaluation.tasks.purger",
        "schedule": crontab(hour=3, minute=50),
    },
    "evaluation: réponses au conclave": {
        "task": "eclaireurs.evaluation.tasks.relancer_les_conclaves",
        "schedule": crontab(hour=8, minute=20),
    },
    "nuancier: liens à vérifier": {
        "task": "nuancier.vie.tasks.preparer_la_verification",
        "schedule": crontab(hour=0, minute=50),
    },
    # Spread over the night, every ten minutes; a run ends before the next one begins.
    "nuancier: liens": {
        "task": "nuancier.vie.tasks.verifier_les_liens",
        "schedule": crontab(hour="1-5", minute="*/10"),
    },
    "nuancier: propositions à relire": {
        "task": "nuancier.vie.tasks.annoncer_les_propositions",
        "schedule": crontab(hour=7, minute=40),
    },
    "nuancier: suivi à trois mois": {
        "task": "nuancier.sessions.tasks.suivre",
        "schedule": crontab(minute="*/10"),
    },
    "nuancier: purge des sessions": {
        "task": "nuancier.sessions.tasks.purger",
        "schedule": crontab(hour=3, minute=50),
    },
    "nuancier: purge des parcours": {
        "task": "nuancier.parcours.tasks.purger",
        "schedule": crontab(hour=3, minute=50),
    },
    # A run ends before the next one begins.
    "veille: sources": {"task": "veille.panier.tasks.collecter", "schedule": crontab(minute="*/10")},
    "veille: oubli des trouvailles": {
        "task": "veille.panier.tasks.purger",
        "schedule": crontab(hour=4, minute=20),
    },
    "veille: purge des notices": {
        "task": "veille.notices.tasks.purger",
        "schedule": crontab(hour=3, minute=50),
    },
    "veille: parutions programmées": {"task": "veille.redaction.tasks.publier_a_l_heure", "schedule": 60},
    "veille: liens des numéros": {
        "task": "veille.redaction.tasks.visiter_les_liens",
        "schedule": crontab(minute="*/5"),
    },
    "veille: purge des numéros": {
        "task": "veille.redaction.tasks.purger",
        "schedule": crontab(hour=3, minute=50),
    },
    "veille: envois": {"task": "veille.abonnements.tasks.balayer", "schedule": 60},
    "veille: purge des abonnements": {
        "task": "veille.abonnements.tasks.purger",
        "schedule": crontab(hour=3, minute=50),
    },
    "veille: purge des imports": {
        "task": "veille.imports.tasks.purger",
        "schedule": crontab(hour=3, minute=50),
    },
    "web: pouls du worker": {"task": "communs.web.tasks.battre", "schedule": 20},
}

AUTH_USER_MODEL = "collectivites.Compte"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# How many proxies of ours stand in front: rate limits must see the reader's address, not theirs.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("VIGIE_MANDATAIRES", default=0)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "collectivites:espace"
ACCOUNT_ADAPTER = "communs.collectivites.adaptateur.AdaptateurDeCompte"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "communs.collectivites.forms_compte.ConnexionForm",
    "signup": "communs.collectivites.forms_compte.InscriptionForm",
    "add_email": "communs.collectivites.forms_compte.AdresseForm",
    "change_password": "communs.collectivites.forms_compte.MotDePasseForm",
    "set_password": "communs.collectivites.forms_compte.PremierMotDePasseForm",
    "reset_password": "communs.collectivites.forms_compte.OubliForm",
    "reset_password_from_key": "communs.collectivites.forms_compte.NouveauMotDePasseForm",
    "reauthenticate": "communs.collectivites.forms_compte.ReauthentificationForm",
}
MFA_ADAPTER = "communs.collectivites.second_facteur.AdaptateurDuSecondFacteur"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "communs.collectivites.forms_facteur.CodeForm",
    "reauthenticate": "communs.collectivites.forms_facteur.CodeDeNouveauForm",
    "authenticate_webauthn": "communs.collectivites.forms_facteur.PresenterForm",
    "reauthenticate_webauthn": "communs.collectivites.forms_facteur.PresenterDeNouveauForm",
    "activate_totp": "communs.collectivites.forms_facteur.ActiverForm",
    "add_webauthn": "communs.collectivites.forms_facteur.CleForm",
    "edit_webauthn": "communs.collectivites.forms_facteur.RenommerCleForm",
}
MFA_TOTP_TOLERANCE = 1  # a code still shown while it is typed
# Nobody signs in with an unverified address; otherwise allauth would forbid changing it.
MFA_ALLOW_UNVERIFIED_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or address is told by mail
ACCOUNT_CHANGE_EMAIL = True  # one address; a new one takes its place once verified
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before changing the address or deleting the account
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up: the way goes on
# A training room signs up behind one address: generous per address, strict per account.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "signup": "60/m/ip",
    "reset_password": "20/m/ip,3/h/key",  # a mail to somebody who may have asked nothing
    "sonar_remettre": "1000/h/ip",
    "sonar_feuille_remise": "5/h/key",  # other answers tried on a sheet already handed in
    "sonar_envoyer_lien": "200/h/ip,5/h/key",  # key: the result
    "sonar_destinataire": "3/h/key",  # key: the address written to
    "oidc": "60/m/ip",
    "livrets_demander": "60/m/ip",
    "nuancier_exporter": "60/m/ip",
    "rapports_donnees": "60/m/ip",
    "veille_references": "60/m/ip",
    "sessions_code": "120/m/ip,1200/h/ip",  # a whole room comes in behind one address
    "sessions_lien": "600/m/ip",  # personal pages of participants
    # Unknown codes only: from one address, and from everywhere together (key: all of them).
    "seances_inconnu": "60/m/ip,600/m/key",
    "seances_rejoindre": "600/m/ip",  # a whole room behind one address
    "seances_reprise": "30/m/ip,300/h/key",  # wrong ones only; key: the séance
    "questionnaires_lien": "600/m/ip",
    "questionnaires_fichiers": "60/h/ip",
    "enquete_relais": "300/m/ip",  # the kits of relays; sheets are typed one after the other
    "enquete_saisir": "300/h/key",  # key: the relay
    # A survey is answered from a library's computers, behind one address.
    "enquete_page": "600/m/ip",
    "enquete_contribuer": "120/h/ip",
    "enquete_flot": "600/h/key",  # key: the survey, from everywhere together
    "enquete_suivi": "300/m/ip",
    "enquete_fichiers": "60/h/ip",
    "api": "600/m/ip",  # every request; handing in a sheet also counts as `sonar_remettre`
    "fichiers_televerser": "300/h/user",
    "portabilite_emporter": "10/h/key",  # key: the account
    "eclaireurs_raconter": "10/h/key",  # key: the account
    "eclaireurs_essayer": "40/h/ip",  # a training room tries behind one address
    "nuancier_commenter": "20/h/key",  # key: the account
    "nuancier_proposer": "20/h/key",
    "nuancier_signaler": "30/h/key",
    "dossiers_lien": "300/m/ip",
    "scrutins_vote": "1200/m/ip",  # a whole room votes behind one address
    "scrutins_code": "60/m/ip,300/h/ip",  # wrong codes
    "tableau_ecrire": "300/m/key",  # key: the person at the conclave's table
    "tirages_public": "300/m/ip",
    "dossiers_archive": "20/h/key",  # key: the account
    "nuancier_panier": "120/m/ip",
    "veille_panier": "120/m/ip",
    "veille_oai": "60/m/ip",  # one request gives a hundred records
    "veille_trouver": "60/m/ip",  # searches kept as a feed or taken away as a file
    "veille_proposer": "20/h/ip",
    "veille_abonnement": "60/h/ip",
    "veille_destinataire": "3/h/key",  # key: the address written to
    "echeances_lien": "300/h/ip",  # the personal links of reminders
    "echeances_calendrier": "120/h/key",  # key: the calendar
}
ACCOUNT_LOGIN_TIMEOUT = 3 * 24 * 3600  # as long as the verification link lives
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False

# The API looks at no session: nobody signs in, and no cookie travels for nothing (docs/api.md).
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["communs.api.lecture.LecteurJson"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "communs.api.problemes.traiter",
    "URL_FORMAT_OVERRIDE": None,  # no « ?format= » beside the Accept header
}
SPECTACULAR_SETTINGS = {
    "TITLE": "API de Vigie",
    "VERSION": "1.0.0",
    "DESCRIPTION": (
        "Le test Sonar, les données ouvertes, le Nuancier et la recherche de Vigie, pour vos programmes. "
        "Sans clé ni compte. Toute erreur est un document « application/problem+json » (RFC 9457)."
    ),
    "OAS_VERSION": "3.1.0",
    "LICENSE": {"name": "Code : AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
    "SCHEMA_PATH_PREFIX": r"/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "SORT_OPERATIONS": False,
    "SORT_OPERATION_PARAMETERS": False,
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "StyleEnum": "sonar.enums.Style",
        "TypeEnum": "communs.catalogue.enums.Type",
        "FormatEnum": "nuancier.enums.Format",
        "GenreRessourceEnum": "nuancier.enums.GenreRessource",
        "ManqueEnum": "nuancier.enums.Manque",
        "PartieEnum": "nuancier.enums.Partie",
        "ProfilEnum": "nuancier.enums.Profil",
        "PublicEnum": "nuancier.enums.Public",
        "GenreNoticeEnum": "veille.enums.Genre",
        "GenreMomentEnum": "veille.enums.GenreMoment",
        "GenreLienEnum": "veille.enums.GenreLien",
        "GenreNumeroEnum": "veille.enums.GenreNumero",
        "GenreRendezVousEnum": "veille.enums.GenreRendezVous",
    },
    "COMPONENT_SPLIT_REQUEST": True,
}

# An OpenID Connect provider (docs/connexion.md); nothing configured, no button.
VIGIE_OIDC = None
if env.str("VIGIE_OIDC_ISSUER", default=""):
    VIGIE_OIDC = {
        "nom": env.str("VIGIE_OIDC_NOM", default="") or "ProConnect",
        "emetteur": env.str("VIGIE_OIDC_ISSUER"),
        "decouverte": env.str("VIGIE_OIDC_DECOUVERTE", default="")
        or env.str("VIGIE_OIDC_ISSUER").rstrip("/") + "/.well-known/openid-configuration",
        "client": env.str("VIGIE_OIDC_CLIENT"),
        "secret": env.str("VIGIE_OIDC_SECRET"),
        "portees": env.str("VIGIE_OIDC_PORTEES", default="openid given_name usual_name email uid siret"),
        "courriel_fiable": env.bool("VIGIE_OIDC_COURRIEL_FIABLE", default=False),
    }

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("polices", BASE_DIR / "construit" / "polices"),
    ("guide", BASE_DIR / "docs" / "images" / "guide"),
]
STATIC_ROOT = env.path("VIGIE_STATIC", default=BASE_DIR / "construit" / "static")
# What the platform writes: booklets, files handed in. The backup takes it; nothing serves it as it is.
MEDIA_ROOT = Path(env.str("VIGIE_DATA", default=str(BASE_DIR / "donnees"))) / "media"
MEDIA_URL = "/media/"
# Uploads under way and work in progress: on the same disk, shared by web servers, not in the backup.
VIGIE_TELEVERSEMENTS = MEDIA_ROOT.parent / "televersements"
# Bytes that the files of one collectivité may take.
VIGIE_QUOTA = env.int("VIGIE_QUOTA_GO", default=5) * 1024**3
# Where the proxy finds the media folder under an internal address (`/interne/`); empty: Django serves.
VIGIE_RENVOI_INTERNE = env.str("VIGIE_RENVOI_INTERNE", default="")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.str(
            "VIGIE_STATIC_STOCKAGE",
            default="whitenoise.storage.CompressedManifestStaticFilesStorage",
        )
    },
}

# Visits to other sites (docs/reseau.md): ports, networks never entered though public, seconds between two.
VIGIE_RESEAU_PORTS = env.list("VIGIE_RESEAU_PORTS", cast=int, default=[80, 443])
VIGIE_RESEAU_REFUSES = env.list("VIGIE_RESEAU_REFUSES", cast=ip_network, default=[])
VIGIE_RESEAU_ECART = env.float("VIGIE_RESEAU_ECART", default=2.0)

# Sending an issue of the veille: workers at once, and messages a minute for all of them (0: no limit).
VIGIE_ENVOIS_PARALLELES = min(8, max(1, env.int("VIGIE_ENVOIS_PARALLELES", default=1)))
VIGIE_ENVOIS_PAR_MINUTE = env.int("VIGIE_ENVOIS_PAR_MINUTE", default=0)

vars().update(env.email_url("EMAIL_URL"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Vigie <vigie@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# 2 MB is more than any form of ours sends, but those of the views that take a file (docs/fichiers.md).
FILE_UPLOAD_HANDLERS = ["communs.web.televersement.SelonLaVue"]
VIGIE_ENVOI_SIMPLE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Messages in a cookie: reading one must not write to the database during a GET.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SESSION_COOKIE_NAME = "vigie_session"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # allauth says it at sign-in only, not after a verification
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "communs.web.erreurs.csrf"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^sante/"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
    }
}

DJANGO_GUID = {
    "GUID_HEADER_NAME": "X-Request-ID",
    "RETURN_HEADER": True,
    "EXPOSE_HEADER": False,  # communs/api names all that a page of another site may read
    "INTEGRATIONS": [CeleryIntegration(use_django_logging=True, log_parent=False)],
}
LOGGING = configuration_journaux(
    format=env.str("VIGIE_JOURNAUX", default="json"), niveau=env.str("VIGIE_NIVEAU", default="INFO")
)

# Who publishes this platform: shown in the legal pages.
VIGIE_EDITEUR = {
    "nom": env.str("VIGIE_EDITEUR_NOM", default=""),
    "adresse": env.str("VIGIE_EDITEUR_ADRESSE", default=""),
    "directeur": env.str("VIGIE_EDITEUR_DIRECTEUR", default=""),
    "contact": env.str("VIGIE_EDITEUR_CONTACT", default=""),
    "hebergeur": env.str("VIGIE_EDITEUR_HEBERGEUR", default=""),
}
VIGIE_REGISTRE = "communs.collectivites.registre.REGISTRE"

# Invented data may be loaded: set by the embedded mode alone.
VIGIE_DEMO = env.bool("VIGIE_DEMO", default=False)

# Trials without account (docs/essais.md): how many may live, and how many wait for their visitor.
VIGIE_ESSAIS_MAX = env.int("VIGIE_ESSAIS_MAX", default=40)
VIGIE_ESSAIS_RESERVE = env.int("VIGIE_ESSAIS_RESERVE", default=3)

# Every corpus of fixtures/ that `charger_contenu` loads, in order.
VIGIE_CORPUS = [
    "sonar.contenu.CORPUS",
    "sonar.fabrique.contenu.CORPUS",
    "sonar.trajectoire.contenu.CORPUS",
    "sonar.carte.contenu.CORPUS",
    "sonar.seances.contenu.CORPUS",
    "eclaireurs.contenu.EVALUATION",
    "nuancier.contenu.CORPUS",
    "veille.contenu.CORPUS",
]
