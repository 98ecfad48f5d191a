"""The bytes that a documentaliste hands in, as text."""

import codecs
import re

from django.core.exceptions import ValidationError

from communs.echanges.textes import normaliser

TAILLE_MAX = 5 * 1024 * 1024  # bytes
LIGNES_MAX = 20_000  # a whole issue has fewer than a thousand
TROP_LOURD = "Ce fichier dépasse 5\u00a0Mo\u00a0: un numéro entier en fait moins d’un. Rien n’a été lu."
PAS_DU_TEXTE = (
    "Ce fichier n’est pas du texte. Enregistrez le bulletin en Markdown ou en texte brut (UTF-8), "
    "puis renvoyez-le."
)
ANCIEN = "Le fichier n’est pas en UTF-8\u00a0: il est lu en Windows-1252. Vérifiez les accents."
_BINAIRE = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decoder(octets: bytes) -> tuple[str, str]:
    """The text, its lines ended by a line feed, and what is to be said of its encoding ("" for nothing).

    UTF-8, UTF-16 when it says so, or Windows-1252. ValidationError for what is too large or no text.
    """
    if len(octets) > TAILLE_MAX:
        raise ValidationError(TROP_LOURD)
    avis = ""
    try:
        if octets.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            texte = octets.decode("utf-16")
        else:
            texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        avis, texte = ANCIEN, octets.decode("cp1252", errors="replace")
    if _BINAIRE.search(texte) or (avis and "\ufffd" in texte):
        raise ValidationError(PAS_DU_TEXTE)
    texte = re.sub(r"\r\n?|[\u2028\u2029\x85]", "\n", texte)
    if texte.count("\n") > LIGNES_MAX:
        raise ValidationError(
            f"Ce document a plus de {LIGNES_MAX} lignes\u00a0: est-ce un seul numéro\u00a0?"
        )
    # A page of a PDF ends with a form feed: the line stays a line.
    lignes = (normaliser(ligne.replace("\f", " ").expandtabs(4).rstrip()) if ligne.strip() else ""
              for ligne in texte.split("\n"))  # fmt: skip
    return "\n".join(lignes), avis
