"""The file that an editor hands in: Markdown, CSV or XLSX by what it holds, whatever its name."""

import re

from django.core.exceptions import ValidationError

from communs.echanges.rapport import ErreursDImport
from nuancier.exports.tables import lire_table
from nuancier.imports import lecture, relecture
from nuancier.imports.rapport import ImportLu, Niveau
from nuancier.imports.verification import verifier

TAILLE_MAX = 5 * 1024 * 1024  # bytes
TROP_LOURD = "Ce fichier dépasse 5\u00a0Mo\u00a0: un nuancier entier en fait moins d’un. Rien n’a été lu."
LIGNES_MAX = 20_000  # a whole chart has fewer than two thousand
_CONTROLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\u2028\u2029\x85]")
_COLONNES_MIN = 10  # separators in the first line of a table


def lire_fichier(octets: bytes) -> tuple[ImportLu, list[str]]:
    """What the file gives, and its lines when it is a text. Everything wrong is an error of the report."""
    lu, lignes = ImportLu(), list[str]()
    if len(octets) > TAILLE_MAX:
        lu.dire(0, Niveau.ERREUR, TROP_LOURD)
        return lu, lignes
    if _est_une_table(octets):
        return _lire_table(octets), lignes
    try:
        document = decoder(octets)
    except ValidationError as refus:
        lu.dire(refus.params["ligne"], Niveau.ERREUR, str(refus.message))  # type: ignore[index]
        return lu, lignes
    lu = relecture.lire(document) if relecture.est_un_export(document) else lecture.lire(document)
    verifier(lu)
    return lu, document.split("\n")


def decoder(octets: bytes) -> str:
    """The text, lines ended by a line feed.

    ValidationError for what is no text, its line in `params`.
    """
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError as refus:
        raise ValidationError(
            "Cette ligne n’est pas du texte en UTF-8. Enregistrez le fichier dans ce codage.",
            params={"ligne": octets[: refus.start].count(b"\n") + 1},
        ) from None
    texte = texte.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    if trouve := _CONTROLE.search(texte):
        raise ValidationError(
            "Cette ligne contient un caractère de contrôle, invisible. Retirez-le.",
            params={"ligne": texte.count("\n", 0, trouve.start()) + 1},
        )
    if texte.count("\n") > LIGNES_MAX:
        phrase = f"Ce document a plus de {LIGNES_MAX} lignes\u00a0: importez-le en plusieurs fois."
        raise ValidationError(phrase, params={"ligne": LIGNES_MAX + 1})
    return texte


def _est_une_table(octets: bytes) -> bool:
    """A workbook, or a text whose first line names many columns."""
    premiere = octets[:4000].lstrip().split(b"\n")[0]
    colonnes = max(premiere.count(separateur) for separateur in (b";", b",", b"\t"))
    return octets.startswith((b"PK", b"\xd0\xcf\x11\xe0")) or (
        colonnes >= _COLONNES_MIN and b"Code" in premiere
    )


def _lire_table(octets: bytes) -> ImportLu:
    lu = ImportLu()
    try:
        lu.fiches = lire_table(octets)
    except ErreursDImport as refus:
        for erreur in refus.erreurs:
            lu.dire(erreur.no, Niveau.ERREUR, erreur.message)
        return lu
    lu.entetes = len(lu.fiches)
    if not lu.fiches:
        lu.dire(0, Niveau.ERREUR, "Ce tableau ne contient aucune teinte.")
    verifier(lu)
    lu.dire(0, Niveau.COMPRIS, f"Un tableau de {len(lu.fiches)} teintes, au format des exports du Nuancier.")
    return lu
