"""A séance and its questions, as tests need them: opened, answered, shown."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.test import Client
from django.urls import reverse

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte
from communs.dossiers.models import Dossier
from communs.etats.tables import franchir
from communs.questionnaires import par_lien, services
from communs.questionnaires.models import Question, Questionnaire, Reponse
from communs.questionnaires.transitions import QUESTIONNAIRE
from communs.seances.models import Participation, Seance
from communs.seances.services import mettre_en_scene, preparer, preparer_la_sienne, rejoindre
from communs.seances.transitions import SEANCE

TITRE = "Comité du 12 mars"
OPTIONS = ["Le bus", "Le vélo", "À pied"]


def ouvrir_une_seance(compte: Compte, dossier: Dossier, titre: str = TITRE) -> Seance:
    seance = preparer(identite=Identite(compte), dossier=dossier, titre=titre, demande=uuid4())
    franchir(SEANCE, identite=Identite(compte), objet=seance, nom="ouvrir")
    return Seance.objects.get(pk=seance.pk)


def ouvrir_la_sienne(compte: Compte, titre: str = TITRE) -> Seance:
    """Led by this account, without dossier."""
    seance = preparer_la_sienne(identite=Identite(compte), titre=titre, demande=uuid4())
    franchir(SEANCE, identite=Identite(compte), objet=seance, nom="ouvrir")
    return Seance.objects.get(pk=seance.pk)


def clore(compte: Compte, seance: Seance) -> None:
    franchir(SEANCE, identite=Identite(compte), objet=seance, nom="clore")


def ecrire_une_question(compte: Compte, seance: Seance, genre: str = "choix", **champs: Any) -> Question:
    questionnaire = services.de_la_seance(identite=Identite(compte), seance=seance)
    return ajouter(compte, questionnaire, genre, **champs)


def ajouter(compte: Compte, questionnaire: Questionnaire, genre: str = "choix", **champs: Any) -> Question:
    options = OPTIONS if genre in {"choix", "multiple"} else []
    voulus = {"genre": genre, "texte": "Comment venez-vous ?", "options": options, **champs}
    return services.ajouter(
        identite=Identite(compte), questionnaire=questionnaire, demande=uuid4(), champs=voulus
    )


def poser(compte: Compte, question: Question, moment: str = "ouvert") -> Seance:
    """Put a question of a séance on stage, whoever led before."""
    seance = Seance.objects.get(questionnaire=question.questionnaire)
    return mettre_en_scene(
        identite=Identite(compte),
        seance=seance,
        version=seance.version,
        activite=services.EN_SCENE,
        objet=question.uuid,
        moment=moment,
    )


def arriver(seance: Seance, prenom: str = "") -> Participation:
    return rejoindre(seance=seance, prenom=prenom, demande=uuid4())


def repondre(
    participation: Participation, question: Question, *choix: int, texte: str = ""
) -> Reponse | None:
    question.refresh_from_db()
    return services.repondre_en_direct(
        participation=participation, question=question, version=question.version, choix=choix, texte=texte
    )


def faire_repondre(seance: Seance, question: Question, *choix: int) -> list[Participation]:
    """So many people who come in, each with one answer."""
    gens = [arriver(seance) for _ in choix]
    for qui, numero in zip(gens, choix, strict=True):
        repondre(qui, question, numero)
    return gens


def entrer(client: Client, seance: Seance, prenom: str = "") -> None:
    """Come in by the page, in this browser."""
    adresse = reverse("seances:entrer", args=[seance.code])
    response = client.post(adresse, {"prenom": prenom, "demande": str(uuid4())})
    assert response.status_code == 302, response.content.decode()


def envoyer(client: Client, seance: Seance, question: Question, reponse: Any, **champs: Any) -> Any:
    """Answer by the page, in this browser."""
    adresse = reverse("questionnaires:repondre_en_direct", args=[seance.code, question.uuid])
    return client.post(adresse, {"reponse": reponse, "version": question.version, **champs})


def preparer_un_questionnaire(compte: Compte, dossier: Dossier, **champs: Any) -> Questionnaire:
    return par_lien.preparer(
        identite=Identite(compte),
        dossier=dossier,
        demande=uuid4(),
        champs={"titre": "Venir au port", "anonymat": "nominatif", **champs},
    )


def avancer(compte: Compte, questionnaire: Questionnaire, nom: str) -> Questionnaire:
    franchir(QUESTIONNAIRE, identite=Identite(compte), objet=questionnaire, nom=nom)
    return Questionnaire.objects.get(pk=questionnaire.pk)


@dataclass(frozen=True)
class SeanceDuDecor:
    """One thing of each kind that the addresses of a séance and of a questionnaire name."""

    seance: Seance
    question: UUID
    texte: UUID
    parole: UUID
    questionnaire: Questionnaire  # sent as a link, open
    sienne: Seance  # without dossier, open


def seance_du_decor(compte: Compte, dossier: Dossier) -> SeanceDuDecor:
    """An open séance with a question on stage and another that somebody answered."""
    seance = ouvrir_une_seance(compte, dossier)
    question = ecrire_une_question(compte, seance)
    texte = ecrire_une_question(compte, seance, "texte", texte="Et les jours de pluie ?")
    poser(compte, texte)
    parole = repondre(arriver(seance, "Nolwenn"), texte, texte="On reste chez soi.")
    assert parole is not None
    poser(compte, question)
    questionnaire = preparer_un_questionnaire(compte, dossier)
    ajouter(compte, questionnaire)
    ajouter(compte, questionnaire, "texte", texte="Et les jours de pluie ?")
    return SeanceDuDecor(
        seance=Seance.objects.get(pk=seance.pk),
        question=question.uuid,
        texte=texte.uuid,
        parole=parole.uuid,
        questionnaire=avancer(compte, questionnaire, "ouvrir"),
        sienne=ouvrir_la_sienne(compte),
    )
