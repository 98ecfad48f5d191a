"""The table to take away: every format, with the filters of the address."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from communs.collectivites.middleware import Requete
from communs.livrets.services import demander
from eclaireurs.evaluation.suivi import echange, exports
from eclaireurs.evaluation.suivi import tableau as lecture
from eclaireurs.evaluation.suivi.filtres import MOI, FiltreForm
from eclaireurs.evaluation.suivi.livrets import TABLEAU
from eclaireurs.evaluation.suivi.models import Plan
from eclaireurs.evaluation.suivi.obtenir import obtenir_plan


def _filtre(request: Requete, plan: Plan) -> FiltreForm:
    return FiltreForm(request.GET, plan=plan, identite=request.identite)


@require_safe
def exporter(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """What can be taken away, and how much of it the filters keep."""
    plan = obtenir_plan(request, identifiant, uuid)
    regard, filtre = lecture.Regard(plan, request.identite), _filtre(request, plan)
    return render(
        request,
        "evaluation/suivi/exporter.html",
        {
            "dossier": plan.dossier,
            "plan": plan,
            "regard": regard,
            "filtre": filtre,
            "filtres_choisis": filtre.choisis(),
            "requete": filtre.adresse(),
            "nombre": len(lecture.cles(plan, filtre, regard)),
            "formats": exports.FORMATS.values(),
        },
    )


@require_safe
def fichier(request: Requete, identifiant: str, uuid: UUID, format: str) -> HttpResponse:
    """One file, as this reader may see the table."""
    plan = obtenir_plan(request, identifiant, uuid)
    regard, filtre = lecture.Regard(plan, request.identite), _filtre(request, plan)
    sorte = exports.FORMATS[format]
    contenu = sorte.ecrire(echange.rangees(plan, filtre, regard), plan.dossier.titre)
    return _en_fichier(contenu, sorte.type_mime, _nom(plan) + sorte.suffixe)


@require_safe
def agenda(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """The dated lines as a calendar file."""
    plan = obtenir_plan(request, identifiant, uuid)
    regard, filtre = lecture.Regard(plan, request.identite), _filtre(request, plan)
    contenu = exports.en_ical(plan, echange.planifiees(plan, filtre, regard))
    return _en_fichier(contenu, "text/calendar; charset=utf-8", _nom(plan) + ".ics")


@require_POST
def imprimer(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Ask for the PDF; its own page says when it is ready."""
    plan = obtenir_plan(request, identifiant, uuid)
    filtre = _filtre(request, plan)
    livret = demander(
        gabarit=TABLEAU,
        objet=plan,
        identite=request.identite,
        parametres={"filtres": filtre.adresse(**_moi(request, plan, filtre))},
    )
    return redirect("livrets:livret", livret.uuid)


def _moi(request: Requete, plan: Plan, filtre: FiltreForm) -> dict[str, str]:
    """« moi » by its name: whoever reads the booklet later is somebody else."""
    if filtre.cleaned_data.get("responsable") != MOI:
        return {}
    moi = plan.dossier.participants.filter(compte=request.identite.compte).first()
    return {"responsable": str(moi.uuid)} if moi else {}


def _nom(plan: Plan) -> str:
    return f"suivi-{slugify(plan.dossier.titre)[:60].strip('-') or 'plan'}"


def _en_fichier(contenu: bytes, type_mime: str, nom: str) -> HttpResponse:
    return HttpResponse(
        contenu,
        content_type=type_mime,
        headers={
            "Content-Disposition": f'attachment; filename="{nom}"',
            "Cache-Control": "private, no-store",
            "X-Robots-Tag": "noindex",
        },
    )
