"""The style test for programs: a blank sheet, handing it in, its result.

Nobody signs in here: no cookie is looked at, so a page of another site can do nothing in a
person's name. The signed id of the sheet and the result's address stand in for rights, as on the page.
"""

from uuid import UUID

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from communs.api.schema import reponses
from communs.api.vues import VueApi
from communs.collectivites.identite import PERSONNE
from sonar import remise, services
from sonar.api_exemples import FEUILLE, REPONSES, RESULTAT
from sonar.essais import lire_essai, nouvel_essai
from sonar.forms import PREFIXE, FeuilleIncoherente, FormulaireTest
from sonar.models import Question, Tentative
from sonar.serializers import FeuilleSerializer, ReponsesSerializer, ResultatSerializer, feuille_vierge

ETIQUETTE = ["Le test Sonar"]


class Questionnaire(VueApi):
    """A blank sheet: nothing is stored before it is handed in."""

    @extend_schema(
        operation_id="sonar_questionnaire",
        tags=ETIQUETTE,
        summary="Prendre une feuille vierge",
        description=(
            "Les six questions et leurs réponses, dans un ordre mêlé propre à cette feuille. Chaque appel "
            "donne une feuille nouvelle ; rien n’est enregistré avant la remise."
        ),
        responses=reponses({200: FeuilleSerializer}),
        examples=[FEUILLE],
    )
    def get(self, request: Request) -> Response:
        jeton = nouvel_essai()
        form = FormulaireTest(Question.objects.avec_options(), lire_essai(jeton))
        return Response(feuille_vierge(jeton, form))


class Feuille(VueApi):
    """A sheet handed in by a program: same service, same refusals, same limits as its page."""

    @extend_schema(
        operation_id="sonar_remettre",
        tags=ETIQUETTE,
        summary="Remettre une feuille remplie",
        description=(
            "Une réponse par question, toutes obligatoires. Renvoyer la même feuille avec les mêmes réponses "
            "dans les dix minutes redonne le même résultat : une connexion coupée ne compte pas deux fois. "
            "Avec d’autres réponses, la feuille est refusée (409)."
        ),
        parameters=[
            OpenApiParameter("jeton", str, "path", description="L’identifiant signé de la feuille."),
            OpenApiParameter(
                "Location", str, "header", response=[201], description="L’adresse du résultat dans l’API."
            ),
        ],
        request=ReponsesSerializer,
        responses=reponses({201: ResultatSerializer}, 400, 404, 409, 410, 413, 415),
        examples=[REPONSES, RESULTAT],
    )
    def post(self, request: Request, jeton: str) -> Response:
        essai = remise.essai_de(jeton)
        if not isinstance(request.data, dict):
            raise ValidationError("Envoyez un objet JSON, avec les réponses sous la clé « reponses ».")
        recu = ReponsesSerializer(data=request.data)
        recu.is_valid(raise_exception=True)
        form = _formulaire(essai, recu.validated_data["reponses"])
        tentative = remise.remettre(request=request._request, essai=essai, form=form, identite=PERSONNE)
        return _resultat(tentative.uuid, status=201)


class Resultat(VueApi):
    """A result by its unguessable address, which is the right to read it."""

    @extend_schema(
        operation_id="sonar_resultat",
        tags=ETIQUETTE,
        summary="Lire un résultat",
        description=(
            "Qui détient l’adresse d’un résultat peut le lire, comme sur sa page. Gardez-la : sans compte, "
            "elle est le seul chemin du retour."
        ),
        parameters=[OpenApiParameter("uuid", UUID, "path", description="L’identifiant du résultat.")],
        responses=reponses({200: ResultatSerializer}, 404),
        examples=[RESULTAT],
    )
    def get(self, request: Request, uuid: UUID) -> Response:
        return _resultat(uuid)


def _formulaire(essai: UUID, choisies: dict[str, str]) -> FormulaireTest:
    """The page's own form, valid. ValidationError at the answer that is missing or foreign."""
    recu = QueryDict(mutable=True)
    recu.update({PREFIXE + cle: lettre for cle, lettre in choisies.items()})
    form = FormulaireTest(Question.objects.avec_options(), essai, recu)
    try:
        form.verifier_coherence()
    except FeuilleIncoherente as erreur:
        cle = str(erreur).removeprefix(PREFIXE)
        raise ValidationError({"reponses": {cle: ["Cette question n’est pas sur la feuille."]}}) from erreur
    if not form.is_valid():
        erreurs = {nom.removeprefix(PREFIXE): messages for nom, messages in form.errors.items()}
        raise ValidationError({"reponses": erreurs})
    return form


def _resultat(uuid: UUID, status: int = 200) -> Response:
    tentative = get_object_or_404(Tentative.objects.par_adresse(), uuid=uuid)
    contenu = ResultatSerializer(services.lire_resultat(tentative)).data
    # The address is a secret: search engines may not learn it, as on the page.
    entetes = {"X-Robots-Tag": "noindex, nofollow"}
    if status == 201:
        entetes["Location"] = contenu["adresse"]
    return Response(contenu, status=status, headers=entetes)
