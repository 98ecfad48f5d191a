"""Taking in what people bring without an account: once, within bounds, while the survey is open."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from communs.collectivites.identite import PERSONNE
from communs.etats import journal
from communs.etats.models import Acteur
from communs.etats.services import enregistrer, verrouiller
from communs.fichiers import services as fichiers
from communs.materiaux.enums import Consentement
from communs.web.typographie import MO
from communs.web.typographie import taille as taille_lisible
from eclaireurs.evaluation.enquete import courriels
from eclaireurs.evaluation.enquete.calculs import empreinte, nettoyer
from eclaireurs.evaluation.enquete.contributions import Contribution, PieceJointe
from eclaireurs.evaluation.enquete.enums import EtatEnquete, Voie
from eclaireurs.evaluation.enquete.models import Enquete, Relais

EN_ATTENTE_MAX = 500  # contributions that nobody has read yet, of one survey
TOTAL_MAX = 20_000  # of one survey, whatever became of them
PAR_ADRESSE_MAX = 3  # mails that an address, maybe not the writer's, may cause in an hour
MEME_TEXTE_MAX = 3  # the same text, awaiting moderation
PIECES_MAX = 5  # files of one contribution
PLACE_MAX = 30 * MO  # bytes of one contribution
PLACE_EN_ATTENTE_MAX = 500 * MO  # bytes that await moderation, of one survey

FERMEE = "Cette enquête ne prend plus de contributions : la vôtre n’a pas été envoyée."
PLEINE = (
    "L’enquête a reçu plus de contributions qu’elle ne peut en relire pour l’instant. Gardez votre texte et "
    "revenez dans quelques jours : rien n’a été enregistré."
)
DEJA_SERVI = "Ce formulaire a déjà servi : rechargez la page."
DEJA_DIT = "Ce texte nous est déjà parvenu plusieurs fois : il sera lu, inutile de le renvoyer."
ADRESSE_PRISE = (
    "Cette adresse a déjà servi plusieurs fois depuis une heure. Laissez-la vide : vous suivrez votre "
    "contribution par l’adresse qui vous sera donnée."
)
TROP_TARD = "Cette contribution a déjà été relue : on ne peut plus y joindre de fichier."
TROP_DE_PIECES = f"Une contribution compte {PIECES_MAX} fichiers au plus."
TROP_LOURD = f"Les fichiers d’une contribution pèsent {taille_lisible(PLACE_MAX)} au plus en tout."


@transaction.atomic
def recevoir(
    *,
    enquete: Enquete,
    demande: UUID,
    champs: Mapping[str, Any],
    relais: Relais | None = None,
    voie: Voie = Voie.EN_LIGNE,
    saisie_par: Acteur | None = None,
) -> Contribution:
    """One contribution. `demande` names the form: sent twice, it makes one.

    `champs`: texte, nom, theme, accord, courriel. What was written on paper (`voie`, `saisie_par`)
    may still be typed in once the closing date has passed, until a hand closes the survey. Raises
    ValidationError, in French: closed, too many waiting, the same text again and again.
    """
    enquete = verrouiller(enquete)
    deja = Contribution.objects.filter(demande=demande).first()
    if deja is not None:
        if deja.enquete_id != enquete.pk:
            raise ValidationError(DEJA_SERVI)
        return deja
    _exiger_ouverte(enquete, voie)
    texte = nettoyer(champs["texte"])
    if not texte:
        raise ValidationError({"texte": "Écrivez quelques mots."})
    trace = empreinte(texte)
    _exiger_de_la_place(enquete, voie, trace)
    _exiger_de_la_retenue(champs.get("courriel", ""))
    dernier = enquete.contributions.aggregate(dernier=Max("numero"))["dernier"] or 0
    contribution = Contribution.objects.create(
        **{**champs, "texte": texte},
        enquete=enquete,
        demande=demande,
        numero=dernier + 1,
        relais=relais,
        voie=voie,
        saisie_par=saisie_par,
        empreinte=trace,
    )
    journal.consigner(
        identite=None,
        verbe=f"enquete.recevoir_{voie}",
        objet=contribution,
        cible=saisie_par,
        numero=contribution.numero,
    )
    courriels.accuser_reception(contribution)
    return contribution


def _exiger_ouverte(enquete: Enquete, voie: Voie) -> None:
    a_saisir = voie == Voie.PAPIER and enquete.etat == EtatEnquete.PUBLIEE and not enquete.a_venir
    if not (enquete.ouverte or a_saisir):
        raise ValidationError(FERMEE)


def _exiger_de_la_place(enquete: Enquete, voie: Voie, trace: str) -> None:
    """What a colleague copies from paper is no flood: only the total counts for her."""
    siennes = enquete.contributions.all()
    if siennes.count() >= TOTAL_MAX:
        raise ValidationError(PLEINE)
    if voie == Voie.PAPIER:
        return
    attendent = siennes.en_attente()
    if attendent.count() >= EN_ATTENTE_MAX:
        raise ValidationError(PLEINE)
    if attendent.filter(empreinte=trace).count() >= MEME_TEXTE_MAX:
        raise ValidationError(DEJA_DIT)


def _exiger_de_la_retenue(courriel: str) -> None:
    """Whoever types an address is not always its owner: the mails it receives are counted here."""
    if not courriel:
        return
    recentes = Contribution.objects.filter(recue_le__gt=timezone.now() - timedelta(hours=1))
    if recentes.filter(courriel__iexact=courriel).count() >= PAR_ADRESSE_MAX:
        raise ValidationError({"courriel": ADRESSE_PRISE})


@transaction.atomic
def joindre(*, contribution: Contribution, depot: UploadedFile, consentement: Consentement) -> PieceJointe:
    """A file to a contribution that nobody has decided about yet. Raises ValidationError.

    `consentement`: of the people shown or heard in it, as the contributor says.
    """
    enquete = verrouiller(contribution.enquete)
    contribution = verrouiller(contribution)
    contribution.enquete = enquete
    if not contribution.en_attente:
        raise ValidationError(TROP_TARD)
    if not enquete.accepte_fichiers:
        raise ValidationError("Cette enquête ne prend pas de fichiers.")
    octets = depot.size or 0
    siennes = Contribution.objects.filter(pk=contribution.pk)
    if contribution.pieces.count() >= PIECES_MAX:
        raise ValidationError(TROP_DE_PIECES)
    if siennes.place_occupee() + octets > PLACE_MAX:
        raise ValidationError(TROP_LOURD)
    if enquete.contributions.en_attente().place_occupee() + octets > PLACE_EN_ATTENTE_MAX:
        raise ValidationError(PLEINE)
    fichier = fichiers.recevoir(
        identite=PERSONNE, collectivite=enquete.dossier.collectivite, fichier_django=depot
    )
    piece = PieceJointe.objects.create(contribution=contribution, fichier=fichier, consentement=consentement)
    enregistrer(contribution)  # who moderates reads it again
    return piece
