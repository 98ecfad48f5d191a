"""Errors speak French, say what to do, and give nothing away."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.test import Client, override_settings
from django.urls import path

from communs.web.erreurs import Refus


def lever(erreur: Exception):
    def vue(request):
        raise erreur

    return vue


class Adresses:
    """A URLconf of its own: each address breaks in its own way."""

    from config.urls import handler400, handler403, handler404, handler500
    from config.urls import urlpatterns as _nos_adresses

    urlpatterns = [
        path("essai/400/", lever(SuspiciousOperation("détail interne")), name="essai_400"),
        path("essai/403/", lever(PermissionDenied()), name="essai_403"),
        path("essai/404/", lever(Http404()), name="essai_404"),
        path("essai/409/", lever(Refus(409, "Quelqu’un a modifié cette page.")), name="essai_409"),
        path("essai/413/", lever(Refus(413, "")), name="essai_413"),
        path("essai/429/", lever(Refus(429, "")), name="essai_429"),
        path("essai/410/", lever(Refus(410, "Trop tard <b>.")), name="essai_410"),
        path("essai/500/", lever(RuntimeError("mot de passe : 1234")), name="essai_500"),
        *_nos_adresses,
    ]


PUBLIQUES = frozenset({f"essai_{c}" for c in (400, 403, 404, 409, 410, 413, 429, 500)})


@pytest.mark.django_db
@pytest.mark.parametrize("code", [400, 403, 404, 409, 410, 413, 429, 500])
def test_each_error_has_its_page_in_french(settings, code):
    client = Client(raise_request_exception=False)
    with override_settings(ROOT_URLCONF=Adresses, ADRESSES_PUBLIQUES=settings.ADRESSES_PUBLIQUES | PUBLIQUES):
        response = client.get(f"/essai/{code}/")
    page = response.content.decode()
    assert response.status_code == code
    assert 'lang="fr"' in page
    assert "<h1" in page
    for secret in ("détail interne", "1234", "Traceback", "<b>"):
        assert secret not in page


@pytest.mark.django_db
def test_the_reason_of_a_refusal_is_shown(settings):
    with override_settings(ROOT_URLCONF=Adresses, ADRESSES_PUBLIQUES=settings.ADRESSES_PUBLIQUES | PUBLIQUES):
        page = Client().get("/essai/409/").content.decode()
    assert "Quelqu’un a modifié cette page." in page


@pytest.mark.django_db
def test_a_form_without_its_token_says_to_reload():
    response = Client(enforce_csrf_checks=True).post("/compte/connexion/", {"login": "a@b.fr"})
    assert response.status_code == 403
    assert "rechargez-la" in response.content.decode()
