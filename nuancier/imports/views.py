"""The editors' door for files: the report first, then drafts, each beside the teinte of today."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.etats.services import Conflit
from communs.web.televersement import recoit_un_fichier
from nuancier.fiches import FicheTeinte
from nuancier.imports import services as service
from nuancier.imports.enums import EtatBrouillon
from nuancier.imports.forms import ConfirmationForm, FichierForm, PublicationForm
from nuancier.imports.models import Brouillon, Import
from nuancier.models import Teinte
from nuancier.vie.comptes import comptes_de_l_atelier
from nuancier.vie.differences import comparer
from nuancier.vie.versions import relire

INVALIDE, CONFLIT = 422, 409
PAR_PAGE = 20
PERIME = "Cet aperçu n’est plus gardé\u00a0: envoyez le fichier de nouveau. Rien n’a été importé."


@recoit_un_fichier
@require_http_methods(["GET", "HEAD", "POST"])
def importer(request: Requete) -> HttpResponse:
    """The file; posted, what is understood of it. Nothing is written here."""
    autoriser(request.identite, "nuancier.editer")
    form = FichierForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _choisir(request, FichierForm())
    if not form.is_valid():
        return _choisir(request, form, code=INVALIDE)
    recu = form.cleaned_data["fichier"]
    apercu = service.apercevoir(identite=request.identite, nom=recu.name, octets=recu.read())
    contexte: dict[str, Any] = {"apercu": apercu, "rapport": apercu.rapport}
    if not apercu.refuse:
        jeton = service.garder(identite=request.identite, apercu=apercu)
        contexte["form"] = ConfirmationForm(initial={"jeton": jeton})
    return render(
        request, "nuancier/imports/apercu.html", contexte, status=INVALIDE if apercu.refuse else 200
    )


def _choisir(request: Requete, form: FichierForm, *, code: int = 200, perime: str = "") -> HttpResponse:
    attend = Count("brouillons", filter=Q(brouillons__etat=EtatBrouillon.EN_ATTENTE))
    imports = (
        Import.objects.select_related("auteur__compte")
        .annotate(total=Count("brouillons"), attendent=attend)
        .order_by("-cree_le", "-pk")
    )
    contexte = comptes_de_l_atelier() | {
        "form": form,
        "perime": perime,
        "page": Paginator(imports, PAR_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "nuancier/imports/importer.html", contexte, status=code)


@require_POST
def confirmer(request: Requete) -> HttpResponse:
    """Make the drafts that were shown; sent twice, they are made once."""
    autoriser(request.identite, "nuancier.editer")
    form = ConfirmationForm(request.POST)
    jeton = form.cleaned_data["jeton"] if form.is_valid() else None
    apercu = service.retrouver(identite=request.identite, jeton=jeton) if jeton else None
    if jeton is None or apercu is None:
        return _choisir(request, FichierForm(), code=CONFLIT, perime=PERIME)
    fait, nouveau = service.importer(identite=request.identite, jeton=jeton, apercu=apercu)
    if nouveau:
        messages.success(request, "Les brouillons sont prêts. Rien n’a encore changé dans le Nuancier.")
    else:
        messages.info(request, "Ce fichier est déjà importé\u00a0: voici ses brouillons.")
    return redirect(fait)


@require_safe
def importation(request: Requete, uuid: UUID) -> HttpResponse:
    """The drafts of a file, and its report."""
    autoriser(request.identite, "nuancier.editer")
    fait = get_object_or_404(Import.objects.select_related("auteur__compte"), uuid=uuid)
    brouillons = list(fait.brouillons.select_related("decide_par__compte"))
    presentes = set(
        Teinte.objects.filter(code__in=[b.code for b in brouillons]).values_list("code", flat=True)
    )
    contexte = {
        "importation": fait,
        "rapport": fait.rapport,
        "brouillons": [(b, b.code in presentes) for b in brouillons],
        "comptes": Counter(b.etat for b in brouillons),
        "prochain": next((b for b in brouillons if b.etat == EtatBrouillon.EN_ATTENTE), None),
        "etats": EtatBrouillon,
    }
    return render(request, "nuancier/imports/import.html", contexte)


def _obtenir(request: Requete, uuid: UUID) -> Brouillon:
    autoriser(request.identite, "nuancier.editer")
    return get_object_or_404(Brouillon.objects.select_related("importation"), uuid=uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def brouillon(request: Requete, uuid: UUID) -> HttpResponse:
    """A draft beside the teinte of today; posted, published."""
    objet = _obtenir(request, uuid)
    teinte = service.teinte_de(objet)
    presente = relire(teinte) if teinte is not None else None
    fiche = service.fiche_de(objet, presente)
    initial = {"version": teinte.version if teinte else None, "titre_court": fiche.titre_court,
               "resume": fiche.resume, "motif": f"Import de {objet.importation.fichier}."[:300]}  # fmt: skip
    form = PublicationForm(request.POST or None, initial=initial)
    contexte = _contexte(objet, teinte, presente, fiche) | {"form": form}
    if not request.POST:
        return render(request, "nuancier/imports/brouillon.html", contexte)
    if not form.is_valid():
        return render(request, "nuancier/imports/brouillon.html", contexte, status=INVALIDE)
    try:
        service.publier_brouillon(
            identite=request.identite,
            brouillon=objet,
            fiche=service.fiche_de(objet, presente, **form.mots()),
            version_lue=form.cleaned_data["version"],
            motif=form.cleaned_data["motif"],
        )
    except ValidationError as refus:
        form.add_error(None, refus.messages[0])
        return render(request, "nuancier/imports/brouillon.html", contexte, status=INVALIDE)
    except Conflit as conflit:
        renvoi = request.POST.copy()
        renvoi["version"] = str(conflit.actuel.version)
        contexte |= {"form": PublicationForm(renvoi), "conflit": True}
        return render(request, "nuancier/imports/brouillon.html", contexte, status=CONFLIT)
    messages.success(request, f"La teinte {objet.code} est publiée, avec sa version.")
    return redirect(objet.importation)


def _contexte(
    objet: Brouillon, teinte: Teinte | None, presente: FicheTeinte | None, fiche: FicheTeinte
) -> dict[str, Any]:
    vide = FicheTeinte(code=fiche.code, titre="", titre_court="")
    return {
        "brouillon": objet,
        "teinte": teinte,
        "differences": comparer(presente or vide, fiche),
        "en_attente": objet.etat == EtatBrouillon.EN_ATTENTE,
        "remarques": service.remarques_de(objet),
    }


@require_POST
def ecarter(request: Requete, uuid: UUID) -> HttpResponse:
    """Set a draft aside: « Reprendre » on the list undoes it."""
    objet = service.ecarter(identite=request.identite, brouillon=_obtenir(request, uuid))
    messages.success(request, f"Le brouillon {objet.code} est écarté. «\u00a0Reprendre\u00a0» le ramène.")
    return redirect("nuancier:import", objet.importation.uuid)


@require_POST
def reprendre(request: Requete, uuid: UUID) -> HttpResponse:
    objet = service.reprendre(identite=request.identite, brouillon=_obtenir(request, uuid))
    messages.success(request, f"Le brouillon {objet.code} est de nouveau à relire.")
    return redirect("nuancier:import", objet.importation.uuid)
