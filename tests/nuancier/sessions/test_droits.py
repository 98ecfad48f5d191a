"""Every address of a session, found by walking the resolver: its trainers', or its participant's."""

import pytest

from nuancier.sessions.urls import urlpatterns
from tests.contrats.adresses import NOTRES, url_de
from tests.contrats.test_adresses import demander

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]
DES_FORMATEURS = sorted(
    nom
    for nom, arguments in NOTRES.items()
    if nom in {f"nuancier:{adresse.name}" for adresse in urlpatterns}
    and "uuid" in arguments
    and nom != "nuancier:nouvelle_session"
)
DU_STAGIAIRE = sorted(
    nom for nom, arguments in NOTRES.items() if "jeton" in arguments and "participer" in nom
)


def test_the_walk_finds_them():
    assert len(DES_FORMATEURS) == 25
    assert len(DU_STAGIAIRE) == 12


@pytest.mark.contrat
@pytest.mark.parametrize("nom", DES_FORMATEURS)
def test_neither_a_stranger_nor_a_colleague_learns_that_a_session_exists(client_de, decor, nom):
    for intrus in (decor.etrangere, decor.membre):
        assert demander(client_de(intrus), nom, url_de(nom, decor)) == 404


@pytest.mark.contrat
@pytest.mark.parametrize("nom", DES_FORMATEURS)
def test_a_trainer_gets_in(client_de, decor, nom):
    attendus = {200, 302, 400, 409, 410, 422}
    assert demander(client_de(decor.administratrice), nom, url_de(nom, decor)) in attendus


@pytest.mark.contrat
@pytest.mark.parametrize("nom", DU_STAGIAIRE)
def test_a_made_up_link_opens_nothing_and_a_true_one_is_never_indexed(client, decor, nom):
    adresse = url_de(nom, decor)
    assert demander(client, nom, adresse.replace(decor.formation.stagiaire.jeton, "x" * 32)) == 404
    reponse = client.get(adresse)
    if reponse.status_code == 405:
        reponse = client.post(adresse)
    if reponse.status_code in {200, 302}:
        assert reponse["Referrer-Policy"] == "no-referrer"
        assert "noindex" in reponse["X-Robots-Tag"]
