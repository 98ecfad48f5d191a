"""One line of the table: read, edited in place or on its own page, added, deleted, moved, undone.

With htmx a line is answered by itself, the very one that the whole page shows; without, by a page.
"""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.etats.services import Conflit
from communs.etats.views import les_deux_textes, page_de_conflit
from communs.web.erreurs import Refus
from eclaireurs.evaluation.rapport.models import Preconisation
from eclaireurs.evaluation.suivi import annulation, lignes
from eclaireurs.evaluation.suivi import tableau as lecture
from eclaireurs.evaluation.suivi.forms import (
    ActionForm,
    LigneForm,
    MotifForm,
    NouvelleActionForm,
    NouvelleTacheForm,
    SensForm,
    TacheForm,
    ajouter_les_erreurs,
)
from eclaireurs.evaluation.suivi.models import Action, GesteAnnulable, Plan, Planifie
from eclaireurs.evaluation.suivi.obtenir import action_de, obtenir_ligne, obtenir_plan, retour

INVALIDE, CONFLIT = 422, 409
FORMULAIRES = {"actions": ActionForm, "taches": TacheForm}
PERIMEE = "Cette ligne a changé entre-temps : relisez-la avant de recommencer. Rien n’a été supprimé."


@require_http_methods(["GET", "HEAD", "POST"])
def ligne(request: Requete, identifiant: str, uuid: UUID, sorte: str, ligne: UUID) -> HttpResponse:
    """The form of one line: in its row with htmx, else on a page."""
    plan = obtenir_plan(request, identifiant, uuid)
    objet = obtenir_ligne(plan, sorte, ligne)
    regard = lecture.Regard(plan, request.identite)
    if not regard.ligne(objet).modifiable:
        autoriser(request.identite, "suivi.noter", objet)
    formulaire = FORMULAIRES[sorte](request.POST or None, instance=objet, identite=request.identite)
    if request.method == "POST" and formulaire.is_valid():
        return _enregistrer(request, plan, objet, formulaire)
    return _montrer(request, plan, objet, formulaire)


def _enregistrer(request: Requete, plan: Plan, objet: Planifie, formulaire: LigneForm) -> HttpResponse:
    try:
        ecrit = lignes.enregistrer(
            identite=request.identite,
            ligne=objet,
            version=formulaire.cleaned_data["version"],
            champs=formulaire.changements(),
            etape=formulaire.cleaned_data.get("etape", ""),
            motif=formulaire.cleaned_data["motif"],
        )
    except Conflit as conflit:
        return _montrer_le_conflit(request, plan, objet, formulaire, conflit)
    except ValidationError as erreur:
        ajouter_les_erreurs(formulaire, erreur)
        return _montrer(request, plan, objet, formulaire)
    except Refus as refus:
        if not request.htmx or refus.code != CONFLIT:  # type: ignore[attr-defined]
            raise
        formulaire.add_error(None, refus.message)
        return _montrer(request, plan, objet, formulaire)
    return _repondre(request, plan, ecrit)


def _repondre(request: Requete, plan: Plan, ecrit: lignes.Ecrit, ajoutee: bool = False) -> HttpResponse:
    """The line as it now stands, and how to undo it; or the table around it."""
    quoi = f"{ecrit.ligne.code} « {ecrit.ligne.titre} »"
    annonce = (
        f"{quoi} : {'ajout fait' if ajoutee else 'enregistré'}."
        if ecrit.geste
        else f"{quoi} : rien n’a changé."
    )
    if request.htmx:  # type: ignore[attr-defined]
        return _rangee(request, plan, ecrit.ligne, annonce=annonce, geste=ecrit.geste)
    if ecrit.geste is None:
        messages.info(request, annonce)
    return redirect(retour(request, plan.dossier, f"ligne-{ecrit.ligne.uuid}"))


def _rangee(
    request: Requete,
    plan: Plan,
    objet: Planifie,
    *,
    annonce: str = "",
    geste: GesteAnnulable | None = None,
) -> HttpResponse:
    """One row, read again with the figures that it changes above it."""
    regard = lecture.Regard(plan, request.identite)
    rangee, action = lecture.relire(regard, objet)
    return render(
        request,
        "evaluation/suivi/_rangee_seule.html",
        {
            "plan": plan,
            "dossier": plan.dossier,
            "regard": regard,
            "ligne": rangee,
            "action": action,
            "annonce": annonce,
            "geste": geste,
            "bilan": lecture.bilan(plan, regard) if annonce else None,
        },
    )


def _montrer(request: Requete, plan: Plan, objet: Planifie, formulaire: LigneForm) -> HttpResponse:
    """The form, in its row or on its page."""
    code = INVALIDE if formulaire.errors else 200
    return render(
        request,
        f"evaluation/suivi/{'_edition' if request.htmx else 'ligne'}.html",  # type: ignore[attr-defined]
        {
            "plan": plan,
            "dossier": plan.dossier,
            "ligne": lecture.Regard(plan, request.identite).ligne(objet),
            "form": formulaire,
            "motif": MotifForm(initial={"version": objet.version}, auto_id=f"retrait-{objet.uuid}-%s"),
            "retour": retour(request, plan.dossier, f"ligne-{objet.uuid}"),
        },
        status=code,
    )


def _montrer_le_conflit(
    request: Requete, plan: Plan, objet: Planifie, formulaire: LigneForm, conflit: Conflit
) -> HttpResponse:
    la_table = retour(request, plan.dossier, f"ligne-{objet.uuid}")
    if not request.htmx:  # type: ignore[attr-defined]
        return page_de_conflit(request, formulaire, conflit.actuel, retour=la_table)
    textes = les_deux_textes(request, formulaire, conflit.actuel)
    actuelle = lecture.relire(lecture.Regard(plan, request.identite), objet)[0]
    contexte = {"plan": plan, "dossier": plan.dossier, "ligne": actuelle, **textes}
    return render(request, "evaluation/suivi/_conflit.html", contexte, status=CONFLIT)


@require_safe
def rangee(request: Requete, identifiant: str, uuid: UUID, sorte: str, ligne: UUID) -> HttpResponse:
    """One line as the table shows it: what « Annuler » puts back in place of the form."""
    plan = obtenir_plan(request, identifiant, uuid)
    return _rangee(request, plan, obtenir_ligne(plan, sorte, ligne))


@require_http_methods(["GET", "HEAD", "POST"])
def ajouter(request: Requete, identifiant: str, uuid: UUID, sous: str, parent: UUID) -> HttpResponse:
    """Add an action under a recommendation, or a task under an action."""
    plan = obtenir_plan(request, identifiant, uuid)
    autoriser(request.identite, "suivi.preparer", plan)
    if sous == "actions":
        au_dessus: Action | Preconisation = obtenir_ligne(plan, "actions", parent)  # type: ignore[assignment]
        classe: type[NouvelleTacheForm | NouvelleActionForm] = NouvelleTacheForm
    else:
        au_dessus = get_object_or_404(plan.dossier.rapport.preconisations, uuid=parent)
        classe = NouvelleActionForm
    demande = request.POST.get("demande") or str(uuid4())
    formulaire = classe(request.POST or None, plan=plan, demande=demande)
    if request.method == "POST" and formulaire.is_valid():
        try:
            ecrit = _ajouter(request, plan, au_dessus, formulaire)
        except ValidationError as erreur:
            ajouter_les_erreurs(formulaire, erreur)
        else:
            return _repondre(request, plan, ecrit, ajoutee=True)
    return render(
        request,
        f"evaluation/suivi/{'_ajout' if request.htmx else 'ajout'}.html",  # type: ignore[attr-defined]
        {
            "plan": plan,
            "dossier": plan.dossier,
            "au_dessus": au_dessus,
            "sous": sous,
            "form": formulaire,
            "retour": retour(request, plan.dossier),
        },
        status=INVALIDE if formulaire.errors else 200,
    )


def _ajouter(
    request: Requete,
    plan: Plan,
    au_dessus: Action | Preconisation,
    formulaire: NouvelleActionForm | NouvelleTacheForm,
) -> lignes.Ecrit:
    saisie = formulaire.cleaned_data
    commun = {
        "identite": request.identite,
        "champs": formulaire.champs(),
        "demande": saisie["demande"],
        "motif": saisie.get("motif", ""),
    }
    if isinstance(au_dessus, Action):
        return lignes.ajouter_tache(action=au_dessus, **commun)
    return lignes.ajouter_action(plan=plan, preconisation=au_dessus, **commun)


@require_POST
def supprimer(request: Requete, identifiant: str, uuid: UUID, sorte: str, ligne: UUID) -> HttpResponse:
    """Delete a line; « Annuler » brings it back."""
    plan = obtenir_plan(request, identifiant, uuid)
    objet = obtenir_ligne(plan, sorte, ligne)
    formulaire = MotifForm(request.POST)
    formulaire.is_valid()
    try:
        lignes.supprimer(
            identite=request.identite,
            ligne=objet,
            version=formulaire.cleaned_data.get("version") or 0,
            motif=formulaire.cleaned_data.get("motif", ""),
        )
    except Conflit:
        messages.error(request, PERIMEE)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    return redirect(retour(request, plan.dossier, f"ligne-{action_de(objet).uuid}"))


@require_POST
def deplacer(request: Requete, identifiant: str, uuid: UUID, sorte: str, ligne: UUID) -> HttpResponse:
    """Move a line up or down among its neighbours."""
    plan = obtenir_plan(request, identifiant, uuid)
    objet = obtenir_ligne(plan, sorte, ligne)
    formulaire = SensForm(request.POST)
    if not formulaire.is_valid():
        raise Refus(400, "Ce déplacement n’existe pas. Rien n’a été changé.")
    try:
        lignes.deplacer(identite=request.identite, ligne=objet, sens=formulaire.cleaned_data["sens"])
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    return redirect(retour(request, plan.dossier, f"ligne-{objet.uuid}"))


@require_POST
def annuler(request: Requete, identifiant: str, uuid: UUID, geste: UUID) -> HttpResponse:
    """Undo one's last gesture."""
    plan = obtenir_plan(request, identifiant, uuid)
    objet = get_object_or_404(plan.gestes, uuid=geste)
    try:
        annulation.annuler(identite=request.identite, geste=objet)
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, f"C’est annulé : {objet.libelle}.")
    ancre = f"ligne-{objet.avant[0]['uuid']}" if objet.avant else ""
    return redirect(retour(request, plan.dossier, ancre))
