"""A teinte in the words of schema.org, for search engines and catalogues of courses."""

from typing import Any

from nuancier.calculs import dire_duree, dire_jauge, duree_iso
from nuancier.enums import Format
from nuancier.fiches import FicheModule, FicheRessource, FicheTeinte
from nuancier.models import Nuancier


def cours(fiche: FicheTeinte, *, nuancier: Nuancier | None, adresse: str) -> dict[str, Any]:
    """The `Course` of a teinte at this absolute address; each module is a `CourseInstance`.

    Only what the chart says: no date, no price, and the longest duration where it gives two.
    """
    donnees: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "@id": adresse,
        "url": adresse,
        "name": fiche.titre,
        "courseCode": fiche.code,
        "description": fiche.resume,
        "inLanguage": "fr",
        "keywords": list(fiche.lexique),
        "teaches": list(fiche.competences),
        "hasCourseInstance": [_instance(module) for module in fiche.modules],
        "citation": [_oeuvre(citation.ressource) for citation in fiche.ressources],
    }
    if nuancier is not None:
        donnees["provider"] = {"@type": "Organization", "name": nuancier.auteur}
        donnees["license"] = nuancier.licence_adresse
        donnees["creditText"] = nuancier.attribution
        donnees["isPartOf"] = {"@type": "CreativeWork", "name": nuancier.titre}
    return {nom: valeur for nom, valeur in donnees.items() if valeur}


def _instance(module: FicheModule) -> dict[str, Any]:
    en_ligne = module.format == Format.EN_LIGNE
    donnees = {
        "@type": "CourseInstance",
        "name": module.titre,
        "courseMode": ["Online", "Onsite"] if en_ligne and module.presentiel_possible else _mode(en_ligne),
        "courseWorkload": duree_iso(module.duree_max) if module.duree_max else "",
        "description": ", ".join(dit for dit in (dire_duree(module), dire_jauge(module)) if dit),
        "maximumAttendeeCapacity": module.jauge_max,
    }
    return {nom: valeur for nom, valeur in donnees.items() if valeur}


def _mode(en_ligne: bool) -> str:
    return "Online" if en_ligne else "Onsite"


def _oeuvre(ressource: FicheRessource) -> dict[str, Any]:
    donnees = {
        "@type": "CreativeWork",
        "name": ressource.titre,
        "author": [{"@type": "Person", "name": auteur} for auteur in ressource.auteurs],
        "publisher": ressource.editeur,
        "datePublished": str(ressource.annee or ""),
        "inLanguage": ressource.langue,
        "url": ressource.liens[0].adresse if ressource.liens else "",
    }
    return {nom: valeur for nom, valeur in donnees.items() if valeur}
