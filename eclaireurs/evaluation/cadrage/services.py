"""Writing the frame: nobody changes what the first committee has validated without reopening it."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.dossiers.models import Dossier, Participant
from communs.dossiers.permissions import roles_dans
from communs.etats import journal
from communs.etats.models import Acteur
from communs.etats.services import enregistrer, modifier, verrouiller
from eclaireurs.evaluation.cadrage import rappels
from eclaireurs.evaluation.cadrage.enums import EtatCadre, EtatPresence, EtatRencontre, GenreRencontre
from eclaireurs.evaluation.cadrage.models import Cadre, Critere, Presence, Question, Rencontre, Signature
from eclaireurs.evaluation.ordre import deplacer, prochain_numero, refermer
from eclaireurs.models import Engagement

VALIDE = "Le premier comité a validé ce cadre : reprenez-en l’écriture pour le changer."
QUESTIONS_MAX, CRITERES_MAX, RENCONTRES_MAX = 30, 20, 60
# In the order of the scenario; their dates come later.
PREVUES = (
    GenreRencontre.PREMIER,
    GenreRencontre.INTERMEDIAIRE,
    GenreRencontre.CONCLAVE,
    GenreRencontre.FINAL,
    GenreRencontre.FETE,
)


def ouvrir(dossier: Dossier) -> Cadre:
    """The empty frame of a new evaluation, and the meetings the scenario foresees, without dates."""
    cadre = Cadre.objects.create(dossier=dossier)
    Rencontre.objects.bulk_create([Rencontre(dossier=dossier, genre=genre) for genre in PREVUES])
    return cadre


def _ouvert(identite: Identite, cadre: Cadre) -> Cadre:
    """The locked frame, if this person may write it and it is not validated."""
    autoriser(identite, "cadrage.ecrire", cadre)
    cadre = verrouiller(cadre)
    if cadre.etat == EtatCadre.VALIDE:
        raise ValidationError(VALIDE)
    return cadre


@transaction.atomic
def delimiter(*, identite: Identite, cadre: Cadre, version: int, champs: Mapping[str, Any]) -> Cadre:
    """Say what is in and what is left out. Raises Conflit, ValidationError."""
    _ouvert(identite, cadre)
    modifier(identite=identite, objet=cadre, version=version, champs=champs, verbe="cadrage.modifier")
    return cadre


# --- questions and criteria ----------------------------------------------------------------------


@transaction.atomic
def ajouter_question(*, identite: Identite, cadre: Cadre, texte: str) -> Question:
    """The same words sent twice in a row make one question."""
    cadre = _ouvert(identite, cadre)
    if deja := cadre.questions.filter(texte=texte).first():
        return deja
    if cadre.questions.count() >= QUESTIONS_MAX:
        raise ValidationError(f"Pas plus de {QUESTIONS_MAX} questions : regroupez-en.")
    question = Question.objects.create(
        cadre=cadre, texte=texte, numero=prochain_numero(cadre.questions.all())
    )
    journal.consigner(identite=identite, verbe="cadrage.ajouter", objet=question, titre=texte)
    return question


@transaction.atomic
def ajouter_critere(*, identite: Identite, question: Question, titre: str, signe: str) -> Critere:
    _ouvert(identite, question.cadre)
    if deja := question.criteres.filter(titre=titre).first():
        return deja
    if question.criteres.count() >= CRITERES_MAX:
        raise ValidationError(f"Pas plus de {CRITERES_MAX} critères par question.")
    critere = Critere.objects.create(
        question=question, titre=titre, signe=signe, numero=prochain_numero(question.criteres.all())
    )
    journal.consigner(identite=identite, verbe="cadrage.ajouter", objet=critere, titre=titre)
    return critere


@transaction.atomic
def corriger(
    *, identite: Identite, objet: Question | Critere, version: int, champs: Mapping[str, Any]
) -> None:
    """Rewrite a question or a criterion. Raises Conflit, ValidationError."""
    _ouvert(identite, objet.cadre)
    modifier(
        identite=identite,
        objet=objet,
        version=version,
        champs=champs,
        verbe="cadrage.corriger",
        titre=str(objet),
    )


@transaction.atomic
def supprimer(*, identite: Identite, objet: Question | Critere) -> None:
    _ouvert(identite, objet.cadre)
    objet = verrouiller(objet)
    journal.consigner(identite=identite, verbe="cadrage.supprimer", objet=objet, titre=str(objet))
    freres = _freres(objet)
    objet.delete()
    refermer(freres, objet.numero)


@transaction.atomic
def ordonner(*, identite: Identite, objet: Question | Critere, vers_le_haut: bool) -> None:
    """Move it by one place; harmless at either end."""
    _ouvert(identite, objet.cadre)
    objet = verrouiller(objet)
    if deplacer(objet, _freres(objet), vers_le_haut=vers_le_haut):
        journal.consigner(identite=identite, verbe="cadrage.ordonner", objet=objet)


def _freres(objet: Question | Critere) -> models.QuerySet:
    if isinstance(objet, Question):
        return Question.objects.filter(cadre=objet.cadre)
    return Critere.objects.filter(question=objet.question)


# --- meetings ------------------------------------------------------------------------------------


@transaction.atomic
def programmer(*, identite: Identite, dossier: Dossier, genre: str, titre: str, le: date | None) -> Rencontre:
    """Add a meeting; the same one sent twice is added once."""
    autoriser(identite, "cadrage.ecrire", dossier)
    verrouiller(dossier)
    if deja := dossier.rencontres.filter(genre=genre, titre=titre, le=le).first():
        return deja
    if dossier.rencontres.count() >= RENCONTRES_MAX:
        raise ValidationError(f"Pas plus de {RENCONTRES_MAX} rencontres dans un dossier.")
    rencontre = Rencontre.objects.create(dossier=dossier, genre=genre, titre=titre, le=le)
    journal.consigner(identite=identite, verbe="cadrage.programmer", objet=rencontre, titre=str(rencontre))
    rappels.dire(rencontre)
    return rencontre


@transaction.atomic
def preciser(
    *, identite: Identite, rencontre: Rencontre, version: int, champs: Mapping[str, str | date | time | None]
) -> None:
    """Date, place, agenda, minutes. Raises Conflit; ValidationError for a held meeting left without date."""
    autoriser(identite, "cadrage.ecrire", rencontre)
    if "le" in champs and champs["le"] is None and rencontre.tenue_le is not None:
        raise ValidationError({"le": "Cette rencontre a eu lieu : elle garde une date."})
    precisee = modifier(
        identite=identite,
        objet=rencontre,
        version=version,
        champs=champs,
        verbe="cadrage.preciser",
        titre=str(rencontre),
    )
    rappels.dire(precisee)


@transaction.atomic
def dater(*, identite: Identite, rencontre: Rencontre, le: date, heure: time, lieu: str) -> None:
    """Day, hour and place of a meeting, settled in another tool by who had the right to there."""
    actuelle = verrouiller(rencontre)
    datee = modifier(
        identite=identite,
        objet=actuelle,
        version=actuelle.version,
        champs={"le": le, "heure": heure, "lieu": lieu},
        verbe="cadrage.preciser",
        titre=str(actuelle),
    )
    rappels.dire(datee)


@transaction.atomic
def constater(*, identite: Identite, rencontre: Rencontre) -> None:
    """A dated meeting was held, as its own tool says: nobody is reminded of it any more."""
    actuelle = verrouiller(rencontre)
    if actuelle.etat != EtatRencontre.PREVUE or actuelle.le is None:
        return
    actuelle.etat, actuelle.tenue_le = EtatRencontre.TENUE, timezone.now()
    enregistrer(actuelle, "etat", "tenue_le")
    journal.consigner(identite=identite, verbe="cadrage.rencontre.tenir", objet=actuelle, titre=str(actuelle))
    rappels.dire(actuelle)


@transaction.atomic
def emarger(*, identite: Identite, rencontre: Rencontre, presences: Mapping[Participant, str]) -> None:
    """Write the attendance sheet of these people; an empty state takes the line away."""
    autoriser(identite, "cadrage.ecrire", rencontre)
    rencontre = verrouiller(rencontre)
    connus = dict(rencontre.presences.values_list("participant_id", "etat"))
    voulus = {participant.pk: etat for participant, etat in presences.items()}
    if {pk: etat for pk, etat in voulus.items() if etat} == {
        pk: etat for pk, etat in connus.items() if pk in voulus
    }:
        return
    rencontre.presences.filter(participant__in=voulus).delete()
    Presence.objects.bulk_create(
        [
            Presence(rencontre=rencontre, participant_id=pk, etat=EtatPresence(etat))
            for pk, etat in voulus.items()
            if etat
        ]
    )
    journal.consigner(identite=identite, verbe="cadrage.emarger", objet=rencontre, titre=str(rencontre))


# --- commitments ---------------------------------------------------------------------------------


@transaction.atomic
def signer(*, identite: Identite, dossier: Dossier, engagement: Engagement) -> Signature:
    """Commit oneself to what the scenario asks of one's role; signed once, in the words of that day."""
    autoriser(identite, "dossiers.participer", dossier)
    voix = set(engagement.voix.split("+"))
    if voix.isdisjoint(roles_dans(identite, dossier)):
        raise ValidationError("Cet engagement est celui d’un autre rôle que le vôtre.")
    signature, nouvelle = Signature.objects.get_or_create(
        dossier=dossier,
        scene=engagement.scene.cle,
        voix=engagement.voix,
        acteur=Acteur.objects.de(identite.personne),
        defaults={"texte": "\n".join([f"{engagement.formule} {engagement.intitule}", *engagement.points])},
    )
    if nouvelle:
        journal.consigner(
            identite=identite, verbe="cadrage.signer", objet=dossier, intitule=engagement.intitule
        )
    return signature
