"""Colleagues in contact with the public: their kits, what came through each, the sheets they type in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.models import Acteur
from communs.etats.services import verrouiller
from communs.questionnaires import par_lien
from communs.questionnaires.models import Question, Questionnaire
from eclaireurs.evaluation.enquete import reception
from eclaireurs.evaluation.enquete.enums import Voie
from eclaireurs.evaluation.enquete.models import Enquete, Relais

RELAIS_MAX = 200
TROP = f"Une enquête compte au plus {RELAIS_MAX} relais."
REVOQUE = "Ce relais est révoqué : la feuille n’a pas été enregistrée. Remettez-la à qui mène l’enquête."
VIDE = "Cette feuille est vide : rien n’a été enregistré."

journal.inscrire(
    {
        "enquete.ouvrir_relais": "a ouvert un relais de l’enquête",
        "enquete.revoquer_relais": "a révoqué un relais de l’enquête",
        "enquete.retablir_relais": "a rétabli un relais de l’enquête",
    }
)


@transaction.atomic
def ouvrir(*, identite: Identite, enquete: Enquete, demande: UUID, nom: str, lieu: str) -> Relais:
    """A new relay with its code and its kit. `demande` names the form: sent twice, it makes one."""
    autoriser(identite, "enquete.regler", enquete)
    enquete = verrouiller(enquete)
    deja = Relais.objects.filter(uuid=demande).first()
    if deja is not None:
        if deja.enquete_id != enquete.pk:
            raise ValidationError(reception.DEJA_SERVI)
        return deja
    if enquete.relais.count() >= RELAIS_MAX:
        raise ValidationError(TROP)
    relais = Relais.objects.create(uuid=demande, enquete=enquete, nom=nom, lieu=lieu)
    journal.consigner(identite=identite, verbe="enquete.ouvrir_relais", objet=relais)
    return relais


@transaction.atomic
def revoquer(*, identite: Identite, relais: Relais) -> None:
    """Its kit closes at once; its public link stays a way to the survey, and counts for it no more."""
    _basculer(identite, relais, "enquete.revoquer_relais", timezone.now())


@transaction.atomic
def retablir(*, identite: Identite, relais: Relais) -> None:
    _basculer(identite, relais, "enquete.retablir_relais", None)


def _basculer(identite: Identite, relais: Relais, verbe: str, revoque_le: datetime | None) -> None:
    autoriser(identite, "enquete.regler", relais)
    actuel = verrouiller(relais)
    if actuel.revoque == (revoque_le is not None):
        return
    Relais.objects.filter(pk=actuel.pk).update(revoque_le=revoque_le)
    journal.consigner(identite=identite, verbe=verbe, objet=actuel)


# --- a sheet of paper ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Feuille:
    """What one sheet says: answers to the poll (read at `ouvert_le`), words of one's own, or both."""

    reponses: Mapping[Question, par_lien.Saisie]
    ouvert_le: datetime | None
    contribution: Mapping[str, Any]  # texte, nom, accord


@transaction.atomic
def saisir(*, relais: Relais, demande: UUID, feuille: Feuille, par: Acteur | None) -> None:
    """One sheet, whole or not at all; sent twice, it counts once. `par`: who types, if not the relay herself.

    Raises ValidationError: revoked, nothing on it, poll or survey closed.
    """
    actuel = verrouiller(relais)
    if actuel.revoque:
        raise ValidationError(REVOQUE)
    par = par or _acteur(actuel)
    repondu = any(choix or texte for choix, texte in feuille.reponses.values())
    dit = bool(feuille.contribution["texte"].strip())
    if not (repondu or dit):
        raise ValidationError(VIDE)
    sondage = actuel.enquete.questionnaire
    if repondu and sondage is not None and feuille.ouvert_le is not None:
        par_lien.saisir(
            par=par,
            questionnaire=sondage,
            demande=_demande_du_sondage(demande),
            ouvert_le=feuille.ouvert_le,
            nom="",
            reponses=feuille.reponses,
            provenance=actuel.uuid,
        )
    if dit:
        reception.recevoir(
            enquete=actuel.enquete,
            demande=demande,
            champs=feuille.contribution,
            relais=actuel,
            voie=Voie.PAPIER,
            saisie_par=par,
        )


def _demande_du_sondage(demande: UUID) -> UUID:
    """Another name for the same sheet: the one who signed the contribution must not be found by it in the
    anonymous answers."""
    return UUID(hex=salted_hmac("enquete.sondage", str(demande)).hexdigest()[:32])


def _acteur(relais: Relais) -> Acteur:
    """Under what name the relay types: her own account, else the name she was given; on a locked row."""
    if relais.acteur is None:
        relais.acteur = Acteur.objects.create(nom=str(relais)[:160])
        relais.save(update_fields=["acteur"])
    return relais.acteur


# --- by which door ---------------------------------------------------------------------------------


def adresse_du_sondage(questionnaire: Questionnaire, relais: Relais | None) -> str:
    """Where the poll is answered; by a relay in use, its count goes up."""
    adresse = questionnaire.adresse_publique
    if relais is None or relais.revoque:
        return adresse
    return f"{adresse}?par={par_lien.signer_la_porte(relais.uuid)}"
