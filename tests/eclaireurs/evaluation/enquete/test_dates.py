"""Planned opening and closing, and what the évaluateur sets."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.collectivites.models import Compte
from communs.dossiers import services as dossiers_services
from communs.dossiers.models import Dossier
from communs.echeances.models import Echeance
from communs.echeances.services import ecarts
from eclaireurs.evaluation.collecte.models import Collecte
from eclaireurs.evaluation.enquete.contributions import Contribution
from eclaireurs.evaluation.enquete.models import Enquete
from eclaireurs.evaluation.enquete.rappels import GENRE
from tests.outils.enquetes import clore, envoyer, publier
from tests.outils.evaluations import remplir_le_plan
from tests.outils.seances import ajouter

pytestmark = pytest.mark.django_db

HEURE = timedelta(hours=1)


def saisie(enquete: Enquete, **champs: object) -> dict[str, object]:
    return {"version": enquete.version, "introduction": "Pourquoi.", "accepte_fichiers": "on"} | champs


@pytest.fixture
def en_preparation(equipe) -> Enquete:
    return Enquete.objects.get(dossier=equipe.dossier)


def test_before_its_day_it_says_when_and_shows_nothing(client, administratrice, equipe, indice):
    indice("On vient pour la dame.", portee_lecture="lecteurs")
    enquete = publier(administratrice, equipe.dossier, ouvre_le=timezone.now() + HEURE)
    html = client.get(enquete.adresse_publique).content.decode()
    assert "L’enquête s’ouvre le" in html
    assert "On vient pour la dame." not in html
    assert envoyer(client, enquete).status_code == 422
    assert Contribution.objects.count() == 0


def test_once_its_date_has_passed_it_is_closed_by_itself(client, enquete, equipe):
    Enquete.objects.update(ouvre_le=timezone.now() - 2 * HEURE, ferme_le=timezone.now() - HEURE)
    html = client.get(enquete.adresse_publique).content.decode()
    assert "L’enquête est close" in html
    assert envoyer(client, enquete).status_code == 422


def test_opened_again_a_date_that_has_passed_goes(administratrice, enquete, alice, chez):
    Enquete.objects.update(ferme_le=timezone.now() - HEURE)
    clore(administratrice, enquete)
    alice.post(chez("enquete_etape"), {"geste": "rouvrir"})
    rouverte = Enquete.objects.get()
    assert rouverte.ferme_le is None
    assert rouverte.ouverte


def test_it_is_not_published_without_saying_why_nor_after_its_end(alice, chez, en_preparation):
    reponse = alice.post(chez("enquete_etape"), {"geste": "publier"}, follow=True)
    assert "Dites d’abord au public pourquoi" in reponse.content.decode()
    Enquete.objects.update(introduction="Pourquoi.", ferme_le=timezone.now() - HEURE)
    reponse = alice.post(chez("enquete_etape"), {"geste": "publier"}, follow=True)
    assert "déjà passée" in reponse.content.decode()
    assert Enquete.objects.get().etat == "preparation"


def test_taken_out_of_sight_it_is_seen_by_nobody(client, alice, chez, enquete):
    alice.post(chez("enquete_etape"), {"geste": "depublier", "motif": "Une erreur dans le texte."})
    assert client.get(enquete.adresse_publique).status_code == 404


def test_it_cannot_close_before_it_opens(alice, chez, en_preparation):
    reponse = alice.post(
        chez("regler_enquete"),
        saisie(en_preparation, ouvre_le="2030-03-02T09:00", ferme_le="2030-03-01T09:00"),
    )
    assert reponse.status_code == 422
    assert "se ferme après son ouverture" in reponse.content.decode()


def test_two_who_set_it_at_once_are_both_heard(alice, chez, en_preparation):
    alice.post(chez("regler_enquete"), saisie(en_preparation, titre="Le bus passe-t-il ?"))
    reponse = alice.post(chez("regler_enquete"), saisie(en_preparation, titre="Un autre titre"))
    assert reponse.status_code == 409
    assert Enquete.objects.get().titre == "Le bus passe-t-il ?"


def test_the_poll_of_the_dossier_is_offered_while_it_may_be_answered(
    client, administratrice, equipe, enquete
):
    from uuid import uuid4

    from communs.etats.tables import franchir
    from communs.questionnaires import par_lien
    from communs.questionnaires.transitions import QUESTIONNAIRE

    identite = Identite(administratrice)
    sondage = par_lien.preparer(
        identite=identite,
        dossier=equipe.dossier,
        demande=uuid4(),
        champs={"titre": "Le sondage", "introduction": "", "anonymat": "nominatif", "ferme_le": None},
    )
    ajouter(administratrice, sondage)
    Enquete.objects.update(questionnaire=sondage)
    assert "Répondre au sondage" not in client.get(enquete.adresse_publique).content.decode()
    franchir(QUESTIONNAIRE, identite=identite, objet=sondage, nom="ouvrir")
    html = client.get(enquete.adresse_publique).content.decode()
    assert reverse("questionnaires:repondre", args=[sondage.jeton]) in html


def test_the_poll_of_another_dossier_is_not_offered(alice, chez, en_preparation):
    reponse = alice.post(chez("regler_enquete"), saisie(en_preparation, questionnaire="999999"))
    assert reponse.status_code == 422


def test_its_days_are_among_the_evaluators_dates_until_a_hand_closes_it(
    administratrice, equipe, alice, chez, en_preparation
):
    ouvre, ferme = timezone.now() + 24 * HEURE, timezone.now() + 48 * HEURE
    dates = {"ouvre_le": ouvre.strftime("%Y-%m-%dT%H:%M"), "ferme_le": ferme.strftime("%Y-%m-%dT%H:%M")}
    alice.post(chez("regler_enquete"), saisie(en_preparation, **dates))
    dite = Echeance.objects.get(genre=GENRE)
    assert (dite.le, dite.responsable) == (ouvre.date(), equipe.gens["evaluateur"])
    alice.post(chez("enquete_etape"), {"geste": "publier"})
    assert Echeance.objects.get(genre=GENRE).le == ferme.date()
    assert ecarts(GENRE) == []
    clore(administratrice, Enquete.objects.get())
    assert not Echeance.objects.filter(genre=GENRE).exists()
    assert ecarts(GENRE) == []


def test_its_days_are_dates_where_the_collectivite_lives(administratrice, equipe, collectivite):
    collectivite.fuseau = "Indian/Reunion"
    collectivite.save(update_fields=["fuseau"])
    publier(administratrice, equipe.dossier, ferme_le=datetime(2099, 3, 1, 21, tzinfo=UTC))
    assert Echeance.objects.get(genre=GENRE).le == date(2099, 3, 2)


def test_what_comes_next_is_said_once_the_compilation_was_presented(administratrice, equipe):
    def attendu() -> list[str]:
        identite = Identite(Compte.objects.get(pk=administratrice.pk))
        dossiers = list(Dossier.objects.visibles_par(identite).select_related("collectivite"))
        return [attente.texte for _, attente in dossiers_services.attentes(identite, dossiers)]

    prete = "La compilation est présentée : l’enquête peut être publiée"
    a_ecrire = "Le rapport final est à écrire, puis à remettre à l’applicateur"
    assert prete not in attendu()
    Collecte.objects.update(etat="debattue", presentee_le=timezone.now(), debattue_le=timezone.now())
    assert {prete, a_ecrire} <= set(attendu())
    publier(administratrice, equipe.dossier)
    remplir_le_plan(equipe, preconisations=1, actions=0, taches=0)
    equipe.remettre()
    assert not {prete, a_ecrire} & set(attendu())
