"""The open forum: proposing, choosing, rooms and their places."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction

from communs.collectivites.identite import Identite
from communs.dossiers.enums import Visibilite
from communs.etats.services import Conflit
from eclaireurs.evaluation.fete import forum, lecture, services
from eclaireurs.evaluation.fete.models import Atelier, Fete, Inscription
from tests.outils.dossiers import montrer
from tests.outils.fetes import avancer, creneau, preparer, proposer, salle

pytestmark = pytest.mark.django_db


def place(fete, heure=10, nom="Le Pont"):
    return {"salle": salle(fete, nom), "creneau": creneau(fete, heure)}


def test_any_member_proposes_a_session(client_de, membre, fete, en_oeuvre):
    client = client_de(membre)
    page = client.get(fete.adresse("fete:proposer"))
    action = en_oeuvre.plan.actions.first()
    donnees = {
        "demande": page.context["form"].initial["demande"],
        "titre": "Finir le bus des livres",
        "intention": "Il manque un chauffeur.",
        "sujet": f"a{action.pk}",
        "salle": salle(fete).pk,
        "creneau": creneau(fete).pk,
    }
    for _ in range(2):  # the same form twice makes one
        assert client.post(fete.adresse("fete:proposer"), donnees).status_code == 302
    atelier = Atelier.objects.get()
    assert (atelier.porteur.compte, atelier.action, atelier.dossier) == (membre, action, en_oeuvre.dossier)


def test_nobody_proposes_before_it_is_announced_or_after_it_is_closed(administratrice, membre, collectivite):
    fete = preparer(administratrice, collectivite)
    with pytest.raises(ValidationError, match="n’est pas ouvert"):
        proposer(membre, fete)
    fete = avancer(administratrice, fete, "annoncer", "ouvrir", "clore")
    with pytest.raises(ValidationError, match="n’est pas ouvert"):
        proposer(membre, fete)


def test_two_sessions_in_one_room_at_one_slot_are_refused_clearly(client_de, membre, administratrice, fete):
    proposer(administratrice, fete, **place(fete))
    with pytest.raises(ValidationError, match="déjà prise à ce créneau"):
        proposer(membre, fete, "Autre chose", **place(fete))
    client = client_de(membre)
    demande = client.get(fete.adresse("fete:proposer")).context["form"].initial["demande"]
    donnees = {"demande": demande, "titre": "Autre chose", "sujet": ""}
    reponse = client.post(
        fete.adresse("fete:proposer"),
        donnees | {"salle": salle(fete).pk, "creneau": creneau(fete).pk},
    )
    assert reponse.status_code == 422
    assert "Votre saisie est là" in reponse.content.decode()
    assert 'value="Autre chose"' in reponse.content.decode()
    assert proposer(membre, fete, "Autre chose", **place(fete, 11)).place


def test_a_cancelled_session_frees_its_room(membre, administratrice, fete):
    forum.annuler(identite=Identite(membre), atelier=proposer(membre, fete, **place(fete)))
    assert proposer(administratrice, fete, "Autre chose", **place(fete)).place


def test_the_organisers_place_what_was_left_to_them(administratrice, membre, fete):
    atelier = proposer(membre, fete)
    assert [r.atelier for r in lecture.programme(fete).a_placer] == [atelier]
    forum.tenir(
        identite=Identite(administratrice), atelier=atelier, version=atelier.version, champs=place(fete)
    )
    assert [r.atelier for r in lecture.programme(fete).tenus] == [atelier]


def test_only_its_convener_and_the_organisers_hold_a_session(membre, administratrice, fete):
    atelier = proposer(administratrice, fete)
    with pytest.raises(PermissionDenied):
        forum.tenir(identite=Identite(membre), atelier=atelier, version=1, champs={"compte_rendu": "Rien."})
    atelier = proposer(membre, fete, "Le mien")
    avancer(administratrice, fete, "clore")
    forum.tenir(
        identite=Identite(membre), atelier=atelier, version=1, champs={"compte_rendu": "On a décidé."}
    )
    assert Atelier.objects.get(pk=atelier.pk).compte_rendu == "On a décidé."


def test_minutes_written_by_two_people_do_not_overwrite_each_other(membre, administratrice, fete):
    atelier = proposer(membre, fete)
    forum.tenir(identite=Identite(membre), atelier=atelier, version=1, champs={"compte_rendu": "Un."})
    with pytest.raises(Conflit):
        forum.tenir(
            identite=Identite(administratrice), atelier=atelier, version=1, champs={"compte_rendu": "Deux."}
        )


def test_a_full_session_takes_nobody_else(membre, administratrice, fete):
    atelier = proposer(administratrice, fete, **place(fete, nom="La Cale"))
    forum.rejoindre(identite=Identite(membre), atelier=atelier)
    with pytest.raises(ValidationError, match="complet, il a 1 place"):
        forum.rejoindre(identite=Identite(administratrice), atelier=atelier)
    forum.quitter(identite=Identite(membre), atelier=atelier)
    forum.rejoindre(identite=Identite(administratrice), atelier=atelier)
    assert [i.compte for i in Inscription.objects.all()] == [administratrice]


def test_a_session_does_not_move_to_a_room_that_is_too_small(membre, administratrice, fete):
    atelier = proposer(administratrice, fete, **place(fete))
    for qui in (membre, administratrice):
        forum.rejoindre(identite=Identite(qui), atelier=atelier)
    with pytest.raises(ValidationError, match="1 place et 2 personnes sont"):
        forum.tenir(
            identite=Identite(administratrice),
            atelier=atelier,
            version=atelier.version,
            champs=place(fete, nom="La Cale"),
        )


def test_who_goes_elsewhere_at_the_same_hour_leaves_where_she_was(membre, administratrice, fete):
    premier = proposer(administratrice, fete, "Un", **place(fete))
    second = proposer(administratrice, fete, "Deux", **place(fete, nom="La Cale"))
    plus_tard = proposer(administratrice, fete, "Trois", **place(fete, 11))
    for atelier in (plus_tard, premier):
        assert forum.rejoindre(identite=Identite(membre), atelier=atelier) is None
    assert forum.rejoindre(identite=Identite(membre), atelier=second) == premier
    assert set(Inscription.objects.values_list("atelier__titre", flat=True)) == {"Deux", "Trois"}


def test_people_without_account_are_written_down_by_the_organisers(membre, administratrice, fete):
    atelier = proposer(administratrice, fete, "Vu du quai", au_nom_de="Jeanne Cariou", **place(fete))
    assert atelier.porteur.nom_affiche == "Jeanne Cariou"
    forum.inscrire(identite=Identite(administratrice), atelier=atelier, nom="Jean Cariou")
    with pytest.raises(PermissionDenied):
        forum.inscrire(identite=Identite(membre), atelier=atelier, nom="Paul")
    with pytest.raises(PermissionDenied):
        proposer(membre, fete, au_nom_de="Paul")
    assert [str(i) for i in Inscription.objects.all()] == ["Jean Cariou"]


def test_their_names_are_forgotten_three_months_later_and_still_count(administratrice, fete):
    atelier = proposer(administratrice, fete, au_nom_de="Jeanne Cariou", **place(fete))
    forum.inscrire(identite=Identite(administratrice), atelier=atelier, nom="Jean Cariou")
    assert services.purger() == 0
    Fete.objects.update(le="2020-01-15")
    assert services.purger() == 2
    assert [str(i) for i in Inscription.objects.all()] == ["Une personne"]
    assert "Cariou" not in str(Atelier.objects.get().porteur)


def test_the_calendar_holds_the_day_and_the_sessions_one_goes_to(client_de, membre, administratrice, fete):
    mien = proposer(administratrice, fete, "Le mien", **place(fete))
    proposer(administratrice, fete, "Un autre", **place(fete, 11))
    forum.rejoindre(identite=Identite(membre), atelier=mien)
    texte = client_de(membre).get(fete.adresse("fete:agenda")).content.decode()
    assert texte.count("BEGIN:VEVENT") == 2
    assert "DTSTART:20261203T090000Z" in texte  # 10:00 in Paris
    assert "Un autre" not in texte


def test_live_screens_learn_that_something_changed(client, client_de, membre, administratrice, fete):
    adresse = fete.adresse("fete:version")
    avant = client.get(adresse).content.decode()  # it needs no account: a number
    assert client.get(adresse, {"v": avant}).status_code == 204
    with transaction.atomic():
        proposer(membre, fete)
    from django.core.cache import cache

    cache.clear()  # what the commit does, and a test's transaction never commits
    assert int(client.get(adresse, {"v": avant}).content) == int(avant) + 1


def test_a_session_whose_dossier_left_the_wall_keeps_its_subject(client_de, membre, fete, en_oeuvre):
    action = en_oeuvre.plan.actions.order_by("pk").first()
    atelier = proposer(membre, fete, action=action, dossier=en_oeuvre.dossier)
    montrer(en_oeuvre.dossier, Visibilite.PRIVE)
    client, adresse = client_de(membre), fete.adresse("fete:modifier_atelier", atelier.uuid)
    page = client.get(adresse).content.decode()
    assert '<option value="garde" selected>' in page
    assert en_oeuvre.dossier.titre not in page
    champs = {"titre": "Autrement", "sujet": "garde", "version": atelier.version}
    assert client.post(adresse, champs).status_code == 302
    atelier.refresh_from_db()
    assert (atelier.titre, atelier.action, atelier.dossier) == ("Autrement", action, en_oeuvre.dossier)
    montrer(en_oeuvre.dossier, Visibilite.COLLECTIVITE)
    assert 'value="garde"' not in client.get(adresse).content.decode()
    assert client.post(adresse, champs | {"version": atelier.version}).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_two_people_who_want_the_last_place_at_once_have_it_once(administratrice, membre, fete):
    atelier = proposer(administratrice, fete, **place(fete, nom="La Cale"))

    def venir(compte):
        try:
            forum.rejoindre(identite=Identite(compte), atelier=Atelier.objects.get(pk=atelier.pk))
        except ValidationError as erreur:
            return erreur.messages[0]
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as deux:
        reponses = sorted(deux.map(venir, (administratrice, membre)))
    assert reponses[0] == ""
    assert reponses[1].startswith("Cet atelier est complet")
    assert Inscription.objects.count() == 1
