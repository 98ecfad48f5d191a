"""The conclave's steps: prepared, drawn, convoked, held, closed."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.etats import journal, tables
from communs.etats.tables import Table, Transition
from communs.tirages import services as tirages
from communs.tirages.enums import EtatTirage
from eclaireurs.evaluation.cadrage import services as cadrage
from eclaireurs.evaluation.cadrage.enums import GenreRencontre
from eclaireurs.evaluation.conclave import places, rappels
from eclaireurs.evaluation.conclave.d_apres_le_tirage import completer
from eclaireurs.evaluation.conclave.enums import EtatConclave
from eclaireurs.evaluation.conclave.models import Conclave
from eclaireurs.evaluation.conclave.tableau import reprise
from eclaireurs.evaluation.conclave.tableau import services as tableaux
from eclaireurs.evaluation.rapport.enums import EtatRapport

Donnees = Mapping[str, Any]


def _pas_pret_au_tirage(conclave: Conclave) -> str:
    if conclave.dossier.rapport.etat == EtatRapport.REDACTION:
        return "Le rapport final n’est pas remis : l’évaluateur le présente d’abord à l’applicateur."
    lignes = places.services_concernes(conclave)
    if not lignes:
        return "Aucune préconisation ne dit quels services elle concerne : désignez-les dans le rapport."
    if not any(ligne.places for ligne in lignes):
        return "Aucune place n’est à tirer : répartissez les places entre les services."
    return ""


def _preparer_le_tirage(conclave: Conclave, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    conclave.tirage = places.preparer_le_tirage(identite, conclave)
    return ("tirage",)


def _tirage_en_cours(conclave: Conclave) -> str:
    if conclave.tirage is None:
        return ""
    if conclave.tirage.etat == EtatTirage.ENGAGE:
        return "Le tirage est engagé : abandonnez-le d’abord sur sa page, en disant pourquoi."
    if conclave.tirage.etat == EtatTirage.TIRE:
        return "Le tirage a eu lieu : il reste. Convoquez les personnes tirées au sort."
    return ""


def _laisser_le_tirage(conclave: Conclave, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    """A draw never committed goes; an abandoned one stays in the dossier, with its reason."""
    tirage, conclave.tirage = conclave.tirage, None
    if tirage is not None and tirage.etat == EtatTirage.PREPARATION:
        tirages.supprimer(identite=identite, tirage=tirage)
    return ("tirage",)


def _pas_pret_a_convoquer(conclave: Conclave) -> str:
    if conclave.tirage is None or conclave.tirage.etat != EtatTirage.TIRE:
        return "Le tirage au sort n’a pas encore eu lieu."
    if conclave.le is None or conclave.debut is None or not conclave.lieu:
        return "Dites d’abord le jour, l’heure et le lieu : la convocation les porte."
    if conclave.le <= timezone.localdate(timezone=conclave.dossier.fuseau):
        return "Ce jour est passé, ou c’est aujourd’hui : choisissez une date à venir."
    return ""


def _convoquer(conclave: Conclave, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    conclave.convoque_le = timezone.now()
    completer(conclave, identite)
    rappels.dire(conclave)
    return ("convoque_le",)


def _trop_tot(conclave: Conclave) -> str:
    if conclave.le is not None and timezone.localdate(timezone=conclave.dossier.fuseau) < conclave.le:
        return "Le conclave s’ouvre le jour dit : d’ici là, chacun peut encore répondre."
    return ""


def _ouvrir(conclave: Conclave, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    completer(conclave, identite)  # the rule, once more, at the door
    if not tableaux.ouvrir(identite=identite, dossier=conclave.dossier).clos:
        reprise.reprendre(identite=identite, dossier=conclave.dossier)
    conclave.ouvert_le = timezone.now()
    rappels.dire(conclave)
    return ("ouvert_le",)


def _revenir(conclave: Conclave, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    conclave.ouvert_le = None
    rappels.dire(conclave)
    return ("ouvert_le",)


def _clore(conclave: Conclave, identite: Identite, donnees: Donnees) -> tuple[str, ...]:
    tableaux.verser(identite, conclave.dossier)
    for rencontre in conclave.dossier.rencontres.filter(genre=GenreRencontre.CONCLAVE, le=conclave.le):
        cadrage.constater(identite=identite, rencontre=rencontre)
    conclave.clos_le = timezone.now()
    return ("clos_le",)


def _etape(
    nom: str, libelle: str, de: EtatConclave, vers: EtatConclave, phrase: str, **suite: Any
) -> Transition:
    return Transition(
        nom=nom,
        libelle=libelle,
        de=frozenset({de}),
        vers=vers,
        regle="conclave.preparer",
        phrase=phrase,
        **suite,
    )


CONCLAVE = tables.inscrire(
    Table(
        cle="conclave",
        modele=Conclave,
        transitions=(
            _etape(
                "preparer_le_tirage",
                "Préparer le tirage au sort",
                EtatConclave.PREPARATION,
                EtatConclave.TIRAGE,
                "a préparé le tirage au sort du conclave",
                obstacle=_pas_pret_au_tirage,
                effet=_preparer_le_tirage,
            ),
            _etape(
                "reprendre",
                "Reprendre la préparation",
                EtatConclave.TIRAGE,
                EtatConclave.PREPARATION,
                "a repris la préparation du conclave",
                obstacle=_tirage_en_cours,
                effet=_laisser_le_tirage,
            ),
            _etape(
                "convoquer",
                "Envoyer les convocations",
                EtatConclave.TIRAGE,
                EtatConclave.CONVOCATIONS,
                "a convoqué les personnes tirées au sort au conclave",
                obstacle=_pas_pret_a_convoquer,
                effet=_convoquer,
            ),
            _etape(
                "ouvrir",
                "Ouvrir le conclave",
                EtatConclave.CONVOCATIONS,
                EtatConclave.TENUE,
                "a ouvert le conclave",
                obstacle=_trop_tot,
                effet=_ouvrir,
            ),
            _etape(
                "revenir",
                "Revenir aux réponses",
                EtatConclave.TENUE,
                EtatConclave.CONVOCATIONS,
                "a rouvert les réponses au conclave",
                effet=_revenir,
            ),
            _etape(
                "clore",
                "Clore le conclave",
                EtatConclave.TENUE,
                EtatConclave.CLOS,
                "a clos le conclave",
                effet=_clore,
            ),
        ),
    )
)

journal.inscrire(
    {
        "conclave.preciser": "a précisé le conclave",
        "conclave.repartir": "a réparti les places du conclave entre les services",
        "conclave.inviter": "a invité une personne au conclave",
        "conclave.noter": "a noté une réponse au conclave",
        "conclave.reponse": "a répondu à sa convocation au conclave",
        "conclave.renvoyer": "a renvoyé une convocation au conclave",
    }
)
