"""Who comes: by the code, by invitation; the waiting list; leaving with one's data."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from communs.collectivites.identite import Identite
from communs.courrier.models import Courriel
from nuancier.sessions import inscriptions
from nuancier.sessions.models_stagiaires import Stagiaire
from tests.outils.sessions import ouvrir, preparer, rejoindre

pytestmark = pytest.mark.django_db
REJOINDRE = "/nuancier/rejoindre/"


def saisie(session, nom="Nolwenn Riou", **champs):
    return {
        "code": session.code,
        "demande": str(uuid4()),
        "nom": nom,
        "service": "Accueil",
        "organisation": "Port-Lumière",
        "email": "",
        "besoins": "",
        **champs,
    }


def test_somebody_comes_in_by_the_code_without_account_and_gets_her_own_page(client, membre, collectivite):
    session = ouvrir(membre, collectivite)
    accueil = client.post(REJOINDRE, {"code": f" {session.code[:3].lower()}-{session.code[3:]} "})
    assert session.titre in accueil.content.decode()
    reponse = client.post(REJOINDRE, saisie(session, email="Nolwenn@Port-Lumiere.example"))
    stagiaire = Stagiaire.objects.get()
    assert reponse["Location"] == stagiaire.adresse()
    assert (stagiaire.etat, stagiaire.email) == ("inscrit", "nolwenn@port-lumiere.example")
    page = client.get(stagiaire.adresse())
    assert page["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page["X-Robots-Tag"]
    assert "Dire ce que j’en attends" in page.content.decode()
    assert stagiaire.lien in Courriel.objects.get().texte
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_the_code_is_refused_before_opening_and_when_it_is_wrong(client, membre, collectivite):
    preparer(membre, collectivite)
    reponse = client.post(REJOINDRE, {"code": "AAAAAA"})
    assert reponse.status_code == 422
    assert "Aucune session ouverte ne porte ce code" in reponse.content.decode()


def test_guessing_codes_is_slowed_down_even_for_the_right_one(client, membre, collectivite, settings):
    session = ouvrir(membre, collectivite)
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "sessions_code": "3/m/ip"}
    for _ in range(3):
        assert client.post(REJOINDRE, {"code": "ACDEFG"}).status_code == 422
    reponse = client.post(REJOINDRE, {"code": session.code})
    assert reponse.status_code == 429
    assert session.titre not in reponse.content.decode()


def test_the_same_form_sent_twice_is_one_person(client, membre, collectivite):
    session = ouvrir(membre, collectivite)
    donnees = saisie(session)
    premiere, seconde = client.post(REJOINDRE, donnees), client.post(REJOINDRE, donnees)
    assert premiere["Location"] == seconde["Location"]
    assert Stagiaire.objects.count() == 1


def test_a_known_address_learns_its_link_by_mail_only(client, membre, collectivite):
    session = ouvrir(membre, collectivite)
    stagiaire = rejoindre(session, "Nolwenn Riou", "nolwenn@port-lumiere.example")
    Courriel.objects.all().delete()
    reponse = client.post(REJOINDRE, saisie(session, nom="Autre Nom", email="nolwenn@port-lumiere.example"))
    page = reponse.content.decode()
    assert reponse.status_code == 200
    assert stagiaire.jeton not in page
    assert Stagiaire.objects.get().nom == "Nolwenn Riou"
    assert stagiaire.lien in Courriel.objects.get().texte


def test_a_namesake_of_the_same_service_is_asked_to_say_who_she_is(client, membre, collectivite):
    session = ouvrir(membre, collectivite)
    client.post(REJOINDRE, saisie(session))
    reponse = client.post(REJOINDRE, saisie(session, nom="nolwenn riou"))
    assert reponse.status_code == 422
    assert "déjà inscrite" in reponse.content.decode()
    client.post(REJOINDRE, saisie(session, nom="nolwenn riou", service="Voirie"))
    assert Stagiaire.objects.count() == 2


def test_past_the_last_place_people_wait_and_the_first_one_is_called(client, membre, collectivite):
    session = ouvrir(membre, collectivite, jauge=1)
    une = rejoindre(session, "Une", "une@port-lumiere.example")
    deux = rejoindre(session, "Deux", "deux@port-lumiere.example")
    trois = rejoindre(session, "Trois", "trois@port-lumiere.example")
    assert [s.etat for s in (une, deux, trois)] == ["inscrit", "attente", "attente"]
    assert "liste d’attente" in client.get(deux.adresse()).content.decode()
    assert client.post(une.adresse("participer_effacer")).status_code == 200
    assert list(Stagiaire.objects.order_by("pk").values_list("nom", "etat")) == [
        ("Deux", "inscrit"),
        ("Trois", "attente"),
    ]
    assert Courriel.objects.get(sujet__startswith="Une place pour vous").destinataire == deux.email


def test_leaving_erases_everything_and_the_link_answers_no_more(client, membre, collectivite):
    session = ouvrir(membre, collectivite)
    stagiaire = rejoindre(session, "Nolwenn Riou", "nolwenn@port-lumiere.example", besoins="Une chaise")
    assert client.get(stagiaire.adresse("participer_effacer")).status_code == 200
    assert Stagiaire.objects.count() == 1
    client.post(stagiaire.adresse("participer_effacer"))
    assert Stagiaire.objects.count() == 0
    for nom in ("participer", "participer_moi", "participer_agenda", "participer_effacer"):
        assert client.get(stagiaire.adresse(nom)).status_code == 404
    assert not Courriel.objects.filter(texte__contains=stagiaire.jeton).exists()


def test_an_invited_person_confirms_on_her_page_and_takes_a_place_then(client, membre, collectivite):
    session = ouvrir(membre, collectivite)
    partis = inscriptions.inviter(
        identite=Identite(membre), session=session, adresses=[("Yann Le Dû", "yann@port-lumiere.example")]
    )
    stagiaire = Stagiaire.objects.get()
    assert (partis, stagiaire.etat) == (1, "invite")
    assert "Confirmer ma venue" in client.get(stagiaire.adresse()).content.decode()
    donnees = {"nom": "Yann Le Dû", "service": "Mobilités", "organisation": "", "besoins": "Sans gluten"}
    assert client.post(stagiaire.adresse("participer_moi"), donnees).status_code == 302
    stagiaire.refresh_from_db()
    assert (stagiaire.etat, stagiaire.service, stagiaire.besoins) == ("inscrit", "Mobilités", "Sans gluten")


def test_inviting_again_writes_to_nobody(client_de, membre, collectivite):
    session = ouvrir(membre, collectivite)
    adresse = reverse("nuancier:inscriptions", args=[session.uuid])
    donnees = {"adresses": "Yann Le Dû <yann@a.example>\nfatou@a.example,\n\nYANN@a.example"}
    for _ in range(2):
        assert client_de(membre).post(adresse, donnees).status_code == 302
    assert sorted(Courriel.objects.values_list("destinataire", flat=True)) == [
        "fatou@a.example",
        "yann@a.example",
    ]


@pytest.mark.parametrize(
    ("texte", "dit"),
    [
        ("\n".join(f"a{n}@b.example" for n in range(10_000)), "20000 caractères"),
        ("\n".join(f"a{n}@b.example" for n in range(61)), "au plus 60"),
        ("bonne@a.example\npas une adresse", "Ligne à corriger"),
        ("Visitez http://pub.example <a@b.example>", "Ligne à corriger"),
    ],
)
def test_a_bad_or_endless_list_of_addresses_writes_to_nobody(client_de, membre, collectivite, texte, dit):
    session = ouvrir(membre, collectivite)
    adresse = reverse("nuancier:inscriptions", args=[session.uuid])
    reponse = client_de(membre).post(adresse, {"adresses": texte})
    assert reponse.status_code == 422
    assert dit in reponse.content.decode()
    assert not Stagiaire.objects.exists()
    assert not Courriel.objects.exists()


def test_the_list_of_a_session_has_an_end(monkeypatch, membre, collectivite):
    monkeypatch.setattr(inscriptions, "STAGIAIRES_MAX", 1)
    session = ouvrir(membre, collectivite)
    rejoindre(session, "Une")
    with pytest.raises(ValidationError, match="au plus 1"):
        inscriptions.inviter(identite=Identite(membre), session=session, adresses=[("", "a@b.example")])


def test_a_new_link_closes_the_former_one(client, membre, etrangere, collectivite):
    session = ouvrir(membre, collectivite)
    ancien = rejoindre(session, "Nolwenn Riou", "nolwenn@port-lumiere.example")
    with pytest.raises(PermissionDenied):
        inscriptions.renouveler(identite=Identite(etrangere), stagiaire=ancien)
    nouveau = inscriptions.renouveler(identite=Identite(membre), stagiaire=ancien)
    assert client.get(ancien.adresse()).status_code == 404
    assert client.get(nouveau.adresse()).status_code == 200


def test_calls_go_once_a_day_to_those_who_have_a_place_and_an_address(client_de, membre, collectivite):
    session = ouvrir(membre, collectivite, jauge=2)
    rejoindre(session, "Une", "une@a.example")
    rejoindre(session, "Sans adresse")
    rejoindre(session, "En attente", "attente@a.example")
    for _ in range(2):
        client_de(membre).post(reverse("nuancier:convoquer", args=[session.uuid]))
    (courriel,) = Courriel.objects.filter(sujet__startswith="Convocation")
    assert courriel.destinataire == "une@a.example"
    assert "agenda.ics" in courriel.texte


def test_needs_are_shown_to_trainers_and_to_herself_only(client, client_de, membre, collectivite):
    session = ouvrir(membre, collectivite)
    elle = rejoindre(session, "Nolwenn Riou", besoins="Boucle magnétique")
    autre = rejoindre(session, "Yann Le Dû")
    liste = client_de(membre).get(reverse("nuancier:inscriptions", args=[session.uuid]))
    assert "Boucle magnétique" in liste.content.decode()
    assert "Boucle magnétique" in client.get(elle.adresse("participer_moi")).content.decode()
    assert "Boucle magnétique" not in client.get(autre.adresse()).content.decode()


def test_a_hostile_name_is_refused_and_markup_is_shown_as_text(client, membre, collectivite):
    session = ouvrir(membre, collectivite)
    assert client.post(REJOINDRE, saisie(session, nom="www.pub.example")).status_code == 422
    client.post(REJOINDRE, saisie(session, nom="<script>alert(1)</script> Léa"))
    page = client.get(Stagiaire.objects.get().adresse()).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def test_the_list_costs_the_same_whatever_its_length(
    client_de, membre, collectivite, django_assert_num_queries
):
    session = ouvrir(membre, collectivite)
    client, adresse = client_de(membre), reverse("nuancier:inscriptions", args=[session.uuid])
    for nom in ("Une", "Deux", "Trois", "Quatre"):
        rejoindre(session, nom)
        client.get(adresse)
        with django_assert_num_queries(8):
            client.get(adresse)
