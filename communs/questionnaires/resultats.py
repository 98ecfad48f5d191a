"""The results of a question, as far as they may be read."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from communs.questionnaires import calculs
from communs.questionnaires.enums import COMPTES, Genre
from communs.questionnaires.models import Question, Repondant, Reponse
from communs.web.effectifs import K

TROP_PEU = f"Moins de {K} réponses : rien n’en est montré."
PAS_ENCORE = "Ces réponses sont anonymes : les résultats paraissent quand on les montre, d’un coup."


@dataclass(frozen=True)
class Resultat:
    """`reserve` says in French why there is nothing to see; `masque`, that some counts are withheld."""

    question: Question
    repondants: int
    reserve: str = ""
    cases: tuple[calculs.Case, ...] = ()
    moyenne: float | None = None
    paroles: tuple[Reponse, ...] = ()
    fichiers: tuple[Reponse, ...] = ()

    @property
    def masque(self) -> bool:
        return any(case.nombre is None for case in self.cases)


def est_fige(question: Question) -> bool:
    """No answer can come any more: shown to the room, or the questionnaire is over."""
    questionnaire = question.questionnaire
    return questionnaire.fini if questionnaire.seance_id is None else question.figee_le is not None


def nom_de(repondant: Repondant) -> str:
    """Under what name somebody answered, whose `participation` was fetched."""
    return repondant.participation.prenom if repondant.participation else repondant.nom


def nommees(question: Question) -> list[tuple[str, Reponse]]:
    """Who answered what; nothing where answers are anonymous."""
    if question.questionnaire.anonyme:
        return []
    reponses = question.reponses.select_related("repondant__participation", "fichier").order_by("le", "pk")
    return [(nom_de(reponse.repondant) or "Sans nom", reponse) for reponse in reponses]


def lire(question: Question, *, fige: bool, paroles_montrees: bool = False) -> Resultat:
    """What is known of the answers to a question whose `questionnaire` was fetched.

    `fige`: no answer can come any more. `paroles_montrees`: only the texts that were shown to the room.
    """
    anonyme = question.questionnaire.anonyme
    repondants = question.reponses.count()
    if anonyme and not fige:
        return Resultat(question, repondants, PAS_ENCORE)
    if anonyme and repondants < K:
        return Resultat(question, repondants, TROP_PEU)
    if question.genre == Genre.FICHIER:
        return Resultat(question, repondants, fichiers=_fichiers(question))
    if question.genre not in COMPTES:
        return Resultat(question, repondants, paroles=_paroles(question, paroles_montrees))
    choix, comptes = question.choix_possibles(), question.reponses.par_choix()
    if not anonyme:
        vues = calculs.cases(choix, comptes, repondants)
        moyenne = calculs.moyenne(comptes) if question.genre == Genre.ECHELLE else None
        return Resultat(question, repondants, cases=vues, moyenne=moyenne)
    nombres = [comptes.get(numero, 0) for numero, _ in choix]
    vues = calculs.cases_protegees(
        choix,
        comptes,
        repondants,
        plusieurs=question.genre == Genre.MULTIPLE,
        ordre=_ordre(question, nombres),
    )
    return Resultat(question, repondants, cases=vues)


def _ordre(question: Question, nombres: Sequence[int]) -> list[int]:
    """The order in which counts are withheld: the same at each reading, and known to nobody."""
    graine = salted_hmac("questionnaires.ordre", f"{question.uuid}:{list(nombres)}").hexdigest()
    ordre = list(range(len(nombres)))
    random.Random(graine).shuffle(ordre)  # noqa: S311  (seeded by the secret key)
    return ordre


def _fichiers(question: Question) -> tuple[Reponse, ...]:
    """In an order that tells nothing of when they came."""
    return tuple(question.reponses.select_related("fichier").order_by("uuid"))


def _paroles(question: Question, montrees: bool) -> tuple[Reponse, ...]:
    """Without their author, in an order that tells nothing of when they came."""
    reponses = question.reponses.filter(montree=True) if montrees else question.reponses.all()
    return tuple(reponses.order_by("uuid"))
