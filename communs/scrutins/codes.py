"""Codes that give one vote each: drawn, shown once, kept as fingerprints only."""

from django.conf import settings
from django.utils.crypto import salted_hmac

from communs.scrutins.models import CodeDeVote, Scrutin
from communs.web.codes import code_lisible, lire_code, nouveau_code

LONGUEUR = 10  # nearly 100 000 billion codes
SEL = "communs.scrutins.codes"


def tirer() -> str:
    """A new code, as it is printed: « K7MQA-3XWPD »."""
    return code_lisible(nouveau_code(LONGUEUR))


def empreinte(scrutin: Scrutin, code: str, cle: str | None = None) -> str:
    """Keyed: who reads the database alone cannot try codes against it."""
    return salted_hmac(f"{SEL}:{scrutin.uuid}", lire_code(code), secret=cle, algorithm="sha256").hexdigest()


def trouver(scrutin: Scrutin, saisie: str) -> CodeDeVote | None:
    """The valid code that was typed, made under today's key or an older one."""
    cles = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    empreintes = [empreinte(scrutin, saisie, cle) for cle in cles]
    return scrutin.codes.valables().filter(empreinte__in=empreintes).first()
