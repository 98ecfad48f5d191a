"""Moderation: the queue, the decision, two moderators at once, what an accepted contribution becomes."""

import pytest

from communs.collectivites.identite import Identite
from communs.etats.models import Ligne
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.collecte.compilation import lire
from eclaireurs.evaluation.enquete import services
from eclaireurs.evaluation.enquete.contributions import Contribution
from tests.outils.enquetes import TEXTE, contribuer, decider, ouvrir_un_relais

pytestmark = pytest.mark.django_db


@pytest.fixture
def contribution(enquete) -> Contribution:
    return contribuer(enquete)


def decision(contribution: Contribution, geste: str, motif: str = "", version: int | None = None) -> dict:
    return {"geste": geste, "motif": motif, "version": version or contribution.version}


def test_the_queue_shows_the_oldest_first_and_says_when_all_is_read(alice, chez, enquete, administratrice):
    assert "Tout est relu" in alice.get(chez("contributions")).content.decode()
    premiere, seconde = contribuer(enquete, "La première."), contribuer(enquete, "La seconde.")
    html = alice.get(chez("contributions")).content.decode()
    assert html.index("La première.") < html.index("La seconde.")
    decider(administratrice, premiere, "accepter")
    assert "La première." not in alice.get(chez("contributions")).content.decode()
    assert "La première." in alice.get(chez("contributions"), {"etat": "acceptee"}).content.decode()
    assert "La première." in alice.get(chez("contributions"), {"etat": ""}).content.decode()
    assert seconde.etat == "recue"


def test_accepted_it_joins_the_compilation_with_its_origin_and_the_public_reads_it(
    alice, chez, enquete, theme, page
):
    contribution = contribuer(enquete, theme=theme, nom="Léa", relais=ouvrir_un_relais(enquete))
    reponse = alice.post(chez("decider_contribution", contribution.uuid), decision(contribution, "accepter"))
    assert reponse.status_code == 302
    materiau = Materiau.objects.get()
    assert (materiau.genre, materiau.texte, materiau.source) == ("temoignage", TEXTE, "Léa")
    assert (materiau.lieu, materiau.consentement) == ("Accueil de la mairie", "donne")
    assert materiau.contribution == contribution
    (chapitre,) = lire(enquete.dossier.collecte, None).chapitres
    assert list(chapitre.indices) == [materiau]
    html = alice.get(chez("indice", materiau.uuid)).content.decode()
    assert "Venu par l’enquête" in html
    assert "Fatou, Accueil de la mairie" in html
    assert "Le public le voit" in html
    assert TEXTE in page()


def test_what_is_for_the_team_alone_is_never_published(enquete, administratrice, page, elle_choisit_tout):
    contribution = contribuer(enquete, "Entre nous.", accord="taire")
    decider(administratrice, contribution, "accepter")
    materiau = Materiau.objects.get()
    assert (materiau.consentement, materiau.portee_lecture) == ("a_demander", "reserve")
    # Even if somebody later writes that consent was given.
    Materiau.objects.update(consentement="donne", portee_lecture="lecteurs")
    elle_choisit_tout()
    assert "Entre nous." not in page()


@pytest.fixture
def elle_choisit_tout(administratrice, enquete):
    return lambda: services.choisir(
        identite=Identite(administratrice),
        enquete=enquete,
        materiaux=list(Materiau.objects.order_by("pk")),
        publie=True,
    )


@pytest.mark.parametrize("geste", ["refuser", "demander"])
def test_a_refusal_says_why_or_is_not_made(alice, chez, contribution, geste):
    reponse = alice.post(chez("decider_contribution", contribution.uuid), decision(contribution, geste, "  "))
    assert reponse.status_code == 422
    assert "Dites pourquoi" in reponse.content.decode()
    assert Contribution.objects.get().etat == "recue"


def test_a_refusal_is_kept_with_its_reason_and_may_be_looked_at_again(alice, chez, contribution):
    adresse = chez("decider_contribution", contribution.uuid)
    alice.post(adresse, decision(contribution, "refuser", "C’est hors du sujet."))
    refusee = Contribution.objects.get()
    assert (refusee.etat, refusee.motif) == ("refusee", "C’est hors du sujet.")
    assert refusee.decidee_par is not None
    assert Materiau.objects.count() == 0
    alice.post(adresse, decision(refusee, "revoir"))
    assert (Contribution.objects.get().etat, Contribution.objects.get().motif) == ("recue", "")


def test_two_moderators_at_once_the_second_is_told_and_nothing_is_overwritten(
    alice, chez, client_de, equipe, contribution
):
    bob = client_de(equipe.identite("applicateur").personne)
    adresse = chez("decider_contribution", contribution.uuid)
    alice.post(adresse, decision(contribution, "refuser", "Hors du sujet."))
    reponse = bob.post(adresse, decision(contribution, "accepter"))
    assert reponse.status_code == 409
    html = reponse.content.decode()
    assert "votre décision n’a pas été enregistrée" in html
    assert "Hors du sujet." in html
    assert Contribution.objects.get().etat == "refusee"
    assert Materiau.objects.count() == 0


def test_a_decision_on_what_changed_meanwhile_is_not_taken(alice, chez, contribution):
    Contribution.objects.update(version=contribution.version + 1)
    reponse = alice.post(chez("decider_contribution", contribution.uuid), decision(contribution, "accepter"))
    assert reponse.status_code == 409
    assert Contribution.objects.get().etat == "recue"


def test_the_same_decision_posted_twice_makes_one_clue(alice, chez, contribution):
    for _ in range(2):
        alice.post(chez("decider_contribution", contribution.uuid), decision(contribution, "accepter"))
    assert Materiau.objects.count() == 1


@pytest.mark.parametrize("geste", ["publier", "", "retirer"])
def test_an_unknown_gesture_does_nothing(alice, chez, contribution, geste):
    reponse = alice.post(chez("decider_contribution", contribution.uuid), decision(contribution, geste))
    assert reponse.status_code == 422
    assert Contribution.objects.get().etat == "recue"


def test_after_a_decision_the_next_one_comes(alice, chez, enquete):
    premiere, seconde = contribuer(enquete, "La première."), contribuer(enquete, "La seconde.")
    reponse = alice.post(chez("decider_contribution", premiere.uuid), decision(premiere, "accepter"))
    assert reponse["Location"] == chez("contribution", seconde.uuid)
    reponse = alice.post(chez("decider_contribution", seconde.uuid), decision(seconde, "accepter"))
    assert reponse["Location"] == chez("contributions")


def test_the_journal_tells_it_by_its_number_and_none_of_its_words(administratrice, enquete):
    contribution = contribuer(enquete, nom="Léa")
    decider(administratrice, contribution, "accepter")
    lignes = [str(ligne.parametres) for ligne in Ligne.objects.filter(portee=enquete.portee)]
    assert not [ligne for ligne in lignes if "bibliobus passe" in ligne or "Léa" in ligne]


def test_the_desk_shows_markup_as_words(alice, chez, enquete):
    contribution = contribuer(enquete, "<img src=x onerror=alert(1)> voir https://a.example/")
    html = alice.get(chez("contribution", contribution.uuid)).content.decode()
    assert "<img src=x" not in html
    assert 'href="https://a.example' not in html
    assert "Plusieurs liens, ou du code" in html


def test_the_same_text_from_two_people_is_said(alice, chez, enquete):
    contribuer(enquete, "Tout va bien !")
    seconde = contribuer(enquete, "tout  VA bien")
    html = alice.get(chez("contribution", seconde.uuid)).content.decode()
    assert "1 autre contribution dit" in html
