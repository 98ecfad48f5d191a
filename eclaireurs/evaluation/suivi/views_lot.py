"""Many lines at once: those ticked on one screen, or all that the filters find."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from eclaireurs.evaluation.suivi.filtres import FiltreForm
from eclaireurs.evaluation.suivi.forms import LotForm, ajouter_les_erreurs
from eclaireurs.evaluation.suivi.lot import VIDE, exiger_mesure, modifier_lot
from eclaireurs.evaluation.suivi.models import Action, Plan, Tache
from eclaireurs.evaluation.suivi.obtenir import obtenir_plan, retour
from eclaireurs.evaluation.suivi.tableau import Regard, cles

INVALIDE = 422
CHANGE = (
    "Entre-temps, les lignes que trouvent ces filtres ont changé. Rien n’est fait : regardez la nouvelle "
    "liste, puis confirmez."
)


@dataclass(frozen=True)
class Choix:
    """The lines that somebody chose, and how: `filtre` is the query of the table, None where ticked."""

    actions: list[Action]
    taches: list[Tache]
    filtre: str | None = None

    @property
    def lignes(self) -> list[Action | Tache]:
        return [*self.actions, *self.taches]

    @property
    def empreinte(self) -> str:
        """Which lines they are: the « yes » is given to these and no others."""
        return hashlib.sha256(",".join(str(ligne.uuid) for ligne in self.lignes).encode()).hexdigest()


@require_POST
def lot(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Change the chosen lines; what is refused comes back on a page, nothing lost."""
    plan = obtenir_plan(request, identifiant, uuid)
    autoriser(request.identite, "suivi.avancer", plan)
    choix = _trouvees(request, plan) if "filtre" in request.POST else _cochees(request, plan)
    if not choix.lignes:
        messages.error(request, VIDE)
        return redirect(retour(request, plan.dossier))
    confirme = "confirme" in request.POST
    formulaire = LotForm(request.POST if confirme else None, plan=plan)
    try:
        exiger_mesure(len(choix.lignes))
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
        return redirect(retour(request, plan.dossier))
    if confirme and formulaire.is_valid():
        try:
            _modifier(request, plan, choix, formulaire)
        except ValidationError as erreur:
            ajouter_les_erreurs(formulaire, erreur)
        else:
            return redirect(retour(request, plan.dossier))
    contexte = {
        "dossier": plan.dossier,
        "plan": plan,
        "choix": choix,
        "form": formulaire,
        "retour": retour(request, plan.dossier),
    }
    status = INVALIDE if formulaire.errors else 200
    return render(request, "evaluation/suivi/lot.html", contexte, status=status)


def _cochees(request: Requete, plan: Plan) -> Choix:
    choisies = _uuids(request.POST.getlist("lignes"))
    return _lire(plan, {"uuid__in": choisies}, {"uuid__in": choisies})


def _trouvees(request: Requete, plan: Plan) -> Choix:
    """All that the filters of the table find, on every screen."""
    filtre = FiltreForm(QueryDict(request.POST["filtre"]), plan=plan, identite=request.identite)
    trouvees = cles(plan, filtre, Regard(plan, request.identite))
    actions, taches = ([c.pk for c in trouvees if c.sorte == sorte] for sorte in ("actions", "taches"))
    return _lire(plan, {"pk__in": actions}, {"pk__in": taches}, filtre.adresse().removeprefix("?"))


def _lire(plan: Plan, des_actions: dict, des_taches: dict, filtre: str | None = None) -> Choix:
    actions = plan.actions.filter(**des_actions).select_related("preconisation")
    taches = Tache.objects.filter(action__plan=plan, **des_taches).select_related("action__preconisation")
    return Choix(list(actions), list(taches), filtre)


def _uuids(textes: list[str]) -> list[UUID]:
    """Those that are identifiers; the rest was not ours."""
    lus = []
    for texte in textes:
        try:
            lus.append(UUID(texte))
        except ValueError:
            continue
    return lus


def _modifier(request: Requete, plan: Plan, choix: Choix, formulaire: LotForm) -> None:
    if choix.filtre is not None and request.POST.get("empreinte") != choix.empreinte:
        raise ValidationError(CHANGE)
    modifier_lot(
        identite=request.identite,
        plan=plan,
        actions=choix.actions,
        taches=choix.taches,
        champs=formulaire.champs(),
        etape=formulaire.cleaned_data["etape"],
        motif=formulaire.cleaned_data["motif"],
    )
