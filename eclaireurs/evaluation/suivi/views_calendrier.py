"""The plan along the months: a picture, and the same lines in a list."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communs.collectivites.middleware import Requete
from eclaireurs.evaluation.suivi import calendrier as calculs
from eclaireurs.evaluation.suivi import echange
from eclaireurs.evaluation.suivi import tableau as lecture
from eclaireurs.evaluation.suivi.filtres import FiltreForm
from eclaireurs.evaluation.suivi.models import Tache
from eclaireurs.evaluation.suivi.obtenir import obtenir_plan


@require_safe
def calendrier(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    plan = obtenir_plan(request, identifiant, uuid)
    regard = lecture.Regard(plan, request.identite)
    filtre = FiltreForm(request.GET, plan=plan, identite=request.identite)
    taches = [o for o in echange.planifiees(plan, filtre, regard) if isinstance(o, Tache)]
    datees = [ligne for ligne in map(regard.ligne, taches) if calculs.bornes(ligne) is not None]
    datees.sort(key=lambda ligne: (*calculs.bornes(ligne), ligne.objet.pk))  # type: ignore[misc]
    page = Paginator(datees, calculs.LIGNES_MAX).get_page(request.GET.get("page"))
    lues = list(page.object_list)
    return render(
        request,
        "evaluation/suivi/calendrier.html",
        {
            "dossier": plan.dossier,
            "plan": plan,
            "regard": regard,
            "filtre": filtre,
            "filtres_choisis": filtre.choisis(),
            "filtres": filtre.adresse() + "&" if filtre.adresse() != "?" else "",
            "page": page,
            "frise": calculs.dessiner(lues, regard),
            "mois": calculs.par_mois(lues),
            "sans_date": len(taches) - len(datees),
        },
    )
