"""A questionnaire sent as a link: prepared, set, answered in one's own time, its names erased."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import F, Q, Sum
from django.utils import timezone

from communs.collectivites.identite import PERSONNE, Identite, autoriser
from communs.dossiers.models import Dossier, nouveau_jeton
from communs.etats import journal, purges
from communs.etats.models import Acteur
from communs.etats.services import modifier, verrouiller
from communs.fichiers import services as fichiers
from communs.questionnaires.enums import Voie
from communs.questionnaires.models import Provenance, Question, Questionnaire, Repondant, Reponse
from communs.questionnaires.services import COMMENCE, DEJA_SERVI
from communs.questionnaires.transitions import LU
from communs.web.typographie import MO

REPONDANTS_MAX = 10_000
PLACE_MAX = 1000 * MO  # bytes of the files that one questionnaire holds
CONSERVATION = timedelta(days=183)  # of names, after the end
CLOS = "Ce questionnaire est clos : votre réponse n’a pas été prise."
PAS_OUVERT = "Ce questionnaire n’est pas encore ouvert : votre réponse n’a pas été prise."
VIDE = "Cette feuille est vide : rien n’a été enregistré."
PLUS_DE_PLACE = (
    "Ce questionnaire a reçu autant de fichiers qu’il peut en garder : retirez le vôtre, puis envoyez vos "
    "autres réponses."
)
CHANGE = "Le questionnaire a changé entre-temps : relisez-le, puis répondez de nouveau."
PLEIN = f"Ce questionnaire a reçu {REPONDANTS_MAX} réponses : il n’en prend plus."
Saisie = tuple[Sequence[int], str]
_porte = signing.Signer(salt="questionnaires.porte", sep=".")  # no time inside: a door has one address

journal.inscrire(
    {
        "questionnaires.preparer": "a préparé le questionnaire « {titre} »",
        "questionnaires.regler": "a réglé un questionnaire",
    }
)


@transaction.atomic
def preparer(
    *, identite: Identite, dossier: Dossier, demande: UUID, champs: Mapping[str, Any]
) -> Questionnaire:
    """A new one in this dossier; `demande` names the form, sent twice it makes one."""
    autoriser(identite, "questionnaires.mener", dossier)
    questionnaire, neuf = Questionnaire.objects.get_or_create(
        uuid=demande, defaults={"dossier": dossier, "jeton": nouveau_jeton(), **champs}
    )
    if questionnaire.dossier_id != dossier.pk:
        raise ValidationError(DEJA_SERVI)
    if neuf:
        journal.consigner(
            identite=identite, verbe="questionnaires.preparer", objet=questionnaire, titre=questionnaire.titre
        )
    return questionnaire


@transaction.atomic
def regler(
    *, identite: Identite, questionnaire: Questionnaire, version: int, champs: Mapping[str, Any]
) -> Questionnaire:
    """Its title, its words, its end. Raises Conflit, ValidationError for what an answer forbids."""
    autoriser(identite, "questionnaires.mener", questionnaire)
    actuel = verrouiller(questionnaire)
    if actuel.repondants.exists():
        if champs.get("anonymat", actuel.anonymat) != actuel.anonymat:
            raise ValidationError({"anonymat": COMMENCE})
        if actuel.anonyme and actuel.fini and champs.get("ferme_le") != actuel.ferme_le:
            raise ValidationError({"ferme_le": LU})
    return modifier(
        identite=identite,
        objet=questionnaire,
        version=version,
        champs=champs,
        verbe="questionnaires.regler",
    )


@transaction.atomic
def repondre(
    *,
    questionnaire: Questionnaire,
    demande: UUID,
    ouvert_le: datetime,
    nom: str,
    reponses: Mapping[Question, Saisie],
    depots: Mapping[Question, UploadedFile] | None = None,
    provenance: UUID | None = None,
) -> Repondant:
    """All the answers of one person, at once. `demande` names the form: sent twice, it counts once.

    `ouvert_le` is the opening she read the questions of; `provenance`, the door she came by, is counted
    and not kept with what she says. `depots`: the files she gives, nobody's in `communs.fichiers`. Raises
    ValidationError.
    """
    repondant, nouveau = _prendre(questionnaire, demande, ouvert_le, reponses, provenance, {"nom": nom})
    if nouveau and depots:
        _ranger(repondant, depots)
    return repondant


def _ranger(repondant: Repondant, depots: Mapping[Question, UploadedFile]) -> None:
    """One file per question, within what one questionnaire may hold; each form holds its questionnaire."""
    questionnaire = repondant.questionnaire
    siens = Reponse.objects.filter(question__questionnaire=questionnaire)
    pris = siens.aggregate(total=Sum("fichier__occupe"))["total"] or 0
    if pris + sum(depot.size or 0 for depot in depots.values()) > PLACE_MAX:
        raise ValidationError(PLUS_DE_PLACE)
    for question, depot in depots.items():
        fichier = fichiers.recevoir(
            identite=PERSONNE, collectivite=questionnaire.dossier.collectivite, fichier_django=depot
        )
        Reponse.objects.create(question=question, repondant=repondant, fichier=fichier)


@transaction.atomic
def saisir(
    *,
    par: Acteur,
    questionnaire: Questionnaire,
    demande: UUID,
    ouvert_le: datetime,
    nom: str,
    reponses: Mapping[Question, Saisie],
    provenance: UUID | None = None,
) -> Repondant:
    """A sheet of paper, typed by somebody whose right the caller has checked. Sent twice, it counts once.

    Raises ValidationError, for an empty sheet too.
    """
    if not any(choix or texte for choix, texte in reponses.values()):
        raise ValidationError(VIDE)
    champs = {"nom": nom, "voie": Voie.PAPIER, "saisi_par": par}
    return _prendre(questionnaire, demande, ouvert_le, reponses, provenance, champs)[0]


def _prendre(
    questionnaire: Questionnaire,
    demande: UUID,
    ouvert_le: datetime,
    reponses: Mapping[Question, Saisie],
    provenance: UUID | None,
    champs: Mapping[str, Any],
) -> tuple[Repondant, bool]:
    """Whether it is new, too. Those who answer do not wait for each other; who closes waits for them."""
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT 1 FROM questionnaires_questionnaire WHERE id = %s FOR SHARE", [questionnaire.pk]
        )
    actuel = Questionnaire.objects.get(pk=questionnaire.pk)
    if actuel.anonyme:
        champs = {**champs, "nom": ""}
    repondant, nouveau = Repondant.objects.get_or_create(
        uuid=demande, defaults={"questionnaire": actuel, **champs}
    )
    if not nouveau:
        if repondant.questionnaire_id != actuel.pk:
            raise ValidationError(DEJA_SERVI)
        return repondant, False
    if actuel.attendu:
        raise ValidationError(PAS_OUVERT)
    if not actuel.accepte:
        raise ValidationError(CLOS)
    if actuel.ouvert_le != ouvert_le:
        raise ValidationError(CHANGE)
    if actuel.repondants.count() > REPONDANTS_MAX:
        raise ValidationError(PLEIN)
    Reponse.objects.bulk_create(
        Reponse(question=question, repondant=repondant, choix=sorted(choix), texte=texte)
        for question, (choix, texte) in reponses.items()
        if choix or texte
    )
    if provenance is not None:
        _compter(actuel, provenance, repondant.voie)
    return repondant, True


def _compter(questionnaire: Questionnaire, cle: UUID, voie: str) -> None:
    porte: dict[str, Any] = {"questionnaire": questionnaire, "cle": cle, "voie": voie}
    Provenance.objects.get_or_create(**porte)
    Provenance.objects.filter(**porte).update(nombre=F("nombre") + 1)


# --- the door somebody came by --------------------------------------------------------------------


def signer_la_porte(cle: UUID) -> str:
    """What the address carries of a door: nobody can name another one than the one he was given."""
    return _porte.sign(cle.hex)


def lire_la_porte(signee: str) -> UUID | None:
    """None for no door, and for one that was forged: whoever comes may answer all the same."""
    try:
        return UUID(hex=_porte.unsign(signee))
    except (signing.BadSignature, ValueError):
        return None


def purger() -> None:
    """Forget the names of questionnaires that ended long ago."""
    limite = timezone.now() - CONSERVATION
    finis = Questionnaire.objects.filter(Q(clos_le__lt=limite) | Q(ferme_le__lt=limite))
    a_purger = finis.filter(purges.a_refaire("purge_le", "clos_le", "ferme_le"))
    cles = list(a_purger.order_by("pk").values_list("pk", flat=True))
    Repondant.objects.filter(questionnaire__in=cles).update(nom="")
    Questionnaire.objects.filter(pk__in=cles).update(purge_le=timezone.now())
