"""What the veille knows of people; each theme declares its own."""

from veille.abonnements import rgpd as abonnements  # noqa: F401
from veille.imports import rgpd as imports  # noqa: F401
from veille.redaction import rgpd as redaction  # noqa: F401
from veille.references import rgpd as references  # noqa: F401
