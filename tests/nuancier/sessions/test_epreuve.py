"""What two trainers, a double click and a revoked link must not lose or give away."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.identite import Identite
from nuancier.sessions import inscriptions, services
from nuancier.sessions.documents import Piece, demander_pour
from nuancier.sessions.models import Session
from nuancier.sessions.models_stagiaires import Presence
from tests.outils.sessions import ajouter_un_jour, creer_parcours, emarger, ouvrir, preparer, rejoindre

pytestmark = pytest.mark.django_db


def test_a_link_made_anew_is_not_given_away_by_a_paper_asked_with_the_former_one(
    client, membre, collectivite
):
    session = ouvrir(membre, collectivite)
    stagiaire = rejoindre(session, "Nolwenn Riou")
    papier = demander_pour(stagiaire=stagiaire, piece=Piece.CONVOCATION).get_absolute_url()
    assert client.get(papier).status_code == 200
    neuf = inscriptions.renouveler(identite=Identite(membre), stagiaire=stagiaire)
    reponse = client.get(papier)
    assert neuf.jeton not in reponse.content.decode()
    assert reponse.status_code == 404
    assert (
        client.get(demander_pour(stagiaire=neuf, piece=Piece.CONVOCATION).get_absolute_url()).status_code
        == 200
    )


def test_the_form_of_a_new_session_sent_twice_makes_one(client_de, membre, collectivite):
    client = client_de(membre)
    adresse = reverse("nuancier:nouvelle_session", args=[creer_parcours(membre).uuid])
    champs = client.get(adresse).context["form"]
    saisie = {"titre": "Aller voir", "organisme": "Port-Lumière", "collectivite": collectivite.pk}
    saisie |= {"demande": champs["demande"].value()}
    premiere, seconde = client.post(adresse, saisie), client.post(adresse, saisie)
    assert premiere["Location"] == seconde["Location"]
    assert Session.objects.count() == 1


def test_a_trainer_without_address_named_twice_is_one_person(membre, collectivite):
    session = preparer(membre, collectivite)
    for _ in range(2):
        services.ajouter_un_formateur(identite=Identite(membre), session=session, nom="Odile Kerdraon")
    assert session.formateurs.filter(nom="Odile Kerdraon").count() == 1


def test_a_day_on_which_somebody_was_there_is_not_removed_with_the_proof(membre, collectivite):
    session = ouvrir(membre, collectivite)
    ajouter_un_jour(membre, session, timezone.localdate() + timedelta(days=1))
    emarger(membre, session, rejoindre(session, "Nolwenn Riou"))
    with pytest.raises(ValidationError, match="présence"):
        services.retirer_un_jour(identite=Identite(membre), jour=session.jours.order_by("le").first())
    assert Presence.objects.count() == 2


def cocher(page, *noms):
    """What a browser sends from this sheet: its hidden fields, and the boxes of these people."""
    form = page.context["form"]
    coches = {case.html_name: "on" for s, ligne in form.lignes for case in ligne if s.nom in noms}
    return coches | {"vues": form["vues"].value()}


def test_two_trainers_who_tick_at_once_keep_both_their_ticks(client_de, membre, collectivite):
    session = ouvrir(membre, collectivite)
    rejoindre(session, "Nolwenn Riou")
    rejoindre(session, "Yann Le Dû")
    client, adresse = client_de(membre), reverse("nuancier:presences", args=[session.uuid])
    une, autre = client.get(adresse), client.get(adresse)
    client.post(adresse, cocher(une, "Nolwenn Riou"))
    client.post(adresse, cocher(autre, "Yann Le Dû"))
    assert Presence.objects.count() == 4
    client.post(adresse, cocher(client.get(adresse), "Yann Le Dû"))
    assert set(Presence.objects.values_list("stagiaire__nom", flat=True)) == {"Yann Le Dû"}


def test_a_sheet_too_large_for_one_post_is_filled_day_by_day(client_de, membre, collectivite):
    session = ouvrir(membre, collectivite, jauge=100)
    for rang in range(1, 3):
        ajouter_un_jour(membre, session, timezone.localdate() + timedelta(days=rang))
    for rang in range(100):
        rejoindre(session, f"Agent {rang:03}")
    client, adresse = client_de(membre), reverse("nuancier:presences", args=[session.uuid])
    jours = list(session.jours.order_by("le"))
    tous = {f"Agent {rang:03}" for rang in range(100)}
    for jour in jours:
        page = client.get(adresse, {"jour": jour.uuid})
        assert [j.pk for j in page.context["jours"]] == [jour.pk]
        reponse = client.post(f"{adresse}?jour={jour.uuid}", cocher(page, *tous))
        assert reponse["Location"] == f"{adresse}?jour={jour.uuid}"
    assert Presence.objects.count() == 600
    assert [j.pk for j in client.get(adresse).context["jours"]] == [jours[0].pk]
