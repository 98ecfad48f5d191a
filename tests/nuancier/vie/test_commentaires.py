"""Comments on a teinte: read by all, written under one's name, looked at by editors."""

from uuid import uuid4

import pytest
from django.urls import reverse

from communs.collectivites.identite import Identite
from communs.collectivites.services import supprimer_compte
from communs.courrier.models import Courriel
from nuancier.models import Commentaire, Signalement
from nuancier.vie.versions import retirer
from tests.outils.vie import commenter

pytestmark = pytest.mark.django_db

PAGE = "/nuancier/teintes/4.1/commentaires/"
ECRIRE = "/nuancier/teintes/4.1/commenter/"


def saisie(**champs):
    return {"texte": "Il faut deux jours.", "consentement": "on", "demande": str(uuid4())} | champs


def a(nom, commentaire):
    return reverse(f"nuancier:{nom}_commentaire", args=[commentaire.uuid])


@pytest.mark.django_db(transaction=True)
def test_a_comment_shows_at_once_to_everybody_with_its_author_and_the_licence(
    client, client_de, membre, teinte
):
    assert "Il faut deux jours." not in client.get(PAGE).content.decode()  # stored
    assert client_de(membre).post(ECRIRE, saisie()).status_code == 302

    page = client.get(PAGE).content.decode()
    assert "Il faut deux jours." in page
    assert "Bachir Le Goff" in page
    assert "CC BY-NC-SA" in page
    assert Commentaire.objects.get().licence == "CC BY-NC-SA"
    assert "Il faut deux jours." in client.get("/nuancier/teintes/4.1/").content.decode()


def test_the_stored_page_holds_no_form(client, teinte):
    page = client.get(PAGE).content.decode()
    assert "<textarea" not in page
    assert "csrfmiddlewaretoken" not in page


@pytest.mark.parametrize("champ", ["texte", "consentement", "demande"])
def test_what_is_missing_sends_the_form_back(client_de, membre, teinte, champ):
    donnees = saisie()
    del donnees[champ]
    assert client_de(membre).post(ECRIRE, donnees).status_code == 422
    assert not Commentaire.objects.exists()


def test_a_huge_comment_comes_back_with_its_words(client_de, membre, teinte):
    response = client_de(membre).post(ECRIRE, saisie(texte="trop " * 900))
    assert response.status_code == 422
    assert "trop trop" in response.content.decode()


def test_sent_twice_it_is_one_and_another_s_form_is_refused(client_de, membre, etrangere, teinte):
    donnees = saisie()
    for _ in range(2):
        client_de(membre).post(ECRIRE, donnees)
    assert client_de(etrangere).post(ECRIRE, donnees).status_code == 422
    assert Commentaire.objects.count() == 1


def test_an_answer_to_an_answer_goes_under_the_first_one(client_de, membre, etrangere, teinte):
    premier = commenter(membre, teinte)
    url = reverse("nuancier:repondre_commentaire", args=["4.1", premier.uuid])
    client_de(etrangere).post(url, saisie(texte="Chez nous, trois."))
    reponse = Commentaire.objects.get(texte="Chez nous, trois.")
    suite = reverse("nuancier:repondre_commentaire", args=["4.1", reponse.uuid])
    client_de(membre).post(suite, saisie(texte="Ah oui ?"))

    assert [c.parent for c in Commentaire.objects.order_by("pk")] == [None, premier, premier]


def test_its_author_edits_it_and_readers_see_that_it_was(client, client_de, membre, teinte):
    commentaire = commenter(membre, teinte)
    assert (
        client_de(membre).post(a("modifier", commentaire), {"texte": "Trois jours, en fait."}).status_code
        == 302
    )

    page = client.get(PAGE).content.decode()
    assert "Trois jours, en fait." in page
    assert "modifié le" in page


@pytest.mark.parametrize("geste", ["modifier", "retirer"])
def test_nobody_touches_the_comment_of_another(client_de, membre, etrangere, editrice, teinte, geste):
    commentaire = commenter(membre, teinte)
    for autre in (etrangere, editrice):
        assert client_de(autre).post(a(geste, commentaire), {"texte": "Autre"}).status_code == 403
    commentaire.refresh_from_db()
    assert commentaire.texte == "Essayé en mars : il faut deux jours."


def test_taken_back_it_is_empty_and_its_answers_stay(client, client_de, membre, etrangere, teinte):
    commentaire = commenter(membre, teinte)
    commenter(etrangere, teinte, "Chez nous, trois.", parent=commentaire)
    for _ in range(2):
        client_de(membre).post(a("retirer", commentaire))

    commentaire.refresh_from_db()
    assert commentaire.texte == ""
    page = client.get(PAGE).content.decode()
    assert "Commentaire retiré par son auteur." in page
    assert "Chez nous, trois." in page


def test_one_taken_back_is_not_answered(client_de, membre, etrangere, teinte):
    commentaire = commenter(membre, teinte)
    client_de(membre).post(a("retirer", commentaire))
    url = reverse("nuancier:repondre_commentaire", args=["4.1", commentaire.uuid])
    assert client_de(etrangere).post(url, saisie()).status_code == 410


@pytest.mark.django_db(transaction=True)
def test_reported_by_a_reader_it_waits_on_the_desk_and_hidden_it_says_why_to_its_author(
    client, client_de, membre, etrangere, editrice, teinte
):
    commentaire = commenter(membre, teinte)
    assert "il faut deux jours" in client.get(PAGE).content.decode()
    for _ in range(2):
        client_de(etrangere).post(a("signaler", commentaire), {"texte": "Une personne y est nommée."})
    assert Signalement.objects.count() == 1
    editeur = client_de(editrice)
    assert "Une personne y est nommée." in editeur.get("/nuancier/atelier/commentaires/").content.decode()
    assert editeur.post(a("masquer", commentaire), {"texte": ""}).status_code == 422
    for _ in range(2):
        editeur.post(a("masquer", commentaire), {"texte": "Il nomme quelqu’un."})

    assert "il faut deux jours" not in client.get(PAGE).content.decode()
    courriel = Courriel.objects.get()
    assert courriel.destinataire == membre.email
    assert "Il nomme quelqu’un." in courriel.texte
    assert "Commentaires signalés (0)" in editeur.get("/nuancier/atelier/commentaires/").content.decode()
    assert "Il nomme quelqu’un." in client_de(membre).get("/nuancier/mes-propositions/").content.decode()
    editeur.post(a("remontrer", commentaire))
    assert "il faut deux jours" in client.get(PAGE).content.decode()


def test_a_report_looked_at_and_left_leaves_the_desk(client_de, membre, etrangere, editrice, teinte):
    commentaire = commenter(membre, teinte)
    client_de(etrangere).post(a("signaler", commentaire), {"texte": "Je ne suis pas d’accord."})
    client_de(editrice).post(a("remontrer", commentaire))

    assert "pas d’accord" not in client_de(editrice).get("/nuancier/atelier/commentaires/").content.decode()
    commentaire.refresh_from_db()
    assert commentaire.lisible


def test_a_teinte_withdrawn_meanwhile_gives_the_words_back(client_de, membre, editrice, teinte):
    retirer(identite=Identite(editrice), teinte=teinte, motif="Double.")
    response = client_de(membre).post(ECRIRE, saisie(texte="Des mots à ne pas perdre"))
    assert response.status_code == 410
    assert "Des mots à ne pas perdre" in response.content.decode()
    assert client_de(membre).get(ECRIRE).status_code == 410


@pytest.mark.parametrize("geste", ["masquer", "remontrer"])
def test_hiding_is_the_editors_own(client_de, membre, etrangere, teinte, geste):
    commentaire = commenter(membre, teinte)
    assert client_de(etrangere).post(a(geste, commentaire), {"texte": "x"}).status_code == 403
    assert client_de(etrangere).get("/nuancier/atelier/commentaires/").status_code == 403


def test_past_twenty_an_hour_a_person_waits(client_de, membre, teinte):
    client = client_de(membre)
    codes = [client.post(ECRIRE, saisie()).status_code for _ in range(21)]
    assert codes == [302] * 20 + [429]


def test_what_people_write_is_never_markup(client, client_de, membre, teinte):
    client_de(membre).post(ECRIRE, saisie(texte="<script>alert(1)</script> {{ 7|add:7 }}"))
    page = client.get(PAGE).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_an_erased_author_leaves_the_comment_without_a_name(client, membre, teinte):
    commenter(membre, teinte)
    supprimer_compte(compte=membre)
    page = client.get(PAGE).content.decode()
    assert "il faut deux jours" in page
    assert "Bachir" not in page


@pytest.mark.parametrize("combien", [1, 5])
def test_a_thread_costs_the_same_whatever_its_length(
    client, membre, teinte, django_assert_num_queries, combien
):
    for n in range(combien):
        commenter(membre, teinte, f"Mot {n}")
    with django_assert_num_queries(4):  # teinte, comments with authors, licence, source
        client.get(PAGE)
