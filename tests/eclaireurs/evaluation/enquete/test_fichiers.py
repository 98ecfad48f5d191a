"""Files from people without account: a right of one hour, for one contribution, within bounds."""

import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from communs.fichiers import preparation, stockage
from communs.fichiers.models import Fichier
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.enquete import jetons, reception
from eclaireurs.evaluation.enquete.contributions import Contribution, PieceJointe
from tests.fichiers import fabrique
from tests.outils.enquetes import contribuer, decider, joindre

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("medias")]


@pytest.fixture
def contribution(enquete) -> Contribution:
    return contribuer(enquete)


def jeton(contribution: Contribution) -> str:
    return jetons.adresse_de_suivi(contribution).rstrip("/").rsplit("/", 1)[1]


def porte(contribution: Contribution, droit: str = "") -> str:
    return reverse(
        "enquete:joindre", args=[jeton(contribution), droit or jetons.droit_de_joindre(contribution)]
    )


def photo(nom: str = "file.jpg", octets: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(nom, octets or fabrique.jpeg())


def poster(client: Client, adresse: str, fichier: object, **champs: str):
    return client.post(adresse, {"fichier": fichier, "consentement": "donne"} | champs)


def test_the_follow_up_page_gives_the_right_to_bring_a_photo(client, contribution):
    html = client.get(reverse("enquete:suivi", args=[jeton(contribution)])).content.decode()
    assert "Joindre une photo" in html
    reponse = poster(client, porte(contribution), photo())
    assert reponse["Location"] == reverse("enquete:suivi", args=[jeton(contribution)])
    piece = PieceJointe.objects.get()
    assert (piece.contribution, piece.consentement) == (contribution, "donne")
    assert piece.fichier.depose_par is None
    preparation.traiter(piece.fichier_id)
    assert "bien arrivé" in client.get(reponse["Location"]).content.decode()


@pytest.mark.parametrize(
    ("nom", "fabriquer", "genre"),
    [
        ("file.jpg", fabrique.jpeg, "photo"),
        ("avis.mp3", fabrique.mp3, "son"),
        ("visite.mp4", fabrique.film, "video"),
        ("lettre.pdf", fabrique.pdf, "document"),
    ],
)
def test_accepted_each_file_becomes_a_clue_of_its_kind(administratrice, contribution, nom, fabriquer, genre):
    piece = joindre(contribution, nom, fabriquer())
    decider(administratrice, contribution, "accepter")
    clue = Materiau.objects.get(genre=genre)
    assert clue.fichier_id == piece.fichier_id
    assert clue.piece.contribution == contribution
    assert (clue.consentement, clue.portee_lecture) == ("donne", "lecteurs")


def test_a_photo_of_somebody_who_was_not_asked_is_kept_from_the_public(
    client, administratrice, contribution, enquete
):
    joindre(contribution, "file.jpg", fabrique.jpeg(), consentement="a_demander")
    decider(administratrice, contribution, "accepter")
    clue = Materiau.objects.get(genre="photo")
    assert (clue.consentement, clue.portee_lecture) == ("a_demander", "dossier")
    assert client.get(reverse("enquete:fichier", args=[enquete.code, clue.uuid])).status_code == 404


def test_who_is_on_it_must_be_said(client, contribution):
    reponse = poster(client, porte(contribution), photo(), consentement="")
    assert reponse.status_code == 422
    assert "Dites si l’on y reconnaît quelqu’un" in reponse.content.decode()
    assert Fichier.objects.count() == 0


@pytest.mark.parametrize(
    ("nom", "octets"),
    [
        ("photo.jpg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("page.html", b"<!doctype html><script>alert(1)</script>"),
        ("photo.jpg", b"MZ\x90\x00" + b"\x00" * 200),
        ("macro.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500),
        ("vide.jpg", b""),
    ],
)
def test_a_hostile_file_is_refused_at_the_door(client, contribution, nom, octets):
    reponse = poster(client, porte(contribution), SimpleUploadedFile(nom, octets))
    assert reponse.status_code == 422
    assert (Fichier.objects.count(), PieceJointe.objects.count()) == (0, 0)


def test_a_file_that_lies_is_refused_by_the_worker_and_left_out(administratrice, client, contribution):
    octets = fabrique.jpeg()
    piece = joindre(contribution, "file.jpg", octets + fabrique.archive({"a.exe": b"MZ"}))
    assert piece.fichier.etat == "refuse"
    html = client.get(reverse("enquete:suivi", args=[jeton(contribution)])).content.decode()
    assert "Ce fichier a été refusé" in html
    decider(administratrice, contribution, "accepter")
    assert Materiau.objects.filter(genre="photo").count() == 0


def test_a_contribution_is_not_accepted_while_its_file_is_being_prepared(administratrice, contribution):
    reception.joindre(contribution=contribution, depot=photo(), consentement="donne")
    with pytest.raises(ValidationError, match="encore en préparation"):
        decider(administratrice, contribution, "accepter")
    assert Contribution.objects.get().etat == "recue"


def test_a_moderator_who_read_it_before_the_file_came_reads_it_again(alice, chez, client, contribution):
    poster(client, porte(contribution), photo())
    reponse = alice.post(
        chez("decider_contribution", contribution.uuid),
        {"geste": "accepter", "version": contribution.version},
    )
    assert reponse.status_code == 409


# --- the right ------------------------------------------------------------------------------------


def refuse(client: Client, contribution: Contribution, adresse: str) -> None:
    """Nothing is kept, and the way back is shown."""
    reponse = poster(client, adresse, photo())
    assert reponse.status_code in {302, 404, 413}
    assert (Fichier.objects.count(), PieceJointe.objects.count()) == (0, 0)


@pytest.mark.parametrize("droit", ["x", "1:1:x", "IjEi:1abc:zzzz"])
def test_a_forged_right_brings_nothing_in(client, contribution, droit):
    refuse(client, contribution, porte(contribution, droit))


def test_the_right_of_another_contribution_brings_nothing_in(client, enquete, contribution):
    autre = contribuer(enquete, "Un autre avis.")
    refuse(client, contribution, porte(contribution, jetons.droit_de_joindre(autre)))


def test_a_right_is_worth_an_hour(client, contribution, monkeypatch):
    adresse = porte(contribution)
    monkeypatch.setattr(jetons, "DEPOT_MAX", -1)
    reponse = poster(client, adresse, photo())
    assert reponse["Location"] == reverse("enquete:suivi", args=[jeton(contribution)])
    assert PieceJointe.objects.count() == 0


def test_a_right_does_not_outlive_the_decision(client, administratrice, contribution):
    adresse = porte(contribution)
    decider(administratrice, contribution, "refuser", "Hors du sujet.")
    refuse(client, contribution, adresse)


def test_a_signed_value_made_for_something_else_is_no_right(client, contribution):
    refuse(client, contribution, porte(contribution, signing.dumps(contribution.pk, salt="autre")))


def test_a_survey_that_takes_no_file_takes_none(client, enquete, contribution):
    type(enquete).objects.update(accepte_fichiers=False)
    html = client.get(reverse("enquete:suivi", args=[jeton(contribution)])).content.decode()
    assert "Joindre" not in html
    reponse = poster(client, porte(contribution), photo())
    assert reponse.status_code == 422
    assert PieceJointe.objects.count() == 0


def test_nobody_without_account_brings_a_file_anywhere_else(client, enquete):
    adresse = reverse("enquete:contribuer", args=[enquete.code])
    reponse = client.post(adresse, {"fichier": photo("grosse.jpg", b"x" * 4_000_000)})
    assert reponse.status_code == 413


# --- bounds ---------------------------------------------------------------------------------------


def test_a_contribution_has_so_many_files_and_no_more(client, contribution):
    for rang in range(reception.PIECES_MAX):
        assert poster(client, porte(contribution), photo(f"{rang}.jpg")).status_code == 302
    reponse = poster(client, porte(contribution), photo("de-trop.jpg"))
    assert reponse.status_code == 422
    assert "5 fichiers au plus" in reponse.content.decode()
    assert Fichier.objects.count() == reception.PIECES_MAX


def test_the_files_of_a_contribution_weigh_so_much_and_no_more(contribution, monkeypatch):
    monkeypatch.setattr(reception, "PLACE_MAX", 10)
    with pytest.raises(ValidationError, match="pèsent"):
        joindre(contribution, "file.jpg", fabrique.jpeg())
    assert Fichier.objects.count() == 0


def test_a_flood_of_files_stops_before_the_disk_is_full(enquete, contribution, monkeypatch):
    octets = fabrique.jpeg()
    joindre(contribution, "file.jpg", octets)
    pris = Contribution.objects.en_attente().place_occupee()
    monkeypatch.setattr(reception, "PLACE_EN_ATTENTE_MAX", pris + len(octets) - 1)
    with pytest.raises(ValidationError, match="plus de contributions qu’elle ne peut en relire"):
        joindre(contribuer(enquete, "Un autre avis."), "autre.jpg", octets)
    assert Fichier.objects.count() == 1


def test_what_was_accepted_no_longer_counts_in_what_waits(administratrice, contribution):
    joindre(contribution, "file.jpg", fabrique.jpeg())
    decider(administratrice, contribution, "accepter")
    assert Contribution.objects.en_attente().place_occupee() == 0


def test_the_collectivite_s_own_quota_holds(client, settings, contribution):
    settings.VIGIE_QUOTA = 10
    reponse = poster(client, porte(contribution), photo())
    assert reponse.status_code == 422
    assert "a presque épuisé son espace" in reponse.content.decode()
    assert PieceJointe.objects.count() == 0


def test_a_full_disk_is_said_and_the_contribution_stays(client, contribution, monkeypatch):
    def plein(*args: object, **autres: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(stockage, "ecrire", plein)
    reponse = poster(client, porte(contribution), photo())
    assert reponse.status_code == 422
    assert stockage.PLACE in reponse.content.decode()
    assert Contribution.objects.get().etat == "recue"
    assert (Fichier.objects.count(), PieceJointe.objects.count()) == (0, 0)


def test_a_file_too_heavy_for_a_form_is_refused_whole(client, contribution):
    lourd = photo("lourde.jpg", fabrique.jpeg() + b"\0" * (11 * 1024 * 1024))
    assert poster(client, porte(contribution), lourd).status_code == 413
    assert Fichier.objects.count() == 0


def test_moderators_alone_see_a_file_that_waits(alice, chez, client, client_de, membre, contribution):
    piece = joindre(contribution, "file.jpg", fabrique.jpeg())
    adresse = chez("piece_contribution", piece.uuid)
    reponse = alice.get(adresse)
    assert reponse.status_code == 200
    reponse.getvalue()  # read to its end, which closes its file
    assert client.get(adresse).status_code == 302
    assert client_de(membre).get(adresse).status_code == 404
