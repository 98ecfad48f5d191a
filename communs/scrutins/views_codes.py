"""Voting codes: made by batches, shown and printed once, cancelled."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from communs.collectivites.middleware import Requete
from communs.dossiers.models import Dossier
from communs.scrutins import services
from communs.scrutins.enums import Electorat, EtatScrutin
from communs.scrutins.forms import CodesForm, LotForm
from communs.scrutins.models import Scrutin
from communs.scrutins.views import INVALIDE, adresse_publique, obtenir
from communs.web.erreurs import Refus
from communs.web.qr import dessiner
from communs.web.typographie import accorder

SERVI = "Ces codes ont déjà été montrés : ils ne se relisent pas. Annulez ce lot et faites-en un autre."


@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier, scrutin = obtenir(request, identifiant, uuid, cle, "scrutins.organiser")
    if scrutin.electorat != Electorat.CODES:
        raise Refus(409, "Dans ce vote, personne n’a besoin de code.")
    formulaire = CodesForm(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        try:
            clairs = services.faire_codes(
                identite=request.identite,
                scrutin=scrutin,
                nombre=formulaire.cleaned_data["nombre"],
                lot=formulaire.cle,
            )
        except ValidationError as erreur:
            formulaire.add_error(None, erreur)
        else:
            if clairs:
                return _cartes(request, dossier, scrutin, clairs)
            messages.warning(request, SERVI)
            return redirect(dossier.adresse("scrutins:codes", scrutin.uuid))
    return _page(request, dossier, scrutin, formulaire)


def _cartes(request: Requete, dossier: Dossier, scrutin: Scrutin, clairs: list[str]) -> HttpResponse:
    """The cards, to be printed now: no copy of them stays, neither here nor in a cache."""
    adresse = adresse_publique(scrutin)
    contexte = {"dossier": dossier, "scrutin": scrutin, "codes": clairs, "adresse": adresse}
    response = render(request, "scrutins/cartes.html", contexte | {"qr": dessiner(adresse)})
    response["Cache-Control"] = "no-store, private"
    return response


def _page(request: Requete, dossier: Dossier, scrutin: Scrutin, formulaire: CodesForm) -> HttpResponse:
    lots = (
        scrutin.codes.valables()
        .values("lot")
        .annotate(nombre=Count("pk"), restent=Count("pk", filter=Q(emargement=None)))
        .order_by("lot")
    )
    contexte = {
        "dossier": dossier,
        "scrutin": scrutin,
        "form": formulaire,
        "lots": lots,
        "total": sum(lot["nombre"] for lot in lots),
        "en_cours": scrutin.etat in {EtatScrutin.BROUILLON, EtatScrutin.OUVERT},
    }
    return render(request, "scrutins/codes.html", contexte, status=INVALIDE if formulaire.errors else 200)


@require_POST
def annuler(request: Requete, identifiant: str, uuid: UUID, cle: UUID) -> HttpResponse:
    dossier, scrutin = obtenir(request, identifiant, uuid, cle, "scrutins.organiser")
    formulaire = LotForm(request.POST)
    if not formulaire.is_valid():
        raise Refus(400, "Ce lot de codes n’existe pas. Rien n’a été changé.")
    nombre = services.annuler_lot(
        identite=request.identite, scrutin=scrutin, lot=formulaire.cleaned_data["lot"]
    )
    messages.success(request, f"{nombre} {accorder(nombre, 'code annulé,codes annulés')}.")
    return redirect(dossier.adresse("scrutins:codes", scrutin.uuid))
