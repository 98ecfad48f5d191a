"""Dead links: visited at night, dead after three nights of failure, handled by editors."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.reseau.tournees import DELAI_RECLAMATION
from nuancier.models import Lien, Verification
from nuancier.vie import liens
from nuancier.vie.versions import relire, tenir_a_jour
from tests.outils.teintes import creer_teinte
from tests.outils.toile import page, toile, vers
from tests.outils.tuyau import en_parallele

__all__ = ["toile"]

pytestmark = pytest.mark.django_db(transaction=True)

ADRESSE = "https://phare.example/manuel"


@pytest.fixture
def lien(teinte) -> Lien:
    """The record's link leads to a site of the small web."""
    Lien.objects.update(adresse="http://exemple.test/manuel")
    tenir_a_jour()
    liens.preparer()
    return Lien.objects.get()


def etat() -> Verification:
    return Verification.objects.get()


def nuit_passee() -> None:
    """Pretend that the last visit was one night ago."""
    Verification.objects.update(prochaine_le=timezone.now())
    v = etat()
    if v.dernier_echec is not None:
        Verification.objects.update(dernier_echec=v.dernier_echec - timedelta(days=1))


def test_each_address_is_prepared_once_and_forgotten_when_nobody_gives_it(teinte):
    creer_teinte("4.2")
    for _ in range(2):
        liens.preparer()
    assert [v.adresse for v in Verification.objects.all()] == [ADRESSE]
    Lien.objects.all().delete()
    liens.preparer()
    assert not Verification.objects.exists()


def test_a_living_link_is_left_alone_for_a_week(toile, lien):
    site = toile.site("exemple.test", {"/manuel": page(200)})
    assert liens.verifier_ceux_qui_attendent() == 1
    assert liens.verifier_ceux_qui_attendent() == 0

    assert (etat().echecs, etat().mort_le, etat().dernier_constat) == (0, None, "La page répond.")
    assert etat().prochaine_le - etat().verifiee_le == timedelta(days=7)
    assert site.demandees() == ["HEAD /manuel"]


@pytest.mark.parametrize("code", [404, 410])
def test_three_nights_of_failure_make_a_dead_link_shown_on_the_page(client, toile, lien, code):
    toile.site("exemple.test", {"/manuel": page(code)})
    for nuit in range(1, 4):
        assert "introuvable depuis" not in client.get("/nuancier/teintes/4.1/").content.decode()
        liens.verifier_ceux_qui_attendent()
        assert etat().echecs == nuit
        nuit_passee()

    assert etat().mort_le is not None
    texte = client.get("/nuancier/teintes/4.1/").content.decode()
    assert "lien introuvable depuis le" in texte
    assert "/nuancier/teintes/4.1/proposer/ressources/manuel-du-terrain/" in texte


def test_three_failures_of_one_night_are_one(toile, lien):
    toile.site("exemple.test", {"/manuel": page(404)})
    for _ in range(3):
        liens.verifier_ceux_qui_attendent()
        Verification.objects.update(prochaine_le=timezone.now())

    assert (etat().echecs, etat().mort_le) == (1, None)


def test_a_success_in_between_starts_the_count_again(toile, lien):
    toile.site("exemple.test", {"/manuel": page(404)})
    for _ in range(2):
        liens.verifier_ceux_qui_attendent()
        nuit_passee()
    toile.site("exemple.test", {"/manuel": page(200)})
    liens.verifier_ceux_qui_attendent()
    assert etat().echecs == 0


def test_a_dead_link_that_answers_again_lives(client, toile, lien):
    toile.site("exemple.test", {"/manuel": page(200)})
    Verification.objects.update(mort_le=timezone.now(), echecs=3)
    assert "introuvable depuis" in client.get("/nuancier/teintes/4.1/").content.decode()
    liens.verifier_ceux_qui_attendent()
    assert etat().mort_le is None
    assert "introuvable depuis" not in client.get("/nuancier/teintes/4.1/").content.decode()


def test_what_a_robot_may_not_see_counts_neither_for_nor_against(toile, lien):
    toile.site("exemple.test", {"/manuel": page(403)})
    Verification.objects.update(echecs=2)
    liens.verifier_ceux_qui_attendent()
    assert (etat().echecs, etat().mort_le) == (2, None)


def test_a_redirection_to_a_private_address_is_a_failure_and_nobody_goes_there(toile, lien):
    toile.site("exemple.test", {"/manuel": vers("http://192.168.1.1/admin")})
    liens.verifier_ceux_qui_attendent()
    assert etat().echecs == 1


def test_a_page_that_moved_for_good_lives_and_suggests_its_new_address(client_de, editrice, toile, lien):
    toile.site("exemple.test", {"/manuel": vers("http://exemple.test/nouveau", 301), "/nouveau": page(200)})
    liens.verifier_ceux_qui_attendent()

    assert (etat().echecs, etat().suggestion) == (0, "http://exemple.test/nouveau")
    assert "Ont changé d’adresse" in client_de(editrice).get("/nuancier/atelier/liens/").content.decode()
    formulaire = client_de(editrice).get(f"/nuancier/atelier/liens/{etat().pk}/").content.decode()
    assert 'value="http://exemple.test/nouveau"' in formulaire


def test_a_claim_is_one_worker_s_and_ends_by_itself_when_it_dies(lien):
    pris = []
    en_parallele(*[lambda: pris.append(liens.reclamer())] * 3)
    assert sorted(v is not None for v in pris) == [False, False, True]
    assert liens.reclamer() is None

    Verification.objects.update(reclamee_le=timezone.now() - DELAI_RECLAMATION - timedelta(seconds=1))
    assert liens.reclamer() is not None


def test_a_late_worker_does_not_undo_what_an_editor_decided(editrice, toile, lien):
    toile.site("exemple.test", {"/manuel": page(404)})
    reclamee = liens.reclamer()
    liens.confirmer(identite=Identite(editrice), verification=etat())
    liens.noter(reclamee, liens.verifier(reclamee.adresse))

    assert (etat().echecs, etat().dernier_constat) == (0, liens.A_LA_MAIN)


def test_an_address_replaced_changes_every_record_with_a_version(client_de, editrice, toile, lien):
    voisine = creer_teinte("4.2")
    Lien.objects.update(adresse="http://exemple.test/manuel")
    tenir_a_jour()
    versions = voisine.versions.first().numero
    Verification.objects.update(mort_le=timezone.now())
    response = client_de(editrice).post(
        f"/nuancier/atelier/liens/{etat().pk}/", {"adresse": "https://exemple.test/ici"}
    )

    assert response.status_code == 302
    assert [li.adresse for li in Lien.objects.all()] == ["https://exemple.test/ici"]
    assert relire(voisine).ressources[0].ressource.liens[0].adresse == "https://exemple.test/ici"
    derniere = voisine.versions.first()
    assert (derniere.numero, derniere.qui) == (versions + 1, "Gaëlle Morvan")
    assert (etat().adresse, etat().mort_le) == ("https://exemple.test/ici", None)


@pytest.mark.parametrize(
    "adresse", ["", "javascript:alert(1)", "ftp://a.example/", "http://exemple.test/manuel"]
)
def test_an_address_that_is_none_is_refused(client_de, editrice, lien, adresse):
    url = f"/nuancier/atelier/liens/{etat().pk}/"
    assert client_de(editrice).post(url, {"adresse": adresse}).status_code == 422
    assert Lien.objects.get().adresse == "http://exemple.test/manuel"


def test_checked_by_hand_or_set_aside_it_leaves_the_list_and_the_page(client, client_de, editrice, lien):
    editeur = client_de(editrice)
    for geste in ("confirmer", "ignorer"):
        Verification.objects.update(mort_le=timezone.now(), echecs=3)
        assert "Introuvable depuis" in editeur.get("/nuancier/atelier/liens/").content.decode()
        assert editeur.post(f"/nuancier/atelier/liens/{etat().pk}/{geste}/").status_code == 302
        assert "Liens introuvables (0)" in editeur.get("/nuancier/atelier/liens/").content.decode()
        assert "introuvable depuis" not in client.get("/nuancier/teintes/4.1/").content.decode()
    Verification.objects.update(ignoree_jusqu_au=timezone.now() - timedelta(seconds=1))
    assert "Liens introuvables (1)" in editeur.get("/nuancier/atelier/liens/").content.decode()


def test_the_page_of_a_dead_link_offers_to_look_for_an_archived_copy(client_de, editrice, lien):
    url = f"/nuancier/atelier/liens/{etat().pk}/"
    Verification.objects.update(adresse="http://exemple.test/manuel?page=2&l=fr")
    assert "copie archivée" not in client_de(editrice).get(url).content.decode()
    Verification.objects.update(mort_le=timezone.now(), echecs=3)
    texte = client_de(editrice).get(url).content.decode()
    assert 'href="https://web.archive.org/web/*/http://exemple.test/manuel?page=2&amp;l=fr"' in texte


def test_nobody_but_an_editor_decides(client_de, membre, lien):
    client = client_de(membre)
    assert client.get("/nuancier/atelier/liens/").status_code == 403
    for suite in ("", "confirmer/", "ignorer/"):
        assert client.post(f"/nuancier/atelier/liens/{etat().pk}/{suite}").status_code == 403
    with pytest.raises(PermissionDenied):
        liens.remplacer(identite=Identite(membre), verification=etat(), adresse="https://a.example/")
