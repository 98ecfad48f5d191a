"""A file comes in: first what it would change, then, on the same lines, the change itself."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.echanges import tableurs
from communs.echanges.forms import ChampFichier
from communs.web.televersement import recoit_un_fichier
from eclaireurs.evaluation.suivi import importer as service
from eclaireurs.evaluation.suivi.importation import Apercu
from eclaireurs.evaluation.suivi.models import Plan
from eclaireurs.evaluation.suivi.obtenir import obtenir_plan

INVALIDE, CONFLIT = 422, 409
MONTREES = 200
PERIME = "L’aperçu de ce fichier n’est plus gardé : envoyez-le de nouveau. Rien n’a été importé."


class FichierForm(forms.Form):
    fichier = ChampFichier(
        label="Votre tableau",
        help_text="Un fichier .xlsx, .ods ou .csv, de 5 Mo au plus, avec au moins une colonne « Code ».",
        taille_max=tableurs.TAILLE_MAX,
        trop_lourd=tableurs.TROP_LOURD,
        accept=".xlsx,.ods,.csv,.txt",
    )


class ConfirmationForm(forms.Form):
    jeton = forms.UUIDField(widget=forms.HiddenInput)
    empreinte = forms.RegexField(regex=r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    motif = forms.CharField(label="Pourquoi ces changements ?", max_length=500, required=False)


@recoit_un_fichier
@require_http_methods(["GET", "HEAD", "POST"])
def choisir(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """The file; posted, what it would do."""
    plan = obtenir_plan(request, identifiant, uuid)
    autoriser(request.identite, "suivi.preparer", plan)
    formulaire = FichierForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            feuille = tableurs.lire(formulaire.cleaned_data["fichier"].read())
            apercu = service.comparer(identite=request.identite, plan=plan, feuille=feuille)
        except ValidationError as erreur:
            formulaire.add_error("fichier", erreur)
        else:
            jeton = service.garder(identite=request.identite, plan=plan, feuille=feuille)
            return _montrer(request, plan, apercu, jeton)
    code = INVALIDE if formulaire.is_bound else 200
    contexte = {"dossier": plan.dossier, "plan": plan, "formulaire": formulaire}
    return render(request, "evaluation/suivi/importer.html", contexte, status=code)


def _montrer(
    request: Requete,
    plan: Plan,
    apercu: Apercu,
    jeton: UUID,
    *,
    formulaire: ConfirmationForm | None = None,
    code: int = 200,
) -> HttpResponse:
    initial = {"jeton": jeton, "empreinte": apercu.empreinte}
    formulaire = formulaire or ConfirmationForm(initial=initial)
    formulaire.fields["motif"].required = apercu.motif_requis
    contexte = {
        "dossier": plan.dossier,
        "plan": plan,
        "apercu": apercu,
        "montrees": MONTREES,
        "change": code == CONFLIT,
        "formulaire": formulaire,
    }
    return render(request, "evaluation/suivi/apercu.html", contexte, status=code)


@require_POST
def confirmer(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Write what was shown; if the plan has moved meanwhile, show what it would be now."""
    plan = obtenir_plan(request, identifiant, uuid)
    autoriser(request.identite, "suivi.preparer", plan)
    formulaire = ConfirmationForm(request.POST)
    feuille = None
    if formulaire.is_valid():
        jeton = formulaire.cleaned_data["jeton"]
        feuille = service.retrouver(identite=request.identite, plan=plan, jeton=jeton)
    if feuille is None:
        choix = FichierForm()
        contexte = {"dossier": plan.dossier, "plan": plan, "formulaire": choix, "perime": PERIME}
        return render(request, "evaluation/suivi/importer.html", contexte, status=CONFLIT)
    try:
        service.importer(
            identite=request.identite,
            plan=plan,
            feuille=feuille,
            empreinte=formulaire.cleaned_data["empreinte"],
            motif=formulaire.cleaned_data["motif"],
        )
    except service.PlanChange as change:
        return _montrer(request, plan, change.apercu, jeton, code=CONFLIT)
    except ValidationError as erreur:
        if hasattr(erreur, "error_dict"):
            formulaire.add_error("motif", erreur.error_dict["motif"])
        else:
            formulaire.add_error(None, erreur)
        apercu = service.comparer(identite=request.identite, plan=plan, feuille=feuille)
        return _montrer(request, plan, apercu, jeton, formulaire=formulaire, code=INVALIDE)
    return redirect(plan.dossier.adresse("evaluation:suivi"))
