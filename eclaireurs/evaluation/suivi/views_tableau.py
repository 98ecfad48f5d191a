"""The table itself: its views, its filters, its stage."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.etats.views import franchir_et_revenir
from eclaireurs.evaluation.suivi import tableau as lecture
from eclaireurs.evaluation.suivi.filtres import VUES, FiltreForm
from eclaireurs.evaluation.suivi.models import GesteAnnulable
from eclaireurs.evaluation.suivi.obtenir import obtenir_plan, retour
from eclaireurs.evaluation.suivi.transitions import PLAN


@require_safe
def tableau(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    plan = obtenir_plan(request, identifiant, uuid)
    regard = lecture.Regard(plan, request.identite)
    filtre = FiltreForm(request.GET, plan=plan, identite=request.identite)
    page, groupes = lecture.ecran(plan, filtre, regard, request.GET.get("page"))
    vues = [(nom, libelle, filtre.adresse(vue=nom)) for nom, libelle in VUES.items()]
    return render(
        request,
        "evaluation/suivi/tableau.html",
        {
            "dossier": plan.dossier,
            "plan": plan,
            "regard": regard,
            "bilan": lecture.bilan(plan, regard),
            "filtre": filtre,
            "filtres_choisis": filtre.choisis(),
            "filtres": filtre.adresse() + "&" if filtre.adresse() != "?" else "",
            "vues": [v for v in vues if v[0] != "personne" or regard.nomme],
            "page": page,
            "requete": filtre.adresse().removeprefix("?"),
            "trouvees": sum(cle.sorte != "preconisations" for cle in page.paginator.object_list),
            "groupes": groupes,
            "gestes": PLAN.offertes(plan, request.identite),
            "geste": dernier_geste(request, plan.pk),
        },
    )


def dernier_geste(request: Requete, plan_id: int) -> GesteAnnulable | None:
    """What this reader did last and may still undo."""
    if request.identite.compte is None:
        return None
    return GesteAnnulable.objects.filter(plan=plan_id).a_proposer(request.identite.compte).first()


@require_POST
def etape(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """A step of the plan, by one of its buttons."""
    plan = obtenir_plan(request, identifiant, uuid)
    return franchir_et_revenir(request, PLAN, plan, retour=retour(request, plan.dossier))
