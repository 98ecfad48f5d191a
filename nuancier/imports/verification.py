"""What the chart's models would refuse of a fiche, told before anything is written."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from nuancier.enums import BIBLIOGRAPHIES, LISTES, Partie
from nuancier.fiches import CHAMPS_MODULE, CHAMPS_RESSOURCE, FicheCitation, FicheModule, FicheTeinte
from nuancier.imports.rapport import ImportLu, Niveau
from nuancier.models import Citation, Element, Etape, Lacune, Lien, Module, Ressource, Teinte

ELEMENTS_MAX = 200  # of one list, of one bibliography, of one module
MODULES_MAX = 20
_BORNES = (
    ("duree", "la durée"),
    ("jauge", "la jauge"),
    ("sous_groupe", "la taille des sous-groupes"),
)


def verifier(lu: ImportLu) -> None:
    """Add to the report everything that could not be written as it stands."""
    for fiche in lu.fiches:
        for phrase in _fautes(fiche):
            lu.dire(lu.debuts.get(fiche.code, 0), Niveau.ERREUR, f"Teinte {fiche.code}\u00a0: {phrase}")


def _fautes(fiche: FicheTeinte) -> Iterator[str]:
    yield from _champs(Teinte(), {"titre": fiche.titre, "titre_court": fiche.titre_court}, "")
    if fiche.resume:
        yield from _champs(Teinte(), {"resume": fiche.resume}, "")
    if len(fiche.modules) > MODULES_MAX:
        yield f"plus de {MODULES_MAX} modules."
    listes = {partie: getattr(fiche, partie) for partie in (*LISTES, *BIBLIOGRAPHIES)}
    for partie, valeurs in listes.items():
        if len(valeurs) > ELEMENTS_MAX:
            yield f"«\u00a0{partie.label}\u00a0» a plus de {ELEMENTS_MAX} éléments."
    for partie in LISTES:
        for texte in listes[partie][:ELEMENTS_MAX]:
            yield from _champs(Element(), {"texte": texte}, str(partie.label))
    for lacune in fiche.lacunes:
        yield from _champs(Lacune(), vars(lacune), "Lacunes")
    for module in fiche.modules[:MODULES_MAX]:
        yield from _fautes_du_module(module)
    for partie in BIBLIOGRAPHIES:
        yield from _fautes_des_citations(listes[partie][:ELEMENTS_MAX])


def _fautes_des_citations(citations: Iterable[FicheCitation]) -> Iterator[str]:
    for citation in citations:
        ou = f"«\u00a0{citation.ressource.titre[:40]}\u00a0»"
        yield from _champs(Citation(), {"precision": citation.precision}, ou)
        valeurs = {nom: getattr(citation.ressource, nom) for nom in (*CHAMPS_RESSOURCE, "cle")}
        yield from _champs(Ressource(), valeurs, ou)
        for lien in citation.ressource.liens:
            yield from _champs(Lien(), vars(lien), ou)


def _fautes_du_module(module: FicheModule) -> Iterator[str]:
    valeurs = {nom: getattr(module, nom) for nom in (*CHAMPS_MODULE, "cle")}
    yield from _champs(Module(), valeurs, str(Partie.MODULE.label))
    for nom, dit in _BORNES:
        au_moins, au_plus = valeurs[f"{nom}_min"], valeurs[f"{nom}_max"]
        if au_moins is not None and (au_plus is None or au_plus < au_moins):
            yield f"module\u00a0: {dit} va d’un minimum à un maximum."
    if len(module.deroule) > ELEMENTS_MAX:
        yield f"«\u00a0Déroulé\u00a0» a plus de {ELEMENTS_MAX} étapes."
    for texte in module.deroule[:ELEMENTS_MAX]:
        yield from _champs(Etape(), {"texte": texte}, "Déroulé")


def _champs(objet: Model, valeurs: Mapping[str, Any], ou: str) -> Iterator[str]:
    """What the model says of these fields alone; no query."""
    for nom, valeur in valeurs.items():
        setattr(objet, nom, list(valeur) if isinstance(valeur, tuple) else valeur)
    tus = [champ.name for champ in objet._meta.fields if champ.name not in valeurs]
    try:
        objet.clean_fields(exclude=tus)
    except ValidationError as refus:
        for nom, phrases in refus.message_dict.items():
            champ = str(objet._meta.get_field(nom).verbose_name)  # type: ignore[union-attr]
            yield f"{ou + ', ' if ou else ''}{champ}\u00a0: {' '.join(phrases)}"
