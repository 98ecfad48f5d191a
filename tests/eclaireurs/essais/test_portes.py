"""What leaves a trial: nothing. Whoever comes from outside: nobody. However many ask: bounded."""

from datetime import timedelta

import pytest
from django.conf import settings as reglages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from communs.catalogue.models import Recommandable
from communs.collectivites.identite import Identite, autoriser
from communs.collectivites.models import Collectivite, Compte
from communs.courrier import services as courrier
from communs.courrier.models import Courriel
from communs.dossiers import invitations
from communs.dossiers import services as dossiers
from communs.dossiers.enums import Visibilite
from communs.dossiers.models import Dossier
from communs.fichiers import services as fichiers
from communs.fichiers import televersements
from communs.fichiers.models import Fichier
from eclaireurs.essais import services
from eclaireurs.essais.models import Essai
from tests.contrats.adresses import NOTRES, url_de
from tests.contrats.test_adresses import demander
from tests.eclaireurs.essais.test_essayer import ESSAYER, entrer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]


@pytest.fixture
def pris(client, pret) -> Essai:
    """The trial that this test's browser is in."""
    entrer(client)
    return Essai.objects.select_related("collectivite").get(pk=pret.pk)


@pytest.fixture
def elle(pris) -> Identite:
    return Identite(Compte.objects.get(pk=pris.personnes[0][0]))


@pytest.fixture
def dossier(pris) -> Dossier:
    return Dossier.objects.select_related("collectivite").get(collectivite=pris.collectivite)


def test_no_mail_leaves_whatever_asks_for_it():
    with courrier.fermer_si(lambda: True):
        assert courrier.poster(destinataire="qui@ailleurs.fr", sujet="Vous", texte="Bonjour").pk is None
        courrier.poster_plusieurs(
            [Courriel(destinataire="qui@ailleurs.fr", sujet="Vous", texte="Bonjour", cle="essai")]
        )
    assert Courriel.objects.count() == 0
    courrier.poster(destinataire="qui@ailleurs.fr", sujet="Vous", texte="Bonjour")
    assert Courriel.objects.count() == 1


def test_a_request_of_a_trial_writes_to_nobody(client, pris, monkeypatch):
    """Even by a service that posts, within the very request."""

    def poster(**_: object) -> bool:
        courrier.poster(destinataire="qui@ailleurs.fr", sujet="Vous", texte="Bonjour")
        return True

    monkeypatch.setattr(services, "finir", lambda essai: poster())
    client.post("/eclaireurs/essai/finir/")
    assert Courriel.objects.count() == 0


def test_nobody_is_invited(elle, dossier):
    with pytest.raises(ValidationError, match="ne s’essaie pas"):
        invitations.inviter(
            identite=elle,
            dossier=dossier,
            email="qui@ailleurs.fr",
            nom="Qui",
            organisation="",
            roles=["comite"],
        )
    assert dossier.participants.count() == 1


def test_no_other_collectivite_reads_it_nor_is_read(elle, dossier, collectivite, administratrice):
    with pytest.raises(ValidationError, match="ne s’essaie pas"):
        dossiers.associer(identite=elle, dossier=dossier, siren=collectivite.siren)
    assert dossier.partenaires.count() == 0


def test_no_file_comes_in_by_either_way(elle, pris):
    image = SimpleUploadedFile("x.txt", b"bonjour", "text/plain")
    with pytest.raises(ValidationError, match="ne s’essaie pas"):
        fichiers.recevoir(identite=elle, collectivite=pris.collectivite, fichier_django=image)
    with pytest.raises(ValidationError, match="ne s’essaie pas"):
        televersements.ouvrir(identite=elle, collectivite=pris.collectivite, nom="photo.jpg", taille=1000)
    assert Fichier.objects.count() == 0


@pytest.mark.parametrize("regle", ["collectivites.creer", "eclaireurs.raconter"])
def test_a_throw_away_account_becomes_nobody_s(elle, pris, regle):
    with pytest.raises(PermissionDenied):
        autoriser(elle, regle, pris.collectivite)


@pytest.mark.parametrize(
    "chemin",
    [
        "/compte/",
        "/compte/courriels/",
        "/compte/mot-de-passe/choisir/",
        "/compte/supprimer/",
        "/compte/second-facteur/",
        "/compte/sessions/",
        "/compte/donnees/",
        "/espace/creer/",
    ],
)
def test_the_pages_of_an_account_are_closed(client, pris, chemin):
    for response in (client.get(chemin), client.post(chemin)):
        assert response.status_code in {403, 405}
        if response.status_code == 403:
            assert "Vous êtes dans un essai" in response.content.decode()


@pytest.mark.parametrize(
    "chemin",
    ["/veille/proposer/", "/veille/abonnement/", "/sonar/test/", "/eclaireurs/evaluation/suivi/raconter/"],
)
def test_outside_it_a_trial_reads_and_does_not_write(client, pris, chemin):
    response = client.post(chemin)
    assert response.status_code in {403, 405}


def test_public_pages_are_read_as_by_anybody(client, pris):
    assert client.get("/").status_code == 200
    assert client.get("/eclaireurs/evaluation/").status_code == 200


def test_its_gestures_are_counted_and_end(client, pris, dossier, monkeypatch):
    adresse = dossier.adresse("dossiers:commentaires")
    assert client.post(adresse, {"texte": "Bonjour"}).status_code != 429
    pris.refresh_from_db()
    assert pris.gestes == 1
    assert pris.dernier_geste_le is not None
    Essai.objects.filter(pk=pris.pk).update(gestes=services.GESTES_MAX)
    response = client.post(adresse, {"texte": "Encore"})
    assert response.status_code == 429
    assert "n’accepte plus de changement" in response.content.decode()
    assert client.get(dossier.get_absolute_url()).status_code == 200


def test_a_long_text_is_refused_whole(client, pris, dossier):
    response = client.post(dossier.adresse("dossiers:commentaires"), {"texte": "a" * 70_000})
    assert response.status_code == 413
    assert "trop long pour un essai" in response.content.decode()
    pris.refresh_from_db()
    assert pris.gestes == 0


def test_no_search_no_sitemap_no_list_shows_it(client, pris):
    jeton = pris.collectivite.identifiant
    assert not Recommandable.objects.filter(adresse__contains=jeton).exists()
    for chemin in ("/sitemap-pages.xml", "/sitemap-fonds.xml", "/recherche/?q=essayer", "/eclaireurs/"):
        assert jeton not in Client().get(chemin).content.decode()


def test_a_dossier_opened_to_all_in_a_trial_is_read_by_its_visitor_alone(
    client, client_de, pris, dossier, elle, etrangere
):
    ouvert = dossiers.montrer(
        identite=elle, dossier=dossier, version=dossier.version, visibilite=Visibilite.PUBLIC
    )
    adresse = ouvert.get_absolute_url()
    assert client.get(adresse).status_code == 200
    assert Client().get(adresse).status_code == 302
    assert client_de(etrangere).get(adresse).status_code == 404


@pytest.mark.lent
def test_a_thousand_visitors_in_a_minute_take_what_is_ready_and_no_more(settings, pret):
    services.preparer()
    codes = []
    for rang in range(1000):
        codes.append(Client(REMOTE_ADDR=f"10.0.{rang // 250}.{rang % 250}").post(ESSAYER).status_code)
    assert codes.count(302) == 2
    assert codes.count(503) == 998
    assert (Essai.objects.count(), Collectivite.objects.count(), Dossier.objects.count()) == (2, 2, 2)


def test_one_robot_is_told_to_wait(pret):
    codes = [Client().post(ESSAYER) for _ in range(60)]
    assert [r.status_code for r in codes].count(302) == 1
    dernier = codes[-1]
    assert dernier.status_code == 429
    assert int(dernier["Retry-After"]) > 0
    assert '<html lang="fr">' in dernier.content.decode()


# --- the public side of what a trial holds ----------------------------------------------------------

DU_DOSSIER = ("rapports:", "enquete:", "relais:", "conclave:", "seances:", "questionnaires:", "scrutins:")
DU_DOSSIER = (*DU_DOSSIER, "tirages:", "dossiers:", "evaluation:", "echeances:", "fete:")
# What answers the same, and nothing of the affair, to whoever asks.
SANS_OBJET = {
    "echeances:attendre",  # 410: nothing waits
    "echeances:calendrier",  # of an account, here a real one; those of a trial's people never answer
    "echeances:rythme",  # of a person, whatever she takes part in
    "fete:version",  # a number
    "questionnaires:repondre_en_direct",  # goes to the room's door, which is 404
    "seances:partir",
    "seances:version_salle",  # empty for who is not inside
}
ADRESSES = sorted(
    nom
    for nom, arguments in NOTRES.items()
    if arguments and nom.startswith(DU_DOSSIER) and nom not in SANS_OBJET
)


@pytest.mark.contrat
@pytest.mark.parametrize("nom", ADRESSES)
def test_nothing_of_a_trial_is_public_whatever_address_one_holds(client_de, decor, nom):
    """The decor's collectivité becomes a trial, its dossiers public: all their addresses, codes and links go
    blind.
    """
    Dossier.objects.filter(collectivite=decor.collectivite.pk).update(visibilite=Visibilite.PUBLIC)
    Collectivite.objects.filter(pk=decor.collectivite.pk).update(
        essai_jusqu_au=timezone.now() + timedelta(hours=1)
    )
    url = url_de(nom, decor)
    prive = nom not in reglages.ADRESSES_PUBLIQUES
    assert demander(Client(), nom, url) in ({302, 403, 404} if prive else {404})
    assert demander(client_de(decor.etrangere), nom, url) == 404
