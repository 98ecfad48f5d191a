"""The report in its dossier: where it stands, its preview, its versions, giving it to the public."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from communs.collectivites.identite import autoriser
from communs.collectivites.middleware import Requete
from communs.dossiers.acces import obtenir_dossier
from communs.etats.views import DEJA, franchir_et_revenir
from communs.fichiers.enums import Rendu
from communs.fichiers.reponses import servir
from communs.livrets.services import demander
from eclaireurs.evaluation.desirable import publication as publications
from eclaireurs.evaluation.desirable.enums import EPREUVE_JOURNAL, EPREUVE_LIVRET, EtatDesirable, Forme
from eclaireurs.evaluation.desirable.forms import MotifForm
from eclaireurs.evaluation.desirable.lecture import fichier_de, lire
from eclaireurs.evaluation.desirable.models import Desirable
from eclaireurs.evaluation.desirable.photographie import photographier
from eclaireurs.evaluation.desirable.transitions import DESIRABLE, inchange, manque

EPREUVES = {Forme.JOURNAL: EPREUVE_JOURNAL, Forme.LIVRET: EPREUVE_LIVRET}
PUBLIE = "La version {} est publiée. Ses deux livrets s’impriment."


def obtenir_desirable(request: Requete, identifiant: str, uuid: UUID, regle: str | None = None) -> Desirable:
    """The report of the dossier at this address; 404, or 403 unless `regle` allows it."""
    dossier = obtenir_dossier(request, identifiant, uuid, regle)
    rapport = get_object_or_404(Desirable, dossier=dossier)
    rapport.dossier = dossier
    return rapport


@require_safe
def desirable(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Where it stands; the buttons for who composes and publishes, the published versions for all."""
    rapport = obtenir_desirable(request, identifiant, uuid)
    compose = request.identite.peut("desirable.composer", rapport)
    publie = request.identite.peut("desirable.publier", rapport)
    gestes = DESIRABLE.offertes(rapport, request.identite)
    manquant = manque(rapport) if compose else ""
    a_jour = compose and inchange(rapport)
    return render(
        request,
        "evaluation/desirable/desirable.html",
        {
            "dossier": rapport.dossier,
            "rapport": rapport,
            "compose": compose,
            "publie": publie,
            "manque": manquant,
            "a_jour": a_jour,
            "gestes": [g for g in gestes if g.nom != "publier" or not (manquant or a_jour)],
            "versions": rapport.publications.select_related("auteur__compte"),
            "en_ligne": rapport.etat == EtatDesirable.PUBLIE,
            "nombre": rapport.pieces.count(),
        },
    )


@require_POST
def etape(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """Publish, or take back from the public. A publication posted twice is told it was done."""
    rapport = obtenir_desirable(request, identifiant, uuid)
    retour = rapport.dossier.adresse("evaluation:desirable")
    publier = request.POST.get("geste") == "publier"
    if publier and request.identite.peut("desirable.publier", rapport) and inchange(rapport):
        messages.info(request, DEJA)
        return redirect(retour)
    motif = request.POST.get("motif", "").strip()[:2000]
    dernier = rapport.publications.count()
    return franchir_et_revenir(
        request,
        DESIRABLE,
        rapport,
        retour=retour,
        donnees={"motif": motif},
        fait=PUBLIE.format(dernier + 1) if publier else "Le rapport n’est plus lu par le public.",
    )


@require_POST
def retirer_version(request: Requete, identifiant: str, uuid: UUID, numero: int) -> HttpResponse:
    """Take an earlier version back from the public, with its reason."""
    rapport = obtenir_desirable(request, identifiant, uuid)
    publication = get_object_or_404(rapport.publications.select_related("rapport"), numero=numero)
    publication.rapport = rapport
    autoriser(request.identite, "desirable.publier", rapport)
    formulaire = MotifForm(request.POST)
    try:
        if not formulaire.is_valid():
            raise ValidationError(list(formulaire.errors["motif"]))
        publications.retirer_version(
            identite=request.identite, publication=publication, motif=formulaire.cleaned_data["motif"]
        )
    except ValidationError as erreur:
        messages.error(request, erreur.messages[0])
    else:
        messages.success(request, f"La version {numero} n’est plus lue par le public.")
    return redirect(rapport.dossier.adresse("evaluation:desirable"))


@require_safe
def apercu(request: Requete, identifiant: str, uuid: UUID) -> HttpResponse:
    """The web page as it would be published now; fine with nothing in it yet."""
    rapport = obtenir_desirable(request, identifiant, uuid, "desirable.composer")
    return render(request, "evaluation/desirable/page.html", _contexte_de_l_apercu(rapport))


def _contexte_de_l_apercu(rapport: Desirable) -> dict[str, Any]:
    return {
        "lu": lire(photographier(rapport)),
        "dossier": rapport.dossier,
        "epreuve": True,
        "fichiers": rapport.dossier.adresse("evaluation:apercu_desirable") + "fichiers/",
        "publication": None,
        "suivantes": False,
    }


@require_safe
def fichier(request: Requete, identifiant: str, uuid: UUID, piece: UUID, rendu: str) -> HttpResponseBase:
    """A file of the preview."""
    rapport = obtenir_desirable(request, identifiant, uuid, "desirable.composer")
    presente = rapport.pieces.select_related("materiau").filter(uuid=piece).exclude(materiau=None).first()
    stocke = None
    if presente is not None and presente.materiau is not None:
        dite = {"uuid": str(piece), "media": "?", "materiau": str(presente.materiau.uuid)}
        stocke = fichier_de({"pieces": [dite]}, str(piece))
    if stocke is None or rendu not in Rendu.values:
        raise Http404
    return servir(request, stocke, rendu=rendu)


@require_POST
def epreuve(request: Requete, identifiant: str, uuid: UUID, forme: str) -> HttpResponse:
    """Print what is being composed."""
    rapport = obtenir_desirable(request, identifiant, uuid, "desirable.composer")
    if forme not in Forme.values:
        raise Http404
    return redirect(demander(gabarit=EPREUVES[Forme(forme)], objet=rapport, identite=request.identite))
