"""The chart for programs: the same content, the same search, in bounded pages, its licence in each answer."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from communs.api.feuillets import adresse_de, feuillet
from communs.api.problemes import ParametresInvalides
from communs.api.schema import reponses
from communs.api.vues import VueApi
from communs.catalogue.api_parametres import PAGE, Q
from communs.web.erreurs import Refus
from nuancier.fiches import lire, lire_module, lire_ressource
from nuancier.models import Famille, Module, Ressource, Teinte
from nuancier.recherche import api_parametres as parametres
from nuancier.recherche import serializers as formes
from nuancier.recherche.api_exemples import FAMILLES, MODULES, RESSOURCES, TEINTE, TEINTES
from nuancier.recherche.demande import Demande
from nuancier.recherche.forms import FormulaireModules, FormulaireRecherche, FormulaireRessources
from nuancier.recherche.querysets import modules_retenus
from nuancier.recherche.trouver import PAR_PAGE, chercher

ETIQUETTE = ["Le Nuancier"]


class Familles(VueApi):
    publique = True

    @extend_schema(
        operation_id="nuancier_familles",
        tags=ETIQUETTE,
        summary="Les familles et leurs teintes",
        description="Tout le nuancier d’un coup d’œil : chaque famille, avec ses teintes en bref.",
        responses=reponses({200: formes.FamillesSerializer}, 304),
        examples=[FAMILLES],
    )
    def get(self, request: Request) -> Response:
        familles = [formes.famille_entiere(famille) for famille in Famille.objects.avec_teintes()]
        contenu = {"licence": formes.licence(), "resultats": familles}
        return Response(formes.FamillesSerializer(contenu).data)


class Teintes(VueApi):
    publique = True

    @extend_schema(
        operation_id="nuancier_teintes",
        tags=ETIQUETTE,
        summary="Chercher des teintes",
        description=(
            "Ce que trouve la page de recherche du Nuancier, dans le même ordre : accents facultatifs, "
            "fautes de frappe pardonnées. Les filtres qui parlent d’un module valent pour un même module. "
            "Plusieurs valeurs d’un filtre s’ajoutent ; d’un filtre à l’autre, elles se croisent. Sans rien "
            "demander, toutes les teintes. Une page au-delà de la dernière n’existe pas (404)."
        ),
        parameters=[Q, *parametres.FILTRES, parametres.TRI, PAGE],
        responses=reponses({200: formes.TeintesSerializer}, 304, 400, 404),
        examples=[TEINTES],
    )
    def get(self, request: Request) -> Response:
        demande = _demande(FormulaireRecherche(request.query_params, familles=parametres.TOUTES_LES_FAMILLES))
        trouve = chercher(demande, [])
        contenu = _feuillet(
            trouve.page,
            demande.page,
            lambda page: adresse_de("api_nuancier:teintes", demande.parametres(page)),
            [formes.teinte_breve(repere.teinte) for repere in trouve.page or ()],
        )
        return Response(formes.TeintesSerializer(contenu | {"approche": trouve.approche}).data)


class UneTeinte(VueApi):
    publique = True

    @extend_schema(
        operation_id="nuancier_teinte",
        tags=ETIQUETTE,
        summary="Lire une teinte",
        description="La fiche entière d’une teinte. Une teinte retirée du nuancier répond 410.",
        parameters=[parametres.CODE],
        responses=reponses({200: formes.TeinteSerializer}, 304, 404, 410),
        examples=[TEINTE],
    )
    def get(self, request: Request, code: str) -> Response:
        teinte = get_object_or_404(Teinte.objects.entieres(), code=code)
        _refuser_une_retiree(teinte)
        contenu = formes.teinte_entiere(teinte, lire(teinte))
        return Response(formes.TeinteSerializer(contenu).data)


class Modules(VueApi):
    publique = True

    @extend_schema(
        operation_id="nuancier_modules",
        tags=ETIQUETTE,
        summary="Choisir des modules",
        description="Les modules qui répondent à tous les filtres, dans l’ordre du nuancier.",
        parameters=[*parametres.FILTRES, PAGE],
        responses=reponses({200: formes.ModulesSerializer}, 304, 400, 404),
        examples=[MODULES],
    )
    def get(self, request: Request) -> Response:
        demande = _demande(FormulaireModules(request.query_params, familles=parametres.TOUTES_LES_FAMILLES))
        page = _page(modules_retenus(demande.filtres), demande.page)
        contenu = _feuillet(
            page,
            demande.page,
            lambda rang: adresse_de("api_nuancier:modules", demande.parametres(rang)),
            [formes.module_entier(module.teinte, lire_module(module)) for module in page],
        )
        return Response(formes.ModulesSerializer(contenu).data)


class UnModule(VueApi):
    publique = True

    @extend_schema(
        operation_id="nuancier_module",
        tags=ETIQUETTE,
        summary="Lire un module",
        description="Un module, par le code de sa teinte et sa clé.",
        parameters=[parametres.CODE, parametres.CLE],
        responses=reponses({200: formes.ModuleSeulSerializer}, 304, 404, 410),
    )
    def get(self, request: Request, code: str, cle: str) -> Response:
        tous = Module.objects.select_related("teinte").prefetch_related("etapes")
        module = get_object_or_404(tous, teinte__code=code, cle=cle)
        _refuser_une_retiree(module.teinte)
        entier = formes.module_entier(module.teinte, lire_module(module))
        return Response(formes.ModuleSeulSerializer({"licence": formes.licence(), "module": entier}).data)


class Ressources(VueApi):
    publique = True

    @extend_schema(
        operation_id="nuancier_ressources",
        tags=ETIQUETTE,
        summary="La bibliographie",
        description="Les notices que citent les teintes, par titre, avec les codes de ces teintes.",
        parameters=[parametres.GENRE, PAGE],
        responses=reponses({200: formes.RessourcesSerializer}, 304, 400, 404),
        examples=[RESSOURCES],
    )
    def get(self, request: Request) -> Response:
        form = FormulaireRessources(request.query_params)
        if not form.is_valid():
            raise ParametresInvalides(form.errors)
        genre, rang = form.cleaned_data["genre"], form.cleaned_data["page"] or 1
        page = _page(Ressource.objects.citees(genre), rang)
        demandes = [("genre", genre)] if genre else []
        contenu = _feuillet(
            page,
            rang,
            lambda voisine: adresse_de("api_nuancier:ressources", demandes, voisine),
            [_ressource(ressource) for ressource in page],
        )
        return Response(formes.RessourcesSerializer(contenu).data)


class UneRessource(VueApi):
    publique = True

    @extend_schema(
        operation_id="nuancier_ressource",
        tags=ETIQUETTE,
        summary="Lire une notice",
        description="Une notice de la bibliographie, par sa clé, avec les codes des teintes qui la citent.",
        parameters=[parametres.CLE],
        responses=reponses({200: formes.RessourceSeuleSerializer}, 304, 404),
    )
    def get(self, request: Request, cle: str) -> Response:
        lue = _ressource(get_object_or_404(Ressource.objects.citees(), cle=cle))
        return Response(formes.RessourceSeuleSerializer({"licence": formes.licence(), "ressource": lue}).data)


def _demande(form: FormulaireRecherche) -> Demande:
    demande = form.demande()
    if form.errors:
        raise ParametresInvalides(form.errors)
    return demande


def _refuser_une_retiree(teinte: Teinte) -> None:
    if teinte.retiree_le:
        raise Refus(410, "Cette teinte a été retirée du nuancier.")


def _ressource(ressource: Ressource) -> dict[str, Any]:
    codes = sorted({citation.teinte.code for citation in ressource.citations.all()}, key=_rang)
    return formes.ressource_entiere(lire_ressource(ressource), codes)


def _rang(code: str) -> list[int]:
    return [int(nombre) for nombre in code.split(".")]


def _page(objets: Any, rang: int) -> Page:
    return Paginator(objets, PAR_PAGE).get_page(rang)


def _feuillet(*parties: Any) -> dict[str, Any]:
    return {"licence": formes.licence(), **feuillet(*parties)}
