"""The *fiche*: a whole teinte as plain values, the one shape in which it travels.

Exports write it, the import of a document makes it, a version keeps it, a diff compares two of them.
`lire` takes it from the rows, `ecrire` puts it back into them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.db import transaction
from django.db.models import Q

from nuancier.enums import BIBLIOGRAPHIES, LISTES
from nuancier.models import Citation, Element, Etape, Famille, Lacune, Lien, Module, Ressource, Teinte
from nuancier.recherche.services import indexer


@dataclass(frozen=True)
class FicheLien:
    adresse: str
    libelle: str = ""


@dataclass(frozen=True)
class FicheRessource:
    """A bibliographic record, by its key."""

    cle: str
    titre: str
    genre: str
    auteurs: tuple[str, ...] = ()
    role: str = ""
    editeur: str = ""
    dans: str = ""
    organismes: tuple[str, ...] = ()
    date: str = ""
    annee: int | None = None
    langue: str = "fr"
    liens: tuple[FicheLien, ...] = ()


@dataclass(frozen=True)
class FicheCitation:
    ressource: FicheRessource
    precision: str = ""


@dataclass(frozen=True)
class FicheModule:
    """Durations in half-days, sizes in people; None where nothing is said."""

    cle: str
    format: str
    titre: str = ""
    presentiel_possible: bool = False
    presentiel_precision: str = ""
    plusieurs_ateliers: bool = False
    duree_min: int | None = None
    duree_max: int | None = None
    duree_precision: str = ""
    en_ligne_complement: str = ""
    jauge_min: int | None = None
    jauge_max: int | None = None
    formateurs: int | None = None
    formateurs_au_moins: bool = False
    sous_groupe_min: int | None = None
    sous_groupe_max: int | None = None
    jauge_precision: str = ""
    mixite: str = ""
    mixite_entre: tuple[str, ...] = ()
    mixite_precision: str = ""
    publics: tuple[str, ...] = ()
    publics_precision: str = ""
    profils: tuple[str, ...] = ()
    profil: str = ""
    deroule: tuple[str, ...] = ()


@dataclass(frozen=True)
class FicheLacune:
    partie: str
    genre: str
    remarque: str = ""


@dataclass(frozen=True)
class FicheTeinte:
    """Everything a teinte holds, in the order of its pages."""

    code: str
    titre: str
    titre_court: str
    resume: str = ""
    lexique: tuple[str, ...] = ()
    finalites: tuple[str, ...] = ()
    competences: tuple[str, ...] = ()
    savoir_etre: tuple[str, ...] = ()
    contenus: tuple[str, ...] = ()
    lacunes: tuple[FicheLacune, ...] = ()
    modules: tuple[FicheModule, ...] = ()
    ressources: tuple[FicheCitation, ...] = ()
    references: tuple[FicheCitation, ...] = ()


_IMBRIQUES: dict[tuple[type, str], type] = {
    (FicheTeinte, "lacunes"): FicheLacune,
    (FicheTeinte, "modules"): FicheModule,
    (FicheTeinte, "ressources"): FicheCitation,
    (FicheTeinte, "references"): FicheCitation,
    (FicheCitation, "ressource"): FicheRessource,
    (FicheRessource, "liens"): FicheLien,
}

# The columns of a row that are those of its fiche, by the same name.
CHAMPS_TEINTE = ("titre", "titre_court", "resume")
CHAMPS_MODULE = tuple(f.name for f in fields(FicheModule) if f.name not in ("cle", "deroule"))
CHAMPS_RESSOURCE = tuple(f.name for f in fields(FicheRessource) if f.name not in ("cle", "liens"))


def en_dict(fiche: Any) -> dict[str, Any]:
    """Plain values, fit for JSON; `depuis_dict` reads them back."""
    return asdict(fiche)


def depuis_dict(valeurs: Mapping[str, Any], genre: type = FicheTeinte) -> Any:
    """The fiche of these values. TypeError for a field it does not have, or that is missing."""
    return genre(**{nom: _imbriquer(genre, nom, valeur) for nom, valeur in valeurs.items()})


def _imbriquer(genre: type, nom: str, valeur: Any) -> Any:
    sous = _IMBRIQUES.get((genre, nom))
    if isinstance(valeur, list | tuple):
        return tuple(depuis_dict(v, sous) if sous else v for v in valeur)
    return depuis_dict(valeur, sous) if sous else valeur


def lire(teinte: Teinte) -> FicheTeinte:
    """The fiche of a teinte obtained with `entieres()`: no query of its own."""
    listes: dict[str, list[Any]] = {partie.value: [] for partie in LISTES}
    for element in sorted(teinte.elements.all(), key=lambda e: e.rang):
        listes[element.partie].append(element.texte)
    citations: dict[str, list[Any]] = {partie.value: [] for partie in BIBLIOGRAPHIES}
    for citation in sorted(teinte.citations.all(), key=lambda c: (c.rang, c.pk)):
        fiche = FicheCitation(lire_ressource(citation.ressource), citation.precision)
        citations[citation.partie].append(fiche)
    parties: dict[str, Any] = {partie: tuple(lignes) for partie, lignes in (listes | citations).items()}
    return FicheTeinte(
        code=teinte.code,
        titre=teinte.titre,
        titre_court=teinte.titre_court,
        resume=teinte.resume,
        lacunes=tuple(FicheLacune(la.partie, la.genre, la.remarque) for la in teinte.lacunes.all()),
        modules=tuple(lire_module(module) for module in teinte.modules.all()),
        **parties,
    )


def lire_module(module: Module) -> FicheModule:
    """The fiche of a module obtained with its steps."""
    valeurs = {nom: _fige(getattr(module, nom)) for nom in CHAMPS_MODULE}
    return FicheModule(cle=module.cle, deroule=tuple(e.texte for e in module.etapes.all()), **valeurs)


def lire_ressource(ressource: Ressource) -> FicheRessource:
    """The record obtained with its links."""
    valeurs = {nom: _fige(getattr(ressource, nom)) for nom in CHAMPS_RESSOURCE}
    liens = tuple(FicheLien(lien.adresse, lien.libelle) for lien in ressource.liens.all())
    return FicheRessource(cle=ressource.cle, liens=liens, **valeurs)


def _fige(valeur: Any) -> Any:
    return tuple(valeur) if isinstance(valeur, list) else valeur


@transaction.atomic
def ecrire(fiche: FicheTeinte) -> Teinte:
    """Make the rows of the teinte `fiche.code` say exactly this; its family must exist.

    The caller holds the lock and counts the version. Records are shared: writing one changes it wherever
    it is cited. Raises ValidationError, by field, for what the models refuse.
    """
    famille, numero = fiche.code.split(".")
    teinte = Teinte.objects.filter(code=fiche.code).first() or Teinte(
        code=fiche.code, famille=Famille.objects.get(numero=famille), numero=int(numero)
    )
    _enregistrer(teinte, {nom: getattr(fiche, nom) for nom in CHAMPS_TEINTE})
    for partie in LISTES:
        _aligner(Element.objects.filter(teinte=teinte, partie=partie), getattr(fiche, partie),
                 teinte=teinte, partie=partie.value)  # fmt: skip
    teinte.lacunes.all().delete()
    for lacune in fiche.lacunes:
        _enregistrer(Lacune(teinte=teinte), asdict(lacune))
    _ecrire_modules(teinte, fiche.modules)
    for partie in BIBLIOGRAPHIES:
        _ecrire_citations(teinte, partie.value, getattr(fiche, partie))
    # Records are shared: whoever cites one of these is found by its new words too.
    indexer(Teinte.objects.filter(Q(pk=teinte.pk) | Q(citations__ressource__citations__teinte=teinte)))
    return teinte


def _enregistrer(objet: Any, champs: Mapping[str, Any]) -> None:
    """Set, check as a form would, save."""
    for nom, valeur in champs.items():
        setattr(objet, nom, list(valeur) if isinstance(valeur, tuple) else valeur)
    objet.full_clean()
    objet.save()


def _aligner(lignes: Any, textes: Iterable[str], **parents: Any) -> None:
    """Rows of one text each, by rank from 1."""
    connues = {ligne.rang: ligne for ligne in lignes.order_by("rang")}
    for rang, texte in enumerate(textes, 1):
        ligne = connues.pop(rang, None) or lignes.model(rang=rang, **parents)
        if ligne.texte != texte or ligne.pk is None:
            _enregistrer(ligne, {"texte": texte})
    lignes.filter(rang__in=connues).delete()


def _ecrire_modules(teinte: Teinte, fiches: Iterable[FicheModule]) -> None:
    connus = {module.cle: module for module in teinte.modules.all()}
    for rang, fiche in enumerate(fiches, 1):
        module = connus.pop(fiche.cle, None) or Module(teinte=teinte, cle=fiche.cle)
        _enregistrer(module, {nom: getattr(fiche, nom) for nom in CHAMPS_MODULE} | {"rang": rang})
        _aligner(Etape.objects.filter(module=module), fiche.deroule, module=module)
    teinte.modules.filter(cle__in=connus).delete()


def _ecrire_citations(teinte: Teinte, partie: str, fiches: Iterable[FicheCitation]) -> None:
    lignes = Citation.objects.filter(teinte=teinte, partie=partie)
    connues = {citation.ressource.cle: citation for citation in lignes.select_related("ressource")}
    for rang, fiche in enumerate(fiches, 1):
        ressource = ecrire_ressource(fiche.ressource)
        citation = connues.pop(ressource.cle, None) or Citation(
            teinte=teinte, partie=partie, ressource=ressource
        )
        _enregistrer(citation, {"rang": rang, "precision": fiche.precision})
    lignes.filter(ressource__cle__in=connues).delete()


def ecrire_ressource(fiche: FicheRessource) -> Ressource:
    """Make the record of this key say exactly this, its links included."""
    ressource = Ressource.objects.filter(cle=fiche.cle).first() or Ressource(cle=fiche.cle)
    _enregistrer(ressource, {nom: getattr(fiche, nom) for nom in CHAMPS_RESSOURCE})
    connus = {lien.adresse: lien for lien in ressource.liens.all()}
    for rang, lu in enumerate(fiche.liens, 1):
        lien = connus.pop(lu.adresse, None) or Lien(ressource=ressource, adresse=lu.adresse)
        _enregistrer(lien, {"rang": rang, "libelle": lu.libelle})
    ressource.liens.filter(adresse__in=connus).delete()
    return ressource
