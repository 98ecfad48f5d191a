"""What the Nuancier knows of people; each theme declares its own."""

from nuancier.imports import rgpd as imports  # noqa: F401
from nuancier.parcours import rgpd as parcours  # noqa: F401
from nuancier.sessions import rgpd as sessions  # noqa: F401
from nuancier.vie import rgpd as vie  # noqa: F401
