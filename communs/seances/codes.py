"""The code of a séance: drawn again if another one bears it."""

from communs.seances.models import Seance
from communs.web.codes import nouveau_code

ESSAIS = 20


def code_libre() -> str:
    """A code that no séance bears, not even a closed one whose code is still kept."""
    for _ in range(ESSAIS):
        code = nouveau_code()
        if not Seance.objects.filter(code=code).exists():
            return code
    raise RuntimeError("Aucun code libre")
