"""One line of the tableau: written, added, moved, taken out, put back.

The page's script is answered in a few words of JSON, a plain form by a page. Neither loses what was typed:
what is refused comes back with its text.
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from communs.collectivites.middleware import Requete
from communs.web.debit import limiter
from communs.web.erreurs import Refus
from eclaireurs.evaluation.conclave.tableau import lecture, services
from eclaireurs.evaluation.conclave.tableau.forms import AjouterForm, EcrireForm, GesteForm
from eclaireurs.evaluation.conclave.tableau.models import Proposition, TableauMartyr
from eclaireurs.evaluation.conclave.tableau.saisies import LIBELLES, en_clair
from eclaireurs.evaluation.conclave.tableau.salle import (
    Salle,
    en_prive,
    entrer_dans_la_salle,
    la_proposition,
    le_tableau,
    vif,
)
from eclaireurs.evaluation.conclave.tableau.services import Ecriture

INVALIDE, CONFLIT = 422, 409
EN_PREPARATION = "Le tableau est de nouveau en préparation : il se lira quand il sera rouvert."
GESTE_INCONNU = "Ce geste n’existe pas. Rien n’a été changé."


def _tenir_le_rythme(request: Requete, salle: Salle) -> None:
    limiter(request, "tableau_ecrire", str(salle.convive.cle))


def _vers(tableau: TableauMartyr, ancre: str) -> HttpResponse:
    return redirect(f"{tableau.get_absolute_url()}#{ancre}")


@require_http_methods(["GET", "HEAD", "POST"])
def ecrire(request: Requete, identifiant: str, uuid: UUID, proposition: UUID) -> HttpResponse:
    """The fields of one line."""
    salle = entrer_dans_la_salle(request, identifiant, uuid)
    ligne = la_proposition(salle, proposition)
    if request.method != "POST":
        if not lecture.Regard(ligne.tableau, salle.convive).lit:
            raise Refus(409, EN_PREPARATION)
        return _page(request, salle, ligne)
    _tenir_le_rythme(request, salle)
    formulaire = EcrireForm(request.POST, ligne)
    if not formulaire.is_valid():
        return _invalide(request, salle, ligne, formulaire.errors)
    try:
        ecriture = services.ecrire(
            convive=salle.convive,
            proposition=ligne,
            saisies=formulaire.saisies(),
            demande=formulaire.cleaned_data["demande"],
        )
    except ValidationError as erreur:
        erreurs = erreur.message_dict if hasattr(erreur, "error_dict") else {"titre": erreur.messages}
        return _invalide(request, salle, ligne, erreurs)
    except Refus as refus:
        return _refuser(request, salle, ligne, refus)
    return _dire(request, salle, ecriture, formulaire)


def _dire(request: Requete, salle: Salle, ecriture: Ecriture, formulaire: EcrireForm) -> HttpResponse:
    """What was written, at which version; what is in dispute, with both texts."""
    ligne = ecriture.proposition
    ligne.tableau = le_tableau(salle)
    if vif(request):
        return _en_json(ecriture, formulaire)
    if not ecriture.disputes:
        return _vers(ligne.tableau, f"ligne-{ligne.uuid}")
    disputes = [
        {
            "dispute": d,
            "leur": en_clair(d.champ, d.leur),
            "votre": en_clair(d.champ, d.votre),
            "brut": _brut(d.votre),
        }
        for d in ecriture.disputes
    ]
    return _rendre(request, salle, "dispute.html", CONFLIT, ligne=ligne, disputes=disputes)


def _en_json(ecriture: Ecriture, formulaire: EcrireForm) -> JsonResponse:
    en_dispute = {d.champ for d in ecriture.disputes}
    poses = [champ for champ in formulaire.envoyes if champ not in en_dispute]
    corps: dict[str, Any] = {
        "versions": {c: ecriture.versions.get(c, ecriture.proposition.versions[c]) for c in poses},
        "valeurs": {c: _brut(formulaire.cleaned_data[c]) for c in poses},
        "disputes": [
            {
                "champ": d.champ,
                "version": d.version,
                "leur": en_clair(d.champ, d.leur),
                "valeur": _brut(d.leur),
            }
            for d in ecriture.disputes
        ],
    }
    return JsonResponse(corps, status=CONFLIT if en_dispute else 200)


def _brut(valeur: Any) -> str:
    """A value as its form field holds it."""
    if valeur is None:
        return ""
    return str(getattr(valeur, "pk", valeur))


def _rendre(request: Requete, salle: Salle, gabarit: str, code: int = 200, **contexte: Any) -> HttpResponse:
    tableau = le_tableau(salle)
    commun = {"dossier": salle.dossier, "convive": salle.convive, "tableau": tableau}
    commun["regard"] = lecture.Regard(tableau, salle.convive)
    return en_prive(render(request, f"evaluation/tableau/{gabarit}", commun | contexte, status=code))


def _page(request: Requete, salle: Salle, ligne: Proposition, erreurs: Any = None) -> HttpResponse:
    """One line alone: where a plain form comes back with what it refuses."""
    for nom in ("titre", "description") if erreurs else ():
        setattr(ligne, nom, request.POST.get(nom, getattr(ligne, nom)))
    code = INVALIDE if erreurs else 200
    return _rendre(request, salle, "ligne.html", code, ligne=ligne, erreurs=erreurs or {})


def _invalide(request: Requete, salle: Salle, ligne: Proposition, erreurs: Any) -> HttpResponse:
    premieres = {nom: next(iter(dites)) for nom, dites in erreurs.items()}
    if vif(request):
        return JsonResponse({"erreurs": premieres}, status=INVALIDE)
    return _page(request, salle, ligne, premieres)


def _refuser(request: Requete, salle: Salle, ligne: Proposition | None, refus: Refus) -> HttpResponse:
    """Closed, or taken out: why, and the text, which stays its writer's."""
    if vif(request):
        return JsonResponse({"refus": refus.message}, status=refus.code)
    textes = [
        (LIBELLES[nom], request.POST[nom]) for nom in LIBELLES if request.POST.get(nom) and nom != "service"
    ]
    return _rendre(
        request, salle, "refus.html", refus.code, ligne=ligne, message=refus.message, textes=textes
    )


@require_POST
def ajouter(request: Requete, identifiant: str, uuid: UUID, preconisation: UUID) -> HttpResponse:
    """A new action under a recommendation, or a new task under an action."""
    salle = entrer_dans_la_salle(request, identifiant, uuid)
    tableau = le_tableau(salle)
    au_dessus = get_object_or_404(salle.dossier.rapport.preconisations, uuid=preconisation)
    _tenir_le_rythme(request, salle)
    formulaire = AjouterForm(request.POST)
    action = None
    if formulaire.is_valid() and formulaire.cleaned_data["action"]:
        action = get_object_or_404(
            tableau.propositions, uuid=formulaire.cleaned_data["action"], preconisation=au_dessus, action=None
        )
    try:
        if formulaire.errors:
            raise ValidationError([dite for dites in formulaire.errors.values() for dite in dites])
        ligne = services.ajouter(
            convive=salle.convive,
            tableau=tableau,
            preconisation=au_dessus,
            action=action,
            titre=formulaire.cleaned_data["titre"],
            demande=formulaire.cleaned_data["demande"],
        )
    except ValidationError as erreur:
        return _refuser(request, salle, None, Refus(INVALIDE, erreur.messages[0]))
    except Refus as refus:
        return _refuser(request, salle, action, refus)
    if vif(request):
        return JsonResponse({"ligne": str(ligne.uuid)})
    return _vers(tableau, f"ligne-{ligne.uuid}")


@require_POST
def geste(request: Requete, identifiant: str, uuid: UUID, proposition: UUID) -> HttpResponse:
    """Up, down, out, back."""
    salle = entrer_dans_la_salle(request, identifiant, uuid)
    ligne = la_proposition(salle, proposition)
    _tenir_le_rythme(request, salle)
    formulaire = GesteForm(request.POST)
    if not formulaire.is_valid():
        return _refuser(request, salle, ligne, Refus(400, GESTE_INCONNU))
    nom, demande = formulaire.cleaned_data["geste"], formulaire.cleaned_data["demande"]
    commun: dict[str, Any] = {"convive": salle.convive, "proposition": ligne, "demande": demande}
    try:
        if nom == "retirer":
            services.retirer(**commun)
        elif nom == "retablir":
            services.retablir(**commun)
        else:
            services.deplacer(sens=-1 if nom == "monter" else 1, **commun)
    except ValidationError as erreur:
        return _refuser(request, salle, ligne, Refus(INVALIDE, erreur.messages[0]))
    except Refus as refus:
        return _refuser(request, salle, ligne, refus)
    if vif(request):
        return JsonResponse({"ligne": str(ligne.uuid)})
    return _vers(ligne.tableau, "retirees" if nom == "retirer" else f"ligne-{ligne.uuid}")
