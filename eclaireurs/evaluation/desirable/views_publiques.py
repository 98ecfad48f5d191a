"""What the public reads: the report, its versions, its files, its data.

No page is kept in the cache: a consent withdrawn takes effect at once.
"""

from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from communs.collectivites.essais import a_portee
from communs.collectivites.identite import PERSONNE
from communs.collectivites.middleware import Requete
from communs.fichiers.enums import Rendu
from communs.fichiers.reponses import servir
from communs.livrets.models import Livret
from communs.livrets.services import demander
from communs.web.debit import limiter
from communs.web.erreurs import Refus
from eclaireurs.evaluation.desirable import annexe
from eclaireurs.evaluation.desirable.enums import JOURNAL, LIVRET, EtatDesirable, Forme
from eclaireurs.evaluation.desirable.lecture import donner, fichier_de, lire
from eclaireurs.evaluation.desirable.models import Desirable, Publication
from eclaireurs.evaluation.desirable.photographie import canonique

GABARITS = {Forme.JOURNAL: JOURNAL, Forme.LIVRET: LIVRET}
PARTI = "Cette pièce du rapport n’a pas de fichier, ou n’en a plus : il a été retiré du public."
PAR_PAGE = 24
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def _rapport(request: Requete, adresse: str) -> Desirable:
    """The report at this address; 404 if there is none, 410 with the reason once it was taken back."""
    publics = Desirable.objects.filter(a_portee(request.identite), dossier__supprime_le=None)
    rapport = get_object_or_404(publics.select_related("dossier__collectivite"), adresse=adresse)
    if rapport.etat != EtatDesirable.PUBLIE and rapport.depublie_le is not None:
        le = date_format(rapport.depublie_le.astimezone(rapport.dossier.fuseau), "j F Y")
        qui = rapport.dossier.collectivite.nom
        raise Refus(410, f"Ce rapport n’est plus public. {qui} l’a retiré le {le} : {rapport.motif}")
    return rapport


def _version(request: Requete, adresse: str, numero: int) -> Publication:
    """This version, or 410 with the reason for which it alone was taken back."""
    rapport = _rapport(request, adresse)
    publication = get_object_or_404(rapport.publications, numero=numero)
    publication.rapport = rapport
    if publication.retiree_le is not None:
        le = date_format(publication.retiree_le.astimezone(rapport.dossier.fuseau), "j F Y")
        raise Refus(410, f"La version {numero} n’est plus publique. Retirée le {le} : {publication.motif}")
    return publication


@require_safe
def liste(request: Requete) -> HttpResponse:
    """Every report that the public may read now, the latest given first."""
    page = Paginator(Publication.objects.lues().en_liste(), PAR_PAGE).get_page(request.GET.get("page"))
    return _fraiche(render(request, "evaluation/desirable/liste.html", {"page": page}))


@require_safe
def rapport(request: Requete, adresse: str) -> HttpResponse:
    """The latest version."""
    present = _rapport(request, adresse)
    publication = get_object_or_404(present.publications.filter(retiree_le=None)[:1])
    publication.rapport = present
    return _page(request, publication)


@require_safe
def version(request: Requete, adresse: str, numero: int) -> HttpResponse:
    return _page(request, _version(request, adresse, numero))


def _page(request: Requete, publication: Publication) -> HttpResponse:
    present = publication.rapport
    return _fraiche(
        render(
            request,
            "evaluation/desirable/page.html",
            {
                "lu": lire(publication.contenu),
                "dossier": present.dossier,
                "rapport": present,
                "publication": publication,
                "epreuve": False,
                "fichiers": publication.get_absolute_url() + "fichiers/",
                "suivantes": present.publications.filter(
                    numero__gt=publication.numero, retiree_le=None
                ).exists(),
                "tables": annexe.TABLES,
            },
        )
    )


def _fraiche(response: HttpResponse) -> HttpResponse:
    """Asked again each time: something may have been withdrawn since."""
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def versions(request: Requete, adresse: str) -> HttpResponse:
    """Every version, those taken back with their reason."""
    present = _rapport(request, adresse)
    publications = list(present.publications.all())
    for publication in publications:
        publication.rapport = present
    contexte = {"rapport": present, "dossier": present.dossier, "publications": publications}
    return _fraiche(render(request, "evaluation/desirable/versions.html", contexte))


@require_safe
def contenu(request: Requete, adresse: str, numero: int) -> HttpResponse:
    """The version as data, in the canonical form that its fingerprint is made of."""
    publication = _version(request, adresse, numero)
    octets = canonique(donner(publication.contenu))
    return _fraiche(_joint(octets, "application/json", f"rapport-v{numero}.json"))


def _joint(octets: bytes, genre: str, nom: str) -> HttpResponse:
    return HttpResponse(
        octets, content_type=genre, headers={"Content-Disposition": f'attachment; filename="{nom}"'}
    )


@require_safe
def fichier(request: Requete, adresse: str, numero: int, piece: UUID, rendu: str) -> HttpResponseBase:
    """A photo, a sound, a film of this version, while it may be shown."""
    contenu = _version(request, adresse, numero).contenu
    if rendu not in Rendu.values or all(p["uuid"] != str(piece) for p in contenu["pieces"]):
        raise Http404
    stocke = fichier_de(contenu, str(piece))
    if stocke is None:
        raise Refus(410, PARTI)
    return servir(request, stocke, rendu=rendu)


@csrf_exempt
@require_POST
def imprimer(request: Requete, adresse: str, numero: int, forme: str) -> HttpResponse:
    """Go to the booklet; its own page says when it is ready.

    No CSRF token, for the form stands on pages without a session and the gesture harms nobody.
    """
    limiter(request, "livrets_demander")
    publication = _version(request, adresse, numero)
    if forme not in Forme.values:
        raise Http404
    gabarit = GABARITS[Forme(forme)]
    # A version does not change: what was asked for it once is good, and composing it again reads every photo.
    deja = Livret.objects.filter(gabarit=gabarit, reference=str(publication.uuid)).order_by("-pk").first()
    return redirect(deja or demander(gabarit=gabarit, objet=publication, identite=PERSONNE))


@require_safe
def donnees(request: Requete, adresse: str, numero: int, nom: str) -> HttpResponse:
    """A file of the data annex, made when it is asked for."""
    limiter(request, "rapports_donnees")
    publication = _version(request, adresse, numero)
    lu, fiche = lire(publication.contenu), _fiche(publication)
    if nom == "metadonnees.json":
        return _fraiche(
            JsonResponse(
                annexe.metadonnees(fiche, lu), json_dumps_params={"ensure_ascii": False, "indent": 2}
            )
        )
    prefixe = f"{adresse}-v{numero}"
    if nom == "donnees.ods":
        return _fraiche(_joint(annexe.en_ods(fiche, lu), ODS, f"{prefixe}.ods"))
    table = annexe.PAR_CLE.get(nom.removesuffix(".csv"))
    if table is None or not nom.endswith(".csv"):
        raise Http404
    octets = annexe.en_csv(table, lu)
    return _fraiche(_joint(octets, "text/csv; charset=utf-8", f"{prefixe}-{nom}"))


def _fiche(publication: Publication) -> annexe.Fiche:
    entete = publication.contenu["entete"]
    return annexe.Fiche(
        titre=entete["titre"],
        producteur=entete["collectivite"],
        version=publication.numero,
        publiee_le=publication.publiee_le.astimezone(publication.dossier.fuseau).date(),
        adresse=settings.VIGIE_ADRESSE + publication.get_absolute_url(),
        empreinte=publication.empreinte,
    )
