"""The contributor's own page: what became of her contribution, and what she may still do with it.

The address is the right: signed, it is given to her alone. A forged one is a 404.
"""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communs.collectivites.essais import a_portee
from communs.collectivites.middleware import Requete
from communs.materiaux.enums import Consentement
from communs.web.debit import depasse, limiter
from communs.web.televersement import recoit_un_fichier_avec
from eclaireurs.evaluation.enquete import jetons, reception
from eclaireurs.evaluation.enquete import suivi as services
from eclaireurs.evaluation.enquete.contributions import Contribution
from eclaireurs.evaluation.enquete.enums import EtatContribution
from eclaireurs.evaluation.enquete.forms_publics import JoindreForm, ReprendreForm
from eclaireurs.evaluation.enquete.obtenir import page_secrete

INVALIDE, TROP = 422, 429
DROIT_PASSE = "Cette page était ouverte depuis trop longtemps : choisissez de nouveau votre fichier."
PATIENCE = "Beaucoup de fichiers arrivent en ce moment de la même connexion : recommencez dans une heure."


def _obtenir(request: Requete, jeton: str) -> Contribution:
    limiter(request, "enquete_suivi")
    uuid = jetons.lire_le_suivi(jeton)
    if uuid is None:
        raise Http404
    portee = a_portee(request.identite, "enquete__dossier__collectivite")
    contributions = Contribution.objects.filter(portee, enquete__dossier__supprime_le=None)
    return get_object_or_404(contributions.select_related("enquete__dossier__collectivite"), uuid=uuid)


@require_safe
def suivi(request: Requete, jeton: str) -> HttpResponse:
    return _page(request, _obtenir(request, jeton), jeton)


def _page(
    request: Requete, contribution: Contribution, jeton: str, formulaire: ReprendreForm | None = None
) -> HttpResponse:
    a_reprendre = contribution.etat == EtatContribution.A_REPRENDRE
    joint = contribution.en_attente and contribution.enquete.accepte_fichiers
    return page_secrete(
        request,
        "evaluation/enquete/public/suivi.html",
        {
            "contribution": contribution,
            "enquete": contribution.enquete,
            "jeton": jeton,
            "adresse": settings.VIGIE_ADRESSE + jetons.adresse_de_suivi(contribution),
            "devenir": services.devenir(contribution),
            "pieces": contribution.pieces.select_related("fichier", "materiau__fichier"),
            "joindre": reverse("enquete:joindre", args=[jeton, jetons.droit_de_joindre(contribution)])
            if joint
            else "",
            "form": formulaire or (ReprendreForm(contribution=contribution) if a_reprendre else None),
        },
        INVALIDE if formulaire else 200,
    )


@require_POST
def retirer(request: Requete, jeton: str) -> HttpResponse:
    contribution = _obtenir(request, jeton)
    services.retirer(contribution=contribution)
    messages.success(request, "Votre contribution est retirée, avec ses fichiers.")
    return redirect("enquete:suivi", jeton)


@require_POST
def reprendre(request: Requete, jeton: str) -> HttpResponse:
    """Send it again without what was asked to leave out."""
    contribution = _obtenir(request, jeton)
    formulaire = ReprendreForm(request.POST, contribution=contribution)
    if formulaire.is_valid():
        try:
            services.reprendre(
                contribution=contribution,
                texte=formulaire.cleaned_data["texte"],
                sans=formulaire.sans_celles_ci(),
            )
        except ValidationError as erreur:
            formulaire.add_error(None, ValidationError(erreur.messages))
        else:
            messages.success(request, "Merci : votre contribution sera relue.")
            return redirect("enquete:suivi", jeton)
    return _page(request, contribution, jeton, formulaire)


@require_POST
def oublier_l_adresse(request: Requete, jeton: str) -> HttpResponse:
    services.oublier_l_adresse(contribution=_obtenir(request, jeton))
    messages.success(request, "Votre adresse est effacée : nous ne vous écrirons plus.")
    return redirect("enquete:suivi", jeton)


def _droit_tient(jeton: str, droit: str) -> bool:
    """Before any byte: both are ours, and speak of the same contribution, still to be read."""
    uuid, pk = jetons.lire_le_suivi(jeton), jetons.lire_le_droit(droit)
    if uuid is None or pk is None:
        return False
    return Contribution.objects.en_attente().filter(pk=pk, uuid=uuid).exists()


@recoit_un_fichier_avec(_droit_tient)
@require_http_methods(["GET", "HEAD", "POST"])
def joindre(request: Requete, jeton: str, droit: str) -> HttpResponse:
    """Bring one file, by the right that the follow-up page has just given."""
    contribution = _obtenir(request, jeton)
    if not _droit_tient(jeton, droit):
        messages.error(request, DROIT_PASSE if contribution.en_attente else reception.TROP_TARD)
        return redirect("enquete:suivi", jeton)
    formulaire = JoindreForm(request.POST or None, request.FILES or None)
    statut = 200
    if request.method == "POST":
        statut = INVALIDE
        if formulaire.is_valid():
            if depasse(request, "enquete_fichiers"):
                formulaire.add_error(None, PATIENCE)
                statut = TROP
            elif _joindre(contribution, formulaire):
                messages.success(request, "Votre fichier est joint.")
                return redirect("enquete:suivi", jeton)
    return page_secrete(
        request,
        "evaluation/enquete/public/joindre.html",
        {"contribution": contribution, "enquete": contribution.enquete, "jeton": jeton, "form": formulaire},
        statut,
    )


def _joindre(contribution: Contribution, formulaire: JoindreForm) -> bool:
    try:
        reception.joindre(
            contribution=contribution,
            depot=formulaire.cleaned_data["fichier"],
            consentement=Consentement(formulaire.cleaned_data["consentement"]),
        )
    except ValidationError as erreur:
        formulaire.add_error("fichier", ValidationError(erreur.messages))
        return False
    return True
