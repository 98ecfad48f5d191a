"""The formats references travel in, and how a file tells which one it is."""

from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError

from veille.notices.fiches import FicheNotice
from veille.references.formats import bibtex, csl, ris
from veille.references.formats.commun import Lecture

LECTEURS: dict[str, Callable[[bytes], Lecture]] = {"ris": ris.lire, "bibtex": bibtex.lire, "csl": csl.lire}
SCRIBES: dict[str, Callable[[Iterable[FicheNotice]], str]] = {
    "ris": ris.ecrire,
    "bibtex": bibtex.ecrire,
    "csl": csl.ecrire,
}
_SUFFIXES = {".ris": "ris", ".bib": "bibtex", ".bibtex": "bibtex", ".json": "csl"}
INCONNU = (
    "Ce fichier n’est ni du RIS, ni du BibTeX, ni du CSL-JSON : "
    "exportez vos références dans l’un de ces formats, puis renvoyez-les."
)


def format_de(texte: str, nom: str) -> str:
    """« ris », « bibtex » or « csl », by what the file holds, else by its name. ValidationError for none."""
    debut = texte.lstrip()
    if debut.startswith(("[", "{")):
        return "csl"
    premieres = texte.splitlines()
    ris_a = next((no for no, ligne in enumerate(premieres) if ris.est_un_debut(ligne)), None)
    bib_a = next((no for no, ligne in enumerate(premieres) if bibtex.est_un_debut(ligne)), None)
    if ris_a is not None and (bib_a is None or ris_a < bib_a):
        return "ris"
    if bib_a is not None:
        return "bibtex"
    suffixe = nom[nom.rfind(".") :].lower() if "." in nom else ""
    if suffixe not in _SUFFIXES:
        raise ValidationError(INCONNU)
    return _SUFFIXES[suffixe]
