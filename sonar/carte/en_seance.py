"""The map in a séance: each ticks what she uses; the wall shows the room's heat map.

Under `K` people, the wall shows what the room uses without any count: who uses what is nobody's business. A
resource ticked by one person only is no secret either way: it shows that somebody uses it, not who.
"""

from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods

from communs.collectivites.middleware import Requete
from communs.seances import cookies
from communs.seances.models import Participation, Seance
from communs.web.discretion import hors_index
from communs.web.effectifs import K
from sonar.carte import lecture, services
from sonar.carte.calculs import Couverture, centre_de_gravite, couvertures, hybridite, zone
from sonar.carte.enums import Zone
from sonar.carte.figures import Dessin, dessiner
from sonar.carte.forms import UsagesForm
from sonar.carte.models import Concept, UsageEnSeance
from sonar.seances.enums import Exercice as Cle
from sonar.seances.exercices import Exercice, Vue, inscrire, se_fait
from sonar.seances.groupe import Synthese, joindre

INVALIDE = 422
VUES = (
    Vue("chaleur", "Montrer la carte de chaleur"),
    Vue("ensemble", "Montrer où nous sommes"),
    Vue("absents", "Montrer ce que personne n’utilise"),
)


@dataclass(frozen=True)
class Groupe:
    """What the room uses. `nombres`: people by resource; all ones under `K` people, who are not counted."""

    gens: int
    nombres: dict[str, int]
    concepts: list[Concept]

    @property
    def se_compte(self) -> bool:
        return self.gens >= K

    @property
    def utilises(self) -> list[tuple[Concept, int]]:
        """The most used first."""
        rangs = [(c, self.nombres[c.cle]) for c in self.concepts if self.nombres.get(c.cle)]
        return sorted(rangs, key=lambda rang: (-rang[1], rang[0].nom))

    @property
    def dessin(self) -> Dessin:
        return dessiner(self.concepts, coches=frozenset(self.nombres), nombres=self.nombres)

    @property
    def _points(self) -> list:
        return [c.place for c, _ in self.utilises if c.place]

    @property
    def ou(self) -> Zone | None:
        centre = centre_de_gravite(self._points)
        return zone(*centre) if centre else None

    @property
    def hybridite(self) -> int | None:
        return hybridite(self._points)

    @property
    def couvertures(self) -> list[Couverture]:
        return couvertures(self._points, [c.place for c in self.concepts if c.place])

    @property
    def absents(self) -> list[tuple[Zone, list[Concept]]]:
        """By zone, what nobody uses; zones without any use first."""
        libres = [c for c in self.concepts if not self.nombres.get(c.cle)]
        rangs = [(z.zone, [c for c in libres if c.zone == z.zone]) for z in self._par_usage()]
        return [(lieu, siens) for lieu, siens in rangs if siens]

    def _par_usage(self) -> list[Couverture]:
        return sorted(self.couvertures, key=lambda c: c.pourcent)


def lire(seance: Seance) -> Groupe:
    """Two queries."""
    concepts = list(Concept.objects.de_la_carte())
    connus = {concept.cle for concept in concepts}
    rendus = UsageEnSeance.objects.filter(participation__seance=seance).order_by("pk")
    listes = [[cle for cle in cles if cle in connus] for cles in rendus.values_list("concepts", flat=True)]
    nombres = dict(Counter(cle for cles in listes for cle in cles))
    if len(listes) < K:
        nombres = dict.fromkeys(nombres, 1)
    return Groupe(len(listes), nombres, concepts)


def _siens(participation: Participation) -> list[str] | None:
    """What this person ticked; None before."""
    rendu = UsageEnSeance.objects.filter(participation=participation).first()
    return rendu.concepts if rendu else None


def participer(request: Requete, seance: Seance, participation: Participation) -> str:
    siens = _siens(participation)
    contexte = {"seance": seance, "siens": siens, "mesure": _mesurer(siens)}
    return render_to_string("sonar/carte/seance/participer.html", contexte, request)


def restituer(request: Requete, seance: Seance, participation: Participation) -> str:
    siens = _siens(participation)
    contexte = {"seance": seance, "siens": siens, "mesure": _mesurer(siens), "groupe": lire(seance)}
    return render_to_string("sonar/carte/seance/restituer.html", contexte, request)


def _mesurer(siens: list[str] | None) -> lecture.Mesure | None:
    if siens is None:
        return None
    return lecture.mesurer(siens, {concept.cle: concept for concept in Concept.objects.all()})


def projeter(request: Requete, seance: Seance, vue: str) -> str:
    contexte = {"vue": vue, "groupe": lire(seance), "poles": lecture.legende()}
    return render_to_string("sonar/carte/seance/mur.html", contexte, request)


def compter(seance: Seance) -> int:
    return UsageEnSeance.objects.filter(participation__seance=seance).count()


def figer(seance: Seance) -> None:
    """What the room uses, in the portrait of the group."""
    groupe = lire(seance)
    joindre(seance, Cle.CARTE, _synthese(groupe) if groupe.gens else None)


def _synthese(groupe: Groupe) -> Synthese:
    note = f"{groupe.gens} personnes ont répondu."
    if not groupe.se_compte:
        note = "À moins de cinq réponses, les ressources sont nommées sans dire combien de personnes."
    elif groupe.ou and groupe.hybridite is not None:
        note += f" Centre de gravité\u00a0: {groupe.ou.label.lower()}."
        note += f" Hybridité\u00a0: {groupe.hybridite}\u00a0%."
    return {
        "titre": "Ce que le groupe utilise",
        "colonnes": ["Ressource", "Zone", *(["Personnes"] if groupe.se_compte else [])],
        "rangees": [
            [c.nom, c.zone.label if c.zone else "", *([str(n)] if groupe.se_compte else [])]
            for c, n in groupe.utilises
        ],
        "note": note,
    }


def oublier(participation: Participation) -> None:
    UsageEnSeance.objects.filter(participation=participation).delete()


@require_http_methods(["GET", "HEAD", "POST"])
def dire(request: Requete, code: str) -> HttpResponse:
    """The boxes on a phone: a page of its own, which nothing swaps under who is ticking."""
    participation = cookies.participation_de(request, code)
    if participation is None:
        return redirect("seances:salle", code)
    concepts = Concept.objects.de_la_carte()
    if request.method != "POST":
        if not se_fait(participation.seance, Cle.CARTE):
            return redirect("seances:salle", code)
        form = UsagesForm(concepts, initial={"concepts": _siens(participation) or []})
        return _page(request, participation, form)
    form = UsagesForm(concepts, request.POST, exige=False)
    if not form.is_valid():
        return _page(request, participation, form, INVALIDE)
    try:
        services.dire_en_seance(participation=participation, concepts=form.choix())
    except ValidationError as erreur:
        messages.warning(request, erreur.messages[0])
    return redirect("seances:salle", code)


def _page(
    request: Requete, participation: Participation, form: UsagesForm, statut: int = 200
) -> HttpResponse:
    contexte = {"seance": participation.seance, "form": form}
    return hors_index(render(request, "sonar/carte/seance/cocher.html", contexte, status=statut))


inscrire(
    Exercice(
        cle=Cle.CARTE,
        consigne="Qu’utilisez-vous\u00a0?",
        minutes=15,
        vues=VUES,
        participer=participer,
        restituer=restituer,
        projeter=projeter,
        compter=compter,
        oublier=oublier,
        figer=figer,
        feuilles=("css/sonar-carte.css",),
    )
)
