"""The screens of the collection: deposits from the field, files served, filters, their cost."""

import base64
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from communs.collectivites.identite import Identite
from communs.dossiers import invitations
from communs.dossiers.enums import Visibilite
from communs.etats.tables import franchir
from communs.fichiers import preparation
from communs.fichiers import services as fichiers
from communs.fichiers.models import Fichier
from communs.materiaux import services as materiaux
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.collecte import services
from eclaireurs.evaluation.collecte.transitions import COLLECTE
from tests.fichiers import fabrique
from tests.outils.dossiers import faire_venir, montrer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("medias")]


@pytest.fixture
def chez(affaire):
    """`chez("collecte")`: an address of the collection."""
    return lambda nom="collecte", *args: affaire.adresse(f"evaluation:{nom}", *args)


@pytest.fixture
def alice(client_de, administratrice):
    return client_de(administratrice)


@pytest.fixture
def elle(administratrice) -> Identite:
    return Identite(administratrice)


def saisie(**champs) -> dict[str, object]:
    return {"demande": str(uuid4()), "consentement": "donne", "portee_lecture": "dossier"} | champs


def svg() -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.jpg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")


def test_every_page_opens_empty_then_full(alice, elle, chez, affaire, photo, indice):
    pages = ["collecte", "trier", "deposer", "themes", "compilation", "imprimer_collecte"]
    assert [alice.get(chez(nom)).status_code for nom in pages] == [200] * 6
    for sorte in ("texte", "chiffre", "photo", "son", "video", "temoignage", "document"):
        assert alice.get(chez("deposer_indice", sorte)).status_code == 200
    assert alice.get(chez("deposer_indice", "rumeur")).status_code == 404
    image, _ = photo("La file", consentement="donne"), indice("On vient pour la dame")
    theme = services.ajouter_theme(identite=elle, collecte=affaire.collecte, titre="Attendre")
    services.ranger(identite=elle, casier=theme, materiaux=[image])
    assert [alice.get(chez(nom)).status_code for nom in pages] == [200] * 6
    for materiau in Materiau.objects.order_by("pk"):
        assert alice.get(chez("indice", materiau.uuid)).status_code == 200
        assert alice.get(chez("modifier_indice", materiau.uuid)).status_code == 200
    assert alice.get(chez("theme", theme.uuid)).status_code == 200
    assert "On vient" not in alice.get(chez("compilation")).content.decode()


def test_photos_posted_twice_are_deposited_once(alice, chez, affaire):
    champs = saisie(texte="On attend.", lieu="Kerlann")
    for _ in range(2):
        photos = [SimpleUploadedFile(f"{n}.jpg", fabrique.jpeg()) for n in range(2)]
        response = alice.post(chez("deposer_indice", "photo"), champs | {"fichier": photos})
        assert response.status_code == 302
    assert (affaire.materiaux.count(), Fichier.objects.count()) == (2, 2)
    assert set(affaire.materiaux.values_list("lieu", flat=True)) == {"Kerlann"}


def test_a_file_already_arrived_goes_with_the_form_and_a_resend_finds_it_done(
    alice, elle, chez, affaire, collectivite
):
    fichier = fichiers.recevoir(
        identite=elle,
        collectivite=collectivite,
        fichier_django=SimpleUploadedFile("rue.jpg", fabrique.jpeg()),
    )
    champs = saisie(titre="La rue") | {"fichier-depot": str(fichier.uuid)}
    for _ in range(2):
        assert alice.post(chez("deposer_indice", "photo"), champs).status_code == 302
    assert affaire.materiaux.get().fichier == fichier


def test_a_drawing_that_calls_itself_a_photo_is_refused_and_the_words_are_kept(alice, chez, affaire):
    champs = saisie(texte="Une phrase à ne pas perdre", fichier=svg())
    response = alice.post(chez("deposer_indice", "photo"), champs)
    assert response.status_code == 422
    assert "Une phrase à ne pas perdre" in response.content.decode()
    assert not affaire.materiaux.exists() and not Fichier.objects.exists()


def test_a_photo_with_a_page_behind_it_is_refused_by_the_worker_and_the_clue_says_so(alice, chez, affaire):
    piege = SimpleUploadedFile("piege.gif", fabrique.gif() + b"<script>alert(1)</script>")
    alice.post(chez("deposer_indice", "photo"), saisie(titre="Piège", fichier=piege))
    materiau = affaire.materiaux.get()
    preparation.traiter(materiau.fichier_id)
    page = alice.get(chez("indice", materiau.uuid)).content.decode()
    assert "Le fichier a été refusé" in page
    assert alice.get(chez("fichier_indice", materiau.uuid)).status_code == 410


def test_a_film_of_three_gigabytes_is_refused_before_its_first_byte(alice, elle, chez, collectivite):
    billet = fichiers.delivrer_billet(identite=elle, collectivite=collectivite)
    mots = {"filename": "rue.mp4", "billet": billet}
    response = alice.post(
        reverse("fichiers:televersements"),
        HTTP_TUS_RESUMABLE="1.0.0",
        HTTP_UPLOAD_LENGTH=str(3 * 1024**3),
        HTTP_UPLOAD_METADATA=",".join(
            f"{cle} {base64.b64encode(mot.encode()).decode()}" for cle, mot in mots.items()
        ),
    )
    assert response.status_code in {413, 422}
    assert "1 Go" in response.json()["message"].replace("\u00a0", " ")


def test_a_film_is_no_photo(alice, chez, affaire):
    film = SimpleUploadedFile("rue.mp4", fabrique.film())
    response = alice.post(chez("deposer_indice", "photo"), saisie(titre="La rue", fichier=film))
    assert response.status_code == 422
    assert "Ici, on attend" in response.content.decode()


def test_without_its_file_a_photo_is_asked_for_it(alice, chez):
    response = alice.post(chez("deposer_indice", "photo"), saisie(titre="La rue"))
    assert response.status_code == 422
    assert "Joignez le fichier." in response.content.decode()


def test_a_guest_of_another_organisation_deposits_from_the_field(
    client_de, chez, affaire, administratrice, etrangere, autre_collectivite
):
    invitee = faire_venir(administratrice, affaire, etrangere.email, "agent")
    invitations.accepter(identite=Identite(etrangere), participant=invitee)
    client = client_de(etrangere)
    photo = SimpleUploadedFile("rue.jpg", fabrique.jpeg())
    assert client.post(chez("deposer_indice", "photo"), saisie(fichier=photo)).status_code == 302
    assert affaire.materiaux.get().depose_par.compte == etrangere
    page = client.get(chez("deposer_indice", "texte")).content.decode()
    assert "Toute personne qui peut lire" not in page


def test_a_file_is_served_whole_or_in_part_to_who_may_see_its_clue_now(
    alice, client, client_de, chez, affaire, photo, elle, membre
):
    montrer(affaire, Visibilite.PUBLIC)
    ouvert = photo("Ouvert", consentement="donne", portee_lecture="lecteurs")
    ferme = photo("Fermé", consentement="donne")
    url = chez("fichier_indice", ouvert.uuid)
    for lectrice in (alice, client_de(membre), client):
        assert lire(lectrice.get(url, {"rendu": "vignette"})) == 200
    partie = client.get(url, headers={"range": "bytes=0-99"})
    assert (partie.status_code, len(b"".join(partie))) == (206, 100)
    assert partie["X-Content-Type-Options"] == "nosniff"
    assert client.get(url, {"rendu": "rien"}).status_code == 404
    assert client.get(chez("fichier_indice", ferme.uuid)).status_code == 404
    assert client_de(membre).get(chez("fichier_indice", ferme.uuid)).status_code == 404
    materiaux.reecrire(identite=elle, materiau=ouvert, version=1, champs={"consentement": "refuse"})
    for lectrice in (client, client_de(membre)):
        assert lectrice.get(url).status_code == 404
    assert lire(alice.get(url)) == 200


def lire(response) -> int:
    """Read it to its end, which closes its file."""
    list(response)
    return response.status_code


def test_two_people_change_one_clue_and_the_second_sees_both_texts(alice, chez, indice):
    materiau = indice("Fermé", lieu="Kerlann")
    champs = {"titre": "Fermé", "texte": "Fermé", "consentement": "donne", "portee_lecture": "dossier"}
    url = chez("modifier_indice", materiau.uuid)
    assert alice.post(url, champs | {"version": "1", "lieu": "Le bourg"}).status_code == 302
    response = alice.post(url, champs | {"version": "1", "lieu": "La gare"})
    page = response.content.decode()
    assert (response.status_code, "Le bourg" in page, "La gare" in page) == (409, True, True)


def test_without_consent_a_clue_is_not_shown_to_readers(alice, chez, indice):
    materiau = indice("Fermé")
    champs = {"titre": "Fermé", "texte": "Fermé", "consentement": "a_demander", "portee_lecture": "lecteurs"}
    response = alice.post(chez("modifier_indice", materiau.uuid), champs | {"version": "1"})
    assert response.status_code == 422
    assert "Sans l’accord de la personne" in response.content.decode()


def test_deleted_by_mistake_a_clue_comes_back_from_the_wall(alice, chez, indice):
    materiau = indice("Fermé le mardi")
    alice.post(chez("supprimer_indice", materiau.uuid))
    page = alice.get(chez()).content.decode()
    assert "Indices supprimés" in page
    assert alice.get(chez("indice", materiau.uuid)).status_code == 404
    alice.post(chez("reprendre_indice", materiau.uuid))
    assert alice.get(chez("indice", materiau.uuid)).status_code == 200


def titres(client, url, **filtres) -> list[str]:
    return [m.titre for m in client.get(url, filtres).context["page"]]


def test_the_address_filters_the_wall(alice, elle, chez, affaire, indice, photo):
    photo("La file", consentement="donne")
    dame, _ = indice("La dame du médiabus", consentement="a_demander"), indice("Fermé", lieu="Kerlann")
    theme = services.ajouter_theme(identite=elle, collecte=affaire.collecte, titre="Venir")
    services.ranger(identite=elle, casier=theme, materiaux=[dame])
    assert titres(alice, chez(), sorte="photo") == ["La file"]
    assert titres(alice, chez(), accord="donne") == ["La file"]
    assert titres(alice, chez(), q="mediabus DAME") == ["La dame du médiabus"]
    assert titres(alice, chez(), q="kerlann") == ["Fermé"]
    assert titres(alice, chez(), casier=f"theme:{theme.uuid}") == ["La dame du médiabus"]
    assert titres(alice, chez(), casier="aucun") == ["Fermé", "La file"]
    assert titres(alice, chez(), casier="theme:n’importe quoi", sorte="???") != []


def test_clues_are_filed_by_hand_several_at_once_and_one_by_one(alice, elle, chez, affaire, indice):
    un, deux = indice("Un"), indice("Deux")
    theme = services.ajouter_theme(identite=elle, collecte=affaire.collecte, titre="Venir")
    casier = f"theme:{theme.uuid}"
    cles = [str(un.uuid), str(deux.uuid)]
    alice.post(chez("ranger"), {"indice": cles, "casier": casier, "geste": "ranger"})
    assert theme.classements.count() == 2
    alice.post(chez("ranger"), {"indice": cles[:1], "casier": casier, "geste": "sortir"})
    assert [c.materiau for c in theme.classements.all()] == [deux]
    assert alice.get(chez("trier")).context["indice"] == un
    response = alice.post(
        chez("ranger"),
        {"indice": cles[:1], "casier": casier, "geste": "ranger", "retour": chez("trier")},
    )
    assert response["Location"] == chez("trier")
    assert "Tout est rangé" in alice.get(chez("trier")).content.decode()
    ailleurs = {"indice": cles[:1], "casier": casier, "geste": "ranger", "retour": "https://exemple.org/"}
    assert alice.post(chez("ranger"), ailleurs)["Location"] == chez()


def test_the_clue_of_another_dossier_is_not_filed_here(alice, elle, chez, affaire, collectivite, indice):
    from communs.dossiers import services as dossiers

    theme = services.ajouter_theme(identite=elle, collecte=affaire.collecte, titre="Venir")
    autre = dossiers.ouvrir(
        identite=elle,
        collectivite=collectivite,
        genre_cle="evaluation",
        titre="B",
        resume="",
        demande=uuid4(),
    )
    ailleurs = materiaux.deposer(
        identite=elle, dossier=autre, demande=uuid4(), champs={"genre": "texte", "texte": "Ailleurs"}
    )
    envoi = {"indice": str(ailleurs.uuid), "casier": f"theme:{theme.uuid}", "geste": "ranger"}
    alice.post(chez("ranger"), envoi)
    assert not theme.classements.exists()


def test_no_page_costs_more_with_more_clues(
    alice, elle, chez, affaire, indice, photo, django_assert_max_num_queries
):
    def cout(url: str) -> int:
        with django_assert_max_num_queries(100) as requetes:
            assert alice.get(url).status_code == 200
        return len(requetes)

    theme = services.ajouter_theme(identite=elle, collecte=affaire.collecte, titre="Venir")

    def emplir() -> None:
        tous = [
            photo("La file", consentement="donne"),
            *(indice(f"Mot {n}", consentement="donne") for n in range(4)),
        ]
        services.ranger(identite=elle, casier=theme, materiaux=tous[:4])

    for _ in range(2):
        emplir()
        premier = affaire.materiaux.order_by("pk").first().uuid
        assert {nom: cout(chez(nom)) for nom in ("collecte", "trier", "themes", "compilation")} == {
            "collecte": 14,
            "trier": 9,
            "themes": 6,
            "compilation": 9,
        }
        assert cout(chez("indice", premier)) == 11


def test_what_is_printed_goes_when_consent_is_withdrawn(alice, elle, chez, affaire, photo):
    from communs.livrets.models import Livret, Tirage
    from communs.livrets.services import fabriquer

    garde, retire = photo("Gardée", consentement="donne"), photo("Retirée", consentement="donne")
    theme = services.ajouter_theme(identite=elle, collecte=affaire.collecte, titre="Venir")
    services.ranger(identite=elle, casier=theme, materiaux=[garde, retire])
    livrets = ("collecte-cartes", "collecte-story-board", "collecte-compilation")
    adresses = [alice.post(chez("livret_collecte", livret))["Location"] for livret in livrets]
    assert fabriquer(Tirage.objects.order_by("pk").first().pk).etat == "pret"
    for url in adresses:
        assert "Retirée" in alice.get(f"{url}page/").content.decode()
    materiaux.reecrire(identite=elle, materiau=retire, version=1, champs={"consentement": "refuse"})
    assert not Livret.objects.filter(gabarit__in=livrets).exists()
    assert [alice.get(url).status_code for url in adresses] == [404] * 3
    nouvelle = alice.post(chez("livret_collecte", "collecte-cartes"))["Location"]
    page = alice.get(f"{nouvelle}page/").content.decode()
    assert ("Gardée" in page, "Retirée" in page) == (True, False)
    assert "Retirée" not in alice.get(chez("compilation")).content.decode()


def test_the_printed_cards_are_for_participants(alice, client, client_de, chez, affaire, photo, membre):
    montrer(affaire, Visibilite.PUBLIC)
    photo("La file", consentement="donne")
    url = alice.post(chez("livret_collecte", "collecte-cartes"))["Location"]
    assert alice.get(url).status_code == 200
    assert client_de(membre).get(url).status_code == client.get(url).status_code == 403


def test_the_empty_sheets_are_for_everybody_and_each_is_printed(alice, client, chez):
    from communs.livrets.models import Tirage
    from communs.livrets.services import fabriquer

    for modele in ("story-board", "kit-de-tournage", "guide-ecriture"):
        url = alice.post(chez("livret_collecte", modele))["Location"]
        assert client.get(url).status_code == 200
    pages = [fabriquer(t.pk).pages for t in Tirage.objects.order_by("pk")]
    assert pages == [2, 5, 10]


def test_the_committee_debates_and_learns_what_became_of_it(
    alice, client_de, elle, chez, affaire, indice, membre, administratrice
):
    faire_venir(administratrice, affaire, membre.email, "comite")
    bachir = client_de(membre)
    envoi = {"demande": str(uuid4()), "genre": "question", "texte": "Combien coûte un arrêt ?", "theme": ""}
    assert bachir.post(chez("apporter"), envoi).status_code == 422
    theme = services.ajouter_theme(identite=elle, collecte=affaire.collecte, titre="Venir")
    vide = alice.post(chez("collecte_geste"), {"geste": "presenter"}, follow=True).content.decode()
    assert "Rangez au moins un indice" in vide
    services.ranger(identite=elle, casier=theme, materiaux=[indice("Oui", consentement="donne")])
    franchir(COLLECTE, identite=elle, objet=affaire.collecte, nom="presenter")
    for _ in range(2):
        assert bachir.post(chez("apporter"), envoi).status_code == 302
    apport = affaire.collecte.apports.get()
    url = chez("repondre_apport", apport.uuid)
    assert alice.post(url, {"suite": "Demandé au dépôt.", "vue": ""}).status_code == 302
    perdue = alice.post(url, {"suite": "Autre chose.", "vue": ""})
    assert perdue.status_code == 422
    assert "Demandé au dépôt." in perdue.content.decode()
    page = bachir.get(chez("compilation")).content.decode()
    assert "Combien coûte un arrêt" in page and "Demandé au dépôt." in page
    alice.post(chez("collecte_geste"), {"geste": "debattre"})
    assert bachir.post(chez("apporter"), envoi | {"demande": str(uuid4())}).status_code == 422


def test_its_author_takes_back_what_nobody_has_answered_while_the_debate_is_open(
    alice, client_de, elle, chez, affaire, indice, membre, administratrice
):
    faire_venir(administratrice, affaire, membre.email, "comite")
    bachir, theme = (
        client_de(membre),
        services.ajouter_theme(identite=elle, collecte=affaire.collecte, titre="Venir"),
    )
    services.ranger(identite=elle, casier=theme, materiaux=[indice("Oui", consentement="donne")])
    franchir(COLLECTE, identite=elle, objet=affaire.collecte, nom="presenter")

    def apporter(texte: str):
        envoi = {"demande": str(uuid4()), "genre": "piste", "texte": texte, "theme": ""}
        bachir.post(chez("apporter"), envoi)
        return affaire.collecte.apports.get(texte=texte)

    premier, repondu, tardif = (apporter(texte) for texte in ("À revoir", "Répondu", "Tardif"))
    assert alice.post(chez("retirer_apport", premier.uuid)).status_code == 403, "ce n’est pas le sien"
    page = bachir.get(chez("compilation")).content.decode()
    assert page.count("Retirer mon apport") == 3
    assert "Retirer mon apport" not in alice.get(chez("compilation")).content.decode()
    bachir.post(chez("retirer_apport", premier.uuid))
    assert bachir.post(chez("retirer_apport", premier.uuid)).status_code == 404
    assert not affaire.collecte.apports.filter(pk=premier.pk).exists()

    alice.post(chez("repondre_apport", repondu.uuid), {"suite": "Oui.", "vue": ""})
    refus = bachir.post(chez("retirer_apport", repondu.uuid), follow=True).content.decode()
    assert "Une suite lui est déjà donnée" in refus
    alice.post(chez("collecte_geste"), {"geste": "debattre"})
    clos = bachir.post(chez("retirer_apport", tardif.uuid), follow=True).content.decode()
    assert "Le débat est clos" in clos
    assert affaire.collecte.apports.count() == 2
    assert "Retirer mon apport" not in bachir.get(chez("compilation")).content.decode()
