"""The veille for programs: the same search, whole notices and issues, in bounded pages."""

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from communs.api.feuillets import adresse_de, feuillet
from communs.api.problemes import ParametresInvalides
from communs.api.schema import reponses
from communs.api.vues import VueApi
from communs.catalogue.api_parametres import PAGE, Q
from veille.lecture.adresses import numero_d_avant
from veille.models import Bulletin, Notice, Numero, Theme
from veille.recherche import api_parametres as parametres
from veille.recherche import serializers as formes
from veille.recherche.api_exemples import BULLETINS, NOTICE, NOTICES, NUMERO, NUMEROS, THEMES
from veille.recherche.filtres import vocabulaire
from veille.recherche.forms import FormulaireApi, FormulaireNumeros
from veille.recherche.trouver import PAR_PAGE, chercher

ETIQUETTE = ["La veille"]


class Notices(VueApi):
    publique = True

    @extend_schema(
        operation_id="veille_notices",
        tags=ETIQUETTE,
        summary="Chercher des notices",
        description=(
            "Ce que trouve la page de recherche de la veille, dans le même ordre : accents facultatifs, "
            "fautes de frappe pardonnées. Plusieurs valeurs d’un filtre s’ajoutent ; d’un filtre à l’autre, "
            "elles se croisent. Sans rien demander, toutes les notices, la plus récente d’abord. Une page "
            "au-delà de la dernière n’existe pas (404)."
        ),
        parameters=[Q, *parametres.FILTRES, parametres.TRI, PAGE],
        responses=reponses({200: formes.VeilleNoticesSerializer}, 304, 400, 404),
        examples=[NOTICES],
    )
    def get(self, request: Request) -> Response:
        mots = vocabulaire()
        form = FormulaireApi(request.query_params, vocabulaire=mots)
        demande = form.demande()
        if form.errors:
            raise ParametresInvalides(form.errors)
        trouve = chercher(demande, mots)
        notices: list[Notice] = list(trouve.page.object_list) if trouve.page else []
        prefetch_related_objects(notices, formes.PLACES)
        contenu = feuillet(
            trouve.page,
            demande.page,
            lambda rang: adresse_de("api_veille:notices", demande.parametres(rang)),
            [formes.notice_entiere(notice) for notice in notices],
        )
        contenu |= {"au_moins": trouve.trop, "approche": trouve.approche}
        return Response(formes.VeilleNoticesSerializer(contenu).data)


class UneNotice(VueApi):
    publique = True

    @extend_schema(
        operation_id="veille_notice",
        tags=ETIQUETTE,
        summary="Lire une notice de la veille",
        description="Une notice entière. Une notice retirée du public n’existe plus (404).",
        parameters=[parametres.NOTICE],
        responses=reponses({200: formes.VeilleNoticeSerializer}, 304, 404),
        examples=[NOTICE],
    )
    def get(self, request: Request, id: int) -> Response:
        notice = get_object_or_404(Notice.objects.en_vue().entieres().prefetch_related(formes.PLACES), pk=id)
        return Response(formes.VeilleNoticeSerializer(formes.notice_entiere(notice)).data)


class Themes(VueApi):
    publique = True

    @extend_schema(
        operation_id="veille_themes",
        tags=ETIQUETTE,
        summary="Le vocabulaire des thèmes",
        description="Les thèmes sous lesquels les notices sont rangées.",
        responses=reponses({200: formes.VeilleThemesSerializer}, 304),
        examples=[THEMES],
    )
    def get(self, request: Request) -> Response:
        contenu = {"resultats": [formes.theme_entier(theme) for theme in Theme.objects.all()]}
        return Response(formes.VeilleThemesSerializer(contenu).data)


class Bulletins(VueApi):
    publique = True

    @extend_schema(
        operation_id="veille_bulletins",
        tags=ETIQUETTE,
        summary="Les bulletins",
        description="Les bulletins dont au moins un numéro a paru.",
        responses=reponses({200: formes.BulletinsSerializer}, 304),
        examples=[BULLETINS],
    )
    def get(self, request: Request) -> Response:
        bulletins = Bulletin.objects.publies().order_by("pk")
        contenu = {"resultats": [formes.bulletin_entier(bulletin) for bulletin in bulletins]}
        return Response(formes.BulletinsSerializer(contenu).data)


class Numeros(VueApi):
    publique = True

    @extend_schema(
        operation_id="veille_numeros",
        tags=ETIQUETTE,
        summary="Les numéros parus",
        description="Les numéros en bref, le dernier paru d’abord.",
        parameters=[parametres.UN_BULLETIN, PAGE],
        responses=reponses({200: formes.NumerosSerializer}, 304, 400, 404),
        examples=[NUMEROS],
    )
    def get(self, request: Request) -> Response:
        form = FormulaireNumeros(request.query_params)
        if not form.is_valid():
            raise ParametresInvalides(form.errors)
        bulletin, rang = form.cleaned_data["bulletin"], form.cleaned_data["page"] or 1
        numeros = Numero.objects.publies().select_related("bulletin").order_by("-publie_le", "-pk")
        if bulletin:
            numeros = numeros.filter(bulletin__cle=bulletin)
        page = Paginator(numeros, PAR_PAGE).get_page(rang)
        demande = [("bulletin", bulletin)] if bulletin else []
        contenu = feuillet(
            page,
            rang,
            lambda voisine: adresse_de("api_veille:numeros", demande, voisine),
            [formes.numero_bref(numero) for numero in page],
        )
        return Response(formes.NumerosSerializer(contenu).data)


class UnNumero(VueApi):
    publique = True

    @extend_schema(
        operation_id="veille_numero",
        tags=ETIQUETTE,
        summary="Lire un numéro",
        description=(
            "Un numéro entier : ses notices, ses encadrés et son agenda. "
            "L’adresse d’un numéro renommé mène à la nouvelle."
        ),
        parameters=[parametres.BULLETIN, parametres.NUMERO],
        responses=reponses({200: formes.NumeroSerializer}, 301, 304, 404),
        examples=[NUMERO],
    )
    def get(self, request: Request, bulletin: str, numero: str) -> HttpResponseBase:
        present = Numero.objects.publies().entiers().filter(bulletin__cle=bulletin, cle=numero).first()
        if present is None:
            ancien = numero_d_avant(bulletin, numero)
            present = get_object_or_404(Numero.objects.publies(), pk=ancien.pk if ancien else None)
            return redirect("api_veille:numero", present.bulletin.cle, present.cle, permanent=True)
        prefetch_related_objects([p.notice for p in present.parutions.all()], formes.PLACES)
        return Response(formes.NumeroSerializer(formes.numero_entier(present)).data)
