"""The list from which people are drawn: members by service, participants, or a table handed in.

Whatever its source, somebody known by the same identifier is counted once, in the first service met.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import transaction

from communs.collectivites import noms
from communs.collectivites.enums import HORS_TIRAGE
from communs.collectivites.identite import Identite, autoriser
from communs.collectivites.models import Adhesion, Service
from communs.dossiers.models import Dossier
from communs.echanges.rapport import Erreur, ErreursDImport
from communs.echanges.tableurs import FORMULE, Feuille, Ligne
from communs.echanges.textes import sans_accents
from communs.etats import journal
from communs.etats.services import enregistrer
from communs.tirages.acte import en_ligne
from communs.tirages.calculs import sceller
from communs.tirages.models import Groupe, Inscrit, Tirage
from communs.tirages.preparation import hors_tirage
from communs.tirages.services import ouvert

INSCRITS_MAX, GROUPES_MAX = 100_000, 200
ENSEMBLE, SANS_SERVICE = "Ensemble", "Sans service"
# Names by which a table may call its columns, folded.
COLONNES = {
    "nom": ("nom", "nom et prenom", "prenom et nom", "personne", "agent"),
    "prenom": ("prenom",),
    "service": ("service", "direction", "groupe", "pole"),
    "reference": (
        "identifiant",
        "matricule",
        "courriel",
        "adresse",
        "adresse electronique",
        "email",
        "e-mail",
    ),
    "fonction": ("fonction", "statut"),
}
FONCTIONS = {
    "": "",
    "agent": "",
    "agente": "",
    "direction": "direction",
    "directeur": "direction",
    "directrice": "direction",
    "elu": "elu",
    "elue": "elu",
}
LOT = 5000


@dataclass(frozen=True)
class Candidat:
    """Somebody to put on the list; `exclusion` is what her function says."""

    reference: str
    nom: str
    groupe: str
    exclusion: str = ""
    compte_id: int | None = None
    membre: bool = False


@dataclass
class Rapport:
    """What became of a list handed in."""

    ajoutes: int = 0
    deja: int = 0  # already there, in the same service
    ailleurs: int = 0  # already there, in another service: counted once, there
    exclus: int = 0
    groupes_vides: list[str] = field(default_factory=list)


def des_membres(dossier: Dossier, services: Iterable[Service], *, sans_service: bool) -> list[Candidat]:
    """Members of these services of the lead collectivité (each its own, not those below it)."""
    choisis = {service.pk: en_ligne(service.nom) for service in services}
    actives = Adhesion.objects.actives().filter(collectivite=dossier.collectivite_id)
    return [
        Candidat(
            reference=adhesion.compte.email,
            nom=adhesion.compte.nom_affiche,
            groupe=choisis.get(adhesion.service_id or 0, SANS_SERVICE),
            exclusion=adhesion.fonction if adhesion.fonction in HORS_TIRAGE else "",
            compte_id=adhesion.compte_id,
            membre=True,
        )
        for adhesion in actives.select_related("compte").order_by("pk")
        if adhesion.service_id in choisis or (sans_service and adhesion.service_id is None)
    ]


def des_participants(dossier: Dossier) -> list[Candidat]:
    """Those who take part in the dossier now, each in her service or else her organisation."""
    presents = dossier.participants.presents().avec_noms().order_by("pk")
    return [
        Candidat(
            reference=p.adresse_electronique.lower(),
            nom=p.nom_affiche,
            groupe=en_ligne(p.service.nom if p.service else p.organisation) or SANS_SERVICE,
            compte_id=p.compte_id,
        )
        for p in presents
        if p.adresse_electronique
    ]


# --- a table handed in -----------------------------------------------------------------------------


def d_une_feuille(feuille: Feuille, avancer: Callable[[int], None] | None = None) -> list[Candidat]:
    """The people of a table; ErreursDImport with every line to correct, and then nothing is taken.

    `avancer` is told how much is read, in percent.
    """
    colonnes = _colonnes(feuille)
    candidats, erreurs = [], []
    for rang, ligne in enumerate(feuille.lignes):
        if avancer is not None and rang % LOT == 0:
            avancer(100 * rang // len(feuille.lignes))
        try:
            candidats.append(_candidat(ligne, colonnes))
        except ValidationError as faute:
            erreurs += [Erreur(ligne.no, message) for message in faute.messages]
    if erreurs:
        raise ErreursDImport(erreurs)
    return candidats


def _colonnes(feuille: Feuille) -> dict[str, str]:
    """What each column is for; ErreursDImport without names of people."""
    pliees = [sans_accents(nom) for nom in feuille.colonnes]
    trouvees = {sens: next((n for n in pliees if n in mots), "") for sens, mots in COLONNES.items()}
    if not trouvees["nom"]:
        phrase = (
            "La première ligne nomme les colonnes, et l’une s’appelle « Nom » ; les autres, si vous voulez : "
            "« Prénom », « Service », « Identifiant », « Fonction »."
        )
        raise ErreursDImport([Erreur(0, phrase)])
    return trouvees


def _candidat(ligne: Ligne, colonnes: dict[str, str]) -> Candidat:
    dites = {sens: _texte(ligne.cellules.get(nom, "")) for sens, nom in colonnes.items()}
    nom = en_ligne(f"{dites['prenom']} {dites['nom']}")
    groupe = dites["service"] or SANS_SERVICE
    if not nom:
        raise ValidationError("il manque le nom.")
    for quoi, texte, longueur in (("Le nom", nom, 160), ("Le service", groupe, 150)):
        if len(texte) > longueur:
            raise ValidationError(f"{quoi} dépasse {longueur} signes.")
        _valider(texte)
    if len(dites["reference"]) > 254:
        raise ValidationError("L’identifiant dépasse 254 signes.")
    fonction = sans_accents(dites["fonction"])
    if fonction not in FONCTIONS:
        raise ValidationError(
            f"la fonction « {dites['fonction'][:40]} » n’est pas connue : écrivez « élu », « direction » ou "
            "« agent »."
        )
    reference = dites["reference"].casefold() or f"nom:{sans_accents(nom)}"
    return Candidat(reference[:254], nom, groupe, FONCTIONS[fonction])


@lru_cache(maxsize=1000)  # services come back at every line
def _valider(texte: str) -> None:
    noms.valider(texte)


def _texte(cellule: object) -> str:
    if cellule is FORMULE:
        raise ValidationError("une cellule contient une formule : remplacez-la par sa valeur.")
    return en_ligne("" if cellule is None else str(cellule))


# --- writing ---------------------------------------------------------------------------------------


@transaction.atomic
def ajouter(
    *,
    identite: Identite,
    tirage: Tirage,
    candidats: Iterable[Candidat],
    groupes: Iterable[str] = (),
    ensemble: bool = False,
) -> Rapport:
    """Put these people on the list. `ensemble`: one list, whatever the services.

    `groupes` are services to show even when nobody comes from them. ValidationError past the limits.
    """
    autoriser(identite, "tirages.organiser", tirage)
    tirage, rapport = ouvert(tirage), Rapport()
    presents = {i.reference: i for i in tirage.inscrits.exclude(reference="")}
    declares = hors_tirage(tirage)
    nouveaux: dict[str, Inscrit] = {}
    changes: dict[int, Inscrit] = {}
    for candidat in candidats:
        inscrit = presents.get(candidat.reference) or nouveaux.get(candidat.reference)
        groupe = ENSEMBLE if ensemble else candidat.groupe
        exclusion = candidat.exclusion or declares.get(candidat.reference, "")
        if inscrit is None:
            nouveaux[candidat.reference] = _inscrit(tirage, candidat, groupe, exclusion)
            rapport.exclus += bool(exclusion)
            continue
        if _completer(inscrit, groupe, exclusion, rapport) and inscrit.pk:
            changes[inscrit.pk] = inscrit
    if len(presents) + len(nouveaux) > INSCRITS_MAX:
        raise ValidationError(f"Une liste compte au plus {INSCRITS_MAX} personnes. Rien n’a été ajouté.")
    _ouvrir_les_groupes(
        tirage, {i.groupe for i in nouveaux.values()} | ({ENSEMBLE} if ensemble else {*groupes})
    )
    Inscrit.objects.bulk_create(nouveaux.values(), batch_size=LOT)
    Inscrit.objects.bulk_update(changes.values(), ["aussi", "exclusion", "d_office"], batch_size=LOT)
    rapport.ajoutes = len(nouveaux)
    rapport.groupes_vides = sorted(
        {*groupes} - {i.groupe for i in nouveaux.values()} - {i.groupe for i in presents.values()}
    )
    enregistrer(tirage)
    journal.consigner(identite=identite, verbe="tirages.composer", objet=tirage, titre=tirage.titre)
    return rapport


def _inscrit(tirage: Tirage, candidat: Candidat, groupe: str, exclusion: str) -> Inscrit:
    sel = secrets.token_hex(16)
    return Inscrit(
        tirage=tirage,
        nom=candidat.nom[:160],
        reference=candidat.reference,
        groupe=groupe,
        exclusion=exclusion,
        d_office=bool(exclusion),
        compte_id=candidat.compte_id,
        membre=candidat.membre,
        sel=sel,
        sceau=sceller(sel, candidat.reference, candidat.nom[:160]),
    )


def _completer(inscrit: Inscrit, groupe: str, exclusion: str, rapport: Rapport) -> bool:
    """Somebody met again: say where else, and the stricter of two functions holds. True if it changed."""
    change = False
    if groupe == inscrit.groupe:
        rapport.deja += 1
    else:
        rapport.ailleurs += 1
        autres = inscrit.aussi.split(", ") if inscrit.aussi else []
        if groupe not in autres:
            inscrit.aussi, change = ", ".join([*autres, groupe])[:400], True
    if exclusion and not inscrit.d_office:
        inscrit.exclusion, inscrit.d_office, change = exclusion, True, True
        rapport.exclus += 1
    return change


def _ouvrir_les_groupes(tirage: Tirage, demandes: set[str]) -> None:
    deja = set(tirage.groupes.values_list("nom", flat=True))
    if len(deja | demandes) > GROUPES_MAX:
        raise ValidationError(
            f"Un tirage compte au plus {GROUPES_MAX} services : cochez « une seule liste », ou tirez en "
            "plusieurs fois. Rien n’a été ajouté."
        )
    Groupe.objects.bulk_create(Groupe(tirage=tirage, nom=nom) for nom in sorted(demandes - deja))


@transaction.atomic
def vider(*, identite: Identite, tirage: Tirage) -> None:
    """Take everybody off the list, and its services with their places."""
    autoriser(identite, "tirages.organiser", tirage)
    tirage = ouvert(tirage)
    tirage.inscrits.all().delete()
    tirage.groupes.all().delete()
    enregistrer(tirage)
    journal.consigner(identite=identite, verbe="tirages.vider", objet=tirage, titre=tirage.titre)
