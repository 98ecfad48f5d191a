"""The trajectory in a séance: each says of each stage where the group is; the wall shows the whole room.

The room knows no name here: a level by stage and by passage in the room, which goes with that passage. Under
`K` people, the wall shows how many answered and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods

from communs.collectivites.middleware import Requete
from communs.seances import cookies
from communs.seances.models import Participation, Seance
from communs.seances.services import tenir
from communs.web.effectifs import K
from communs.web.erreurs import Refus
from sonar.seances.enums import Exercice as Cle
from sonar.seances.exercices import Exercice, Vue, inscrire, se_fait
from sonar.seances.groupe import Synthese, joindre
from sonar.trajectoire import calculs
from sonar.trajectoire.enums import Niveau
from sonar.trajectoire.forms import AvisForm
from sonar.trajectoire.models import AvisEtape, EtapeTrajectoire

INVALIDE = 422
FERME = "Cet exercice n’est plus ouvert\u00a0: vos réponses n’ont pas été prises."
VUES = (
    Vue("chemin", "Montrer le chemin"),
    Vue("desaccords", "Montrer les désaccords"),
    Vue("balise", "Montrer la prochaine balise"),
)


# --- what is written -----------------------------------------------------------------------------


@transaction.atomic
def donner(*, participation: Participation, avis: Mapping[int, int | None]) -> None:
    """Somebody's levels by stage: sent again, they take the place; None takes one back.

    Raises ValidationError when the exercise is not open, Refus 410 when the séance is over. Those who answer
    do not wait for each other; who leads waits for them.
    """
    seance = tenir(participation.seance)
    if not se_fait(seance, Cle.TRAJECTOIRE):
        raise ValidationError(FERME)
    oublies = [etape for etape, niveau in avis.items() if niveau is None]
    AvisEtape.objects.filter(participation=participation, etape__in=oublies).delete()
    AvisEtape.objects.bulk_create(
        [
            AvisEtape(participation=participation, etape_id=etape, niveau=niveau)
            for etape, niveau in sorted(avis.items())
            if niveau is not None
        ],
        update_conflicts=True,
        unique_fields=["participation", "etape"],
        update_fields=["niveau"],
    )


def oublier(participation: Participation) -> None:
    AvisEtape.objects.filter(participation=participation).delete()


def compter(seance: Seance) -> int:
    """How many people have spoken of one stage at least."""
    return AvisEtape.objects.filter(participation__seance=seance).values("participation").distinct().count()


# --- what is read --------------------------------------------------------------------------------


@dataclass(frozen=True)
class LigneDeGroupe:
    """One stage, as the room sees it; `parts` in percent of those who spoke of it, for the picture."""

    etape: EtapeTrajectoire
    niveaux: tuple[int, ...]

    @property
    def repartition(self) -> tuple[int, int, int]:
        return calculs.repartition(self.niveaux)

    @property
    def avancement(self) -> float | None:
        return calculs.avancement(self.niveaux)

    @property
    def desaccord(self) -> float | None:
        return calculs.desaccord(self.niveaux)

    @property
    def dit_le_desaccord(self) -> str:
        return calculs.dire_le_desaccord(self.desaccord)

    @property
    def barres(self) -> list[tuple[int, str, float, float]]:
        """For the picture, 300 units wide: level, label, from where, how long."""
        total, x = len(self.niveaux), 0.0
        barres = []
        for niveau, nombre in enumerate(self.repartition):
            longueur = round(300 * nombre / total, 1) if total else 0.0
            barres.append((niveau, str(nombre), x, longueur))
            x += longueur
        return barres

    @property
    def assez(self) -> bool:
        """Enough people spoke of this very stage."""
        return len(self.niveaux) >= K


def lire(seance: Seance) -> list[LigneDeGroupe]:
    """The room's levels, stage by stage: two queries."""
    niveaux: dict[int, list[int]] = {}
    donnes = AvisEtape.objects.filter(participation__seance=seance).order_by("etape", "niveau")
    for etape, niveau in donnes.values_list("etape_id", "niveau"):
        niveaux.setdefault(etape, []).append(niveau)
    return [LigneDeGroupe(e, tuple(niveaux.get(e.pk, ()))) for e in EtapeTrajectoire.objects.order_by("rang")]


def _siens(participation: Participation) -> dict[int, int]:
    return dict(participation.avis_de_trajectoire.values_list("etape_id", "niveau"))


def participer(request: Requete, seance: Seance, participation: Participation) -> str:
    """The phone while the exercise is open: nine lines, what was already said ticked."""
    etapes = list(EtapeTrajectoire.objects.order_by("rang"))
    siens = _siens(participation)
    initial = {e.cle: siens.get(e.pk, "") for e in etapes}
    contexte = {"seance": seance, "form": AvisForm(etapes=etapes, initial=initial), "donne": bool(siens)}
    return render_to_string("sonar/trajectoire/seance/participer.html", contexte, request)


def restituer(request: Requete, seance: Seance, participation: Participation) -> str:
    """The phone once results are shown: one's own words beside the room's."""
    siens = _siens(participation)
    lignes = [(ligne, siens.get(ligne.etape.pk)) for ligne in lire(seance)]
    contexte = {"seance": seance, "lignes": lignes, **_assez(seance)}
    return render_to_string("sonar/trajectoire/seance/restituer.html", contexte, request)


def _assez(seance: Seance) -> dict[str, Any]:
    nombre = compter(seance)
    return {"nombre": nombre, "assez": nombre >= K, "minimum": K}


def projeter(request: Requete, seance: Seance, vue: str) -> str:
    """The wall: the path, the disagreements, or the next milestone."""
    lignes = lire(seance)
    montrees = [ligne for ligne in lignes if ligne.assez]
    avancements = {ligne.etape: ligne.avancement for ligne in montrees}
    balise = calculs.prochaine_balise(avancements)
    contexte = {
        "seance": seance,
        "vue": vue if vue in {v.cle for v in VUES} else VUES[0].cle,
        "lignes": lignes,
        "ecarts": sorted((x for x in montrees if x.desaccord), key=lambda x: -(x.desaccord or 0))[:3],
        "balise": next((ligne for ligne in montrees if ligne.etape == balise), None),
        "indicateurs": list(balise.indicateurs.filter(retire=False)) if balise else [],
        **_assez(seance),
    }
    return render_to_string("sonar/trajectoire/seance/projeter.html", contexte, request)


def figer(seance: Seance) -> None:
    """Where the room places its collectivité, in the portrait of the group."""
    nombre = compter(seance)
    joindre(seance, Cle.TRAJECTOIRE, _synthese(lire(seance), nombre) if nombre else None)


def _synthese(lignes: list[LigneDeGroupe], nombre: int) -> Synthese:
    if nombre < K:
        note = "À moins de cinq réponses, elles ne sont pas comptées."
        lignes = []
    else:
        note = f"{nombre} personnes ont répondu. Un tiret\u00a0: trop peu de réponses à cette étape."
    return {
        "titre": "Où le groupe se situe",
        "colonnes": ["Étape", *Niveau.labels, "Désaccord"],
        "rangees": [
            [
                f"{ligne.etape.rang}. {ligne.etape.nom}",
                *([str(n) for n in ligne.repartition] if ligne.assez else ["–"] * 3),
                ligne.dit_le_desaccord if ligne.assez else "–",
            ]
            for ligne in lignes
        ],
        "note": note,
    }


EXERCICE = inscrire(
    Exercice(
        cle=Cle.TRAJECTOIRE,
        consigne="Pour chacune des neuf étapes, dites où en est votre collectivité, ou votre projet. Ce que "
        "vous ne savez pas, laissez-le.",
        minutes=15,
        vues=VUES,
        participer=participer,
        restituer=restituer,
        projeter=projeter,
        compter=compter,
        oublier=oublier,
        figer=figer,
        feuilles=("css/sonar-trajectoire-positions.css",),
    )
)


@require_http_methods(["GET", "HEAD", "POST"])
def repondre(request: Requete, code: str) -> HttpResponse:
    """Nine levels from a phone in the room; then back to the room."""
    participation = cookies.participation_de(request, code)
    if request.method != "POST" or participation is None:
        return redirect("seances:salle", code)
    formulaire = AvisForm(request.POST, etapes=EtapeTrajectoire.objects.order_by("rang"))
    if not formulaire.is_valid():
        contexte = {"seance": participation.seance, "form": formulaire}
        return render(request, "sonar/trajectoire/seance/corriger.html", contexte, status=INVALIDE)
    try:
        donner(participation=participation, avis=formulaire.avis())
    except ValidationError as erreur:
        messages.warning(request, erreur.messages[0])
    except Refus as refus:
        messages.warning(request, f"{refus.message} Vos réponses n’ont pas été prises.")
    else:
        messages.success(request, "C’est noté. Vous pouvez encore changer d’avis.")
    return redirect("seances:salle", code)
