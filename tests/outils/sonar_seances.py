"""A Sonar séance as tests need it: opened, led, answered."""

from dataclasses import dataclass
from uuid import uuid4

from communs.collectivites.identite import PERSONNE, Identite
from communs.collectivites.models import Compte
from communs.etats.tables import franchir
from communs.seances.models import Participation, Seance
from communs.seances.services import mettre_en_scene
from communs.seances.transitions import SEANCE
from sonar.models import Question
from sonar.seances import exercices, scene, services
from sonar.seances.enums import Exercice
from sonar.seances.models import Feuille
from tests.outils.feuilles import INITIALES, lettres
from tests.outils.seances import arriver

TITRE = "Direction des parcs"
PUR = {"c": "cccuhs", "u": "uuuchs", "h": "hhhcus", "s": "sssuch"}  # one leader each


def preparer(compte: Compte, *cles: Exercice, titre: str = TITRE) -> Seance:
    return services.ouvrir(
        identite=Identite(compte),
        demande=uuid4(),
        titre=titre,
        collectivite=None,
        cles=cles or (Exercice.TEST,),
    )


def ouvrir(compte: Compte, *cles: Exercice, titre: str = TITRE) -> Seance:
    seance = preparer(compte, *cles, titre=titre)
    franchir(SEANCE, identite=Identite(compte), objet=seance, nom="ouvrir")
    return Seance.objects.get(pk=seance.pk)


def mener(seance: Seance, pas: str, cle: Exercice = Exercice.TEST) -> Seance:
    """Put this step on stage: « ouvert », « ferme » or a view's key."""
    actuelle = Seance.objects.get(pk=seance.pk)
    vise = next(p for p in scene.pas_de(exercices.inscrits()[cle]) if p.cle == pas)
    return mettre_en_scene(
        identite=Identite(actuelle.animee_par),
        seance=actuelle,
        version=actuelle.version,
        activite=exercices.activite(cle),
        objet=vise.objet(actuelle),
        moment=vise.moment,
    )


def remettre(participation: Participation, styles: str, compte: Compte | None = None) -> Feuille:
    """Hand in a sheet that picks these styles, by their initials."""
    par_style = {}
    for question, initiale in zip(Question.objects.avec_options(), styles, strict=True):
        par_style[question] = next(o for o in question.options.all() if o.style == INITIALES[initiale])
    return services.remettre(
        participation=participation,
        choix=list(par_style.values()),
        identite=Identite(compte) if compte else PERSONNE,
    )


def remplir(seance: Seance, *feuilles: str) -> list[Participation]:
    """So many people who come in, each with her sheet."""
    gens = [arriver(seance) for _ in feuilles]
    for qui, styles in zip(gens, feuilles, strict=True):
        remettre(qui, styles)
    return gens


def saisir(seance: Seance, styles: str) -> Feuille:
    """Type a sheet from paper."""
    cles = Question.objects.values_list("cle", flat=True)
    choisis = {cle: INITIALES[initiale] for cle, initiale in zip(cles, styles, strict=True)}
    return services.saisir(
        identite=Identite(seance.animee_par), seance=seance, demande=uuid4(), styles=choisis
    )


def clore(seance: Seance) -> Seance:
    franchir(SEANCE, identite=Identite(seance.animee_par), objet=seance, nom="clore")
    return Seance.objects.get(pk=seance.pk)


def post(participation: Participation, styles: str) -> dict[str, str]:
    """The post of her page's form."""
    essai = services.essai_de(participation)
    return {f"question-{cle}": lettre for cle, lettre in lettres(essai, styles).items()}


@dataclass(frozen=True)
class SonarDuDecor:
    ouverte: Seance  # with a sheet of paper
    papier: Feuille
    close: Seance  # with its portrait


def sonar_du_decor(compte: Compte) -> SonarDuDecor:
    ouverte = ouvrir(compte)
    mener(ouverte, "ouvert")
    feuille = saisir(ouverte, "cccuhs")
    close = ouvrir(compte, titre="Direction des ports")
    mener(close, "ouvert")
    remplir(close, *["cccuhs"] * 3, *["uuuchs"] * 3)
    return SonarDuDecor(ouverte=ouverte, papier=feuille, close=clore(close))
