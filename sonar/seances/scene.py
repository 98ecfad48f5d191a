"""A Sonar séance on the room's stage: open, closed, then each view; then the next exercise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from communs.seances.activites import Activite, Suite
from communs.seances.enums import Moment
from communs.seances.services import PAS_UNE_ETAPE
from sonar.seances import exercices
from sonar.seances.enums import Exercice as Cle
from sonar.seances.exercices import Exercice
from sonar.seances.models import Passage, SeanceSonar

if TYPE_CHECKING:
    from communs.collectivites.middleware import Requete
    from communs.seances.models import Participation, Seance

FEUILLE = "css/sonar-seances.css"
MONTRE = "Les résultats de cet exercice ont été montrés\u00a0: il ne se rouvre pas."
ENCORE_OUVERT = "On répond encore\u00a0: fermez d’abord l’exercice."
JAMAIS_OUVERT = "Cet exercice n’a pas encore été ouvert\u00a0: il n’y a rien à montrer."


@dataclass(frozen=True)
class Pas:
    """One step of an exercise: `cle` is « ouvert », « ferme », or a view's."""

    exercice: Exercice
    cle: str
    moment: Moment
    libelle: str

    def objet(self, seance: Seance) -> UUID:
        """What the stage holds: the exercise, then each view; another séance has others."""
        suite = f":{self.cle}" if self.moment == Moment.MONTRE else ""
        return uuid5(seance.uuid, f"{self.exercice.cle}{suite}")

    def suite(self, seance: Seance) -> Suite:
        return Suite(
            self.libelle, exercices.activite(self.exercice.cle), self.objet(seance), str(self.moment)
        )


def de_sonar(seance: Seance) -> SeanceSonar | None:
    """What makes this séance one of Sonar's; asks nothing of those that hang on a dossier."""
    return None if seance.dossier_id is not None else getattr(seance, "sonar", None)


def a_l_exercice(seance: Seance, cle: Cle) -> bool:
    sonar = de_sonar(seance)
    return sonar is not None and cle in sonar.exercices


def pas_de(exercice: Exercice) -> list[Pas]:
    nom = exercice.cle.label
    return [
        Pas(exercice, "ouvert", Moment.OUVERT, f"Ouvrir\u00a0: {nom}"),
        Pas(exercice, "ferme", Moment.FERME, f"Fermer\u00a0: {nom}"),
        *(Pas(exercice, vue.cle, Moment.MONTRE, vue.libelle) for vue in exercice.vues),
    ]


def deroule(seance: Seance) -> list[Pas]:
    """Every step of the séance, in order."""
    sonar = de_sonar(seance)
    inscrits = exercices.inscrits()
    choisis = [Cle(cle) for cle in sonar.exercices] if sonar else []
    return [pas for cle in choisis if cle in inscrits for pas in pas_de(inscrits[cle])]


def en_scene(seance: Seance) -> Pas | None:
    """The step on stage now."""
    for pas in deroule(seance):
        ici = seance.est_en_scene(exercices.activite(pas.exercice.cle), pas.objet(seance))
        if ici and seance.moment == pas.moment:
            return pas
    return None


def _dernier(seance: Seance) -> Pas | None:
    """The last step that was on stage, for a séance whose stage was cleared."""
    passe = Passage.objects.filter(seance=seance).last()
    if passe is None:
        return None
    return next((p for p in deroule(seance) if (p.exercice.cle, p.cle) == (passe.exercice, passe.pas)), None)


def suivante(seance: Seance) -> Suite | None:
    """The step after the one on stage, or after the last that was."""
    pas = deroule(seance)
    if not pas:
        return None
    ici = en_scene(seance) or _dernier(seance)
    apres = pas[pas.index(ici) + 1 :] if ici else pas
    return apres[0].suite(seance) if apres else None


def deja_montre(seance: Seance, cle: Cle) -> bool:
    """The room has seen something of this exercise's results."""
    passages = Passage.objects.filter(seance=seance, exercice=cle)
    portrait = getattr(seance, "portrait_sonar", None)
    fige = portrait is not None and portrait.contient(cle)
    return fige or passages.exclude(pas__in=("ouvert", "ferme")).exists()


def _passer(cle: Cle, seance: Seance, objet: UUID, moment: str) -> None:
    vises = [p for p in deroule(seance) if p.exercice.cle == cle and p.moment == moment]
    vise = next((p for p in vises if p.objet(seance) == objet), None)
    if vise is None:
        raise ValidationError(PAS_UNE_ETAPE)
    if vise.moment == Moment.MONTRE and exercices.se_fait(seance, cle):
        raise ValidationError(ENCORE_OUVERT)
    if vise.moment != Moment.OUVERT and not Passage.objects.filter(seance=seance, exercice=cle).exists():
        raise ValidationError(JAMAIS_OUVERT)
    if vise.moment == Moment.OUVERT and deja_montre(seance, cle):
        raise ValidationError(MONTRE)
    Passage.objects.create(seance=seance, exercice=cle, pas=vise.cle)


# --- what each one sees --------------------------------------------------------------------------


@dataclass(frozen=True)
class Rangee:
    """A step on the desk: when it was put on stage last, and what its button would do."""

    pas: Pas
    ici: bool
    le: datetime | None
    suite: Suite | None


def _conduire(cle: Cle, request: Requete, seance: Seance) -> str:
    if not a_l_exercice(seance, cle):
        return ""
    exercice = exercices.inscrits()[cle]
    ici = en_scene(seance)
    passages = {p.pas: p.le for p in Passage.objects.filter(seance=seance, exercice=cle)}
    montre = deja_montre(seance, cle)
    rangees = [
        Rangee(pas, pas == ici, passages.get(pas.cle), _geste(seance, pas, ici, bool(passages), montre))
        for pas in pas_de(exercice)
    ]
    contexte = {
        "seance": seance,
        "exercice": exercice,
        "rangees": rangees,
        "finis": exercice.compter(seance),
        "en_tete": seance.sonar.exercices[0] == cle,
        "portrait": getattr(seance, "portrait_sonar", None),
        "papier": cle == Cle.TEST and seance.ouverte,
    }
    return render_to_string("sonar/seances/_conduire.html", contexte, request)


def _geste(seance: Seance, pas: Pas, ici: Pas | None, commence: bool, montre: bool) -> Suite | None:
    """What may be done with this step now, whatever its turn; the same rules as `_passer`."""
    ouvert = ici is not None and ici.exercice.cle == pas.exercice.cle and ici.moment == Moment.OUVERT
    if not seance.ouverte or pas == ici:
        return None
    possible = {
        Moment.OUVERT: not montre,
        Moment.FERME: ouvert,
        Moment.MONTRE: commence and not ouvert,
    }
    return pas.suite(seance) if possible[pas.moment] else None


def _projeter(cle: Cle, request: Requete, seance: Seance) -> str:
    pas = en_scene(seance)
    if pas is None:
        return ""
    if pas.moment == Moment.MONTRE:
        return pas.exercice.projeter(request, seance, pas.cle)
    contexte = {
        "seance": seance,
        "exercice": pas.exercice,
        "finis": pas.exercice.compter(seance),
        "effectif": seance.participations.count(),
    }
    return render_to_string("sonar/seances/_attendre.html", contexte, request)


def _participer(cle: Cle, request: Requete, seance: Seance, participation: Participation) -> str:
    pas = en_scene(seance)
    if pas is None:
        return ""
    if pas.moment == Moment.OUVERT:
        return pas.exercice.participer(request, seance, participation)
    if pas.moment == Moment.MONTRE:
        return pas.exercice.restituer(request, seance, participation)
    contexte = {"exercice": pas.exercice, "suite": pas.exercice.conclure(request, seance, participation)}
    return render_to_string("sonar/seances/_ferme.html", contexte, request)


def _conclure(cle: Cle, request: Requete, seance: Seance, participation: Participation) -> str:
    if not a_l_exercice(seance, cle):
        return ""
    return exercices.inscrits()[cle].conclure(request, seance, participation)


def _terminer(cle: Cle, seance: Seance) -> None:
    if a_l_exercice(seance, cle):
        exercices.inscrits()[cle].figer(seance)


def _mesurer(cle: Cle, seance: Seance) -> int:
    return exercices.inscrits()[cle].compter(seance) if a_l_exercice(seance, cle) else 0


def _oublier(cle: Cle, participation: Participation) -> None:
    if a_l_exercice(participation.seance, cle):
        exercices.inscrits()[cle].oublier(participation)


def _feuilles(cle: Cle, seance: Seance) -> tuple[str, ...]:
    return (FEUILLE, *exercices.inscrits()[cle].feuilles) if a_l_exercice(seance, cle) else ()


def en_activite(exercice: Exercice) -> Activite:
    """An exercise as the room knows it."""
    cle = exercice.cle
    return Activite(
        cle=exercices.activite(cle),
        conduire=partial(_conduire, cle),
        projeter=partial(_projeter, cle),
        participer=partial(_participer, cle),
        suivante=suivante,
        passer=partial(_passer, cle),
        terminer=partial(_terminer, cle),
        mesurer=partial(_mesurer, cle),
        oublier=partial(_oublier, cle),
        conclure=partial(_conclure, cle),
        feuilles=partial(_feuilles, cle),
    )
