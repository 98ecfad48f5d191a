"""The style test as an exercise: each one's sheet, then the group."""

from django.template.loader import render_to_string

from communs.collectivites.middleware import Requete
from communs.seances.models import Participation, Seance
from sonar.seances import exercices, groupe, services
from sonar.seances.enums import Exercice as Cle
from sonar.seances.exercices import Exercice, Vue
from sonar.seances.models import Feuille

VUES = (
    Vue("repartition", "Montrer la répartition des styles"),
    Vue("contraste", "Montrer ce qui domine et ce qui manque"),
    Vue("questions", "Montrer les réponses, question par question"),
    Vue("discussion", "Lancer la discussion"),
)


def sa_feuille(participation: Participation) -> Feuille | None:
    """What this person handed in."""
    return Feuille.objects.select_related("tentative").filter(participation=participation).first()


def participer(request: Requete, seance: Seance, participation: Participation) -> str:
    contexte = {"seance": seance, "feuille": sa_feuille(participation)}
    return render_to_string("sonar/seances/_test_participer.html", contexte, request)


def restituer(request: Requete, seance: Seance, participation: Participation) -> str:
    """The group as the wall shows it, and the way to one's own result."""
    contexte = {"vue": _vue(seance), "lu": groupe.presenter(seance), "feuille": sa_feuille(participation)}
    return render_to_string("sonar/seances/_test_restituer.html", contexte, request)


def _vue(seance: Seance) -> str:
    from sonar.seances import scene

    pas = scene.en_scene(seance)
    return pas.cle if pas is not None else VUES[0].cle


def projeter(request: Requete, seance: Seance, vue: str) -> str:
    contexte = {"vue": vue, "lu": groupe.presenter(seance)}
    return render_to_string("sonar/seances/_test_vue.html", contexte, request)


def compter(seance: Seance) -> int:
    return Feuille.objects.filter(seance=seance, comptee=True).count()


def conclure(request: Requete, seance: Seance, participation: Participation) -> str:
    feuille = sa_feuille(participation)
    if feuille is None or feuille.tentative is None:
        return ""
    return render_to_string("sonar/seances/_mon_resultat.html", {"feuille": feuille}, request)


def figer(seance: Seance) -> None:
    groupe.figer(seance)


TEST = exercices.inscrire(
    Exercice(
        cle=Cle.TEST,
        consigne="Quel est votre style d’innovation\u00a0?",
        minutes=10,
        vues=VUES,
        participer=participer,
        restituer=restituer,
        projeter=projeter,
        compter=compter,
        oublier=services.oublier,
        conclure=conclure,
        figer=figer,
        feuilles=("css/sonar.css",),
    )
)
