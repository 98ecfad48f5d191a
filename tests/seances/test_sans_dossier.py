"""A séance without dossier: one account leads it, and nobody else reads it."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from communs.collectivites import services as comptes
from communs.collectivites.identite import Identite
from communs.etats.models import Ligne
from communs.seances import services
from communs.seances.models import Participation, Seance
from tests.conftest import creer_compte
from tests.outils.seances import arriver, entrer, ouvrir_la_sienne

pytestmark = pytest.mark.django_db

PAGES = ("seance", "projection")
GESTES = ("etape", "scene", "entree")


@pytest.fixture
def sienne(membre) -> Seance:
    return ouvrir_la_sienne(membre)


def test_who_leads_it_reaches_its_desk_its_wall_and_its_steps(client_de, membre, sienne):
    client = client_de(membre)
    assert sienne.get_absolute_url() == f"/espace/seances/{sienne.uuid}/"
    bureau, mur = (client.get(sienne.adresse(page)) for page in PAGES)
    assert bureau.status_code == 200
    assert f"/espace/seances/{sienne.uuid}/projection/" in bureau.content.decode()
    assert "Questions" not in bureau.content.decode()
    assert sienne.code_lisible in mur.content.decode()
    response = client.post(sienne.adresse("entree"), {"fermee": "1"})
    assert response["Location"] == sienne.get_absolute_url()
    sienne.refresh_from_db()
    assert sienne.entree_fermee
    client.post(sienne.adresse("etape"), {"geste": "clore", "version": sienne.version})
    sienne.refresh_from_db()
    assert sienne.close


def test_nobody_else_learns_that_it_exists(client, client_de, sienne, collectivite):
    autre = client_de(creer_compte("autre@vigie.example"))
    for page in PAGES:
        assert autre.get(sienne.adresse(page)).status_code == 404
        assert client.get(sienne.adresse(page))["Location"].startswith(reverse("account_login"))
    for geste in GESTES:
        assert autre.post(sienne.adresse(geste), {"geste": "clore", "version": 1}).status_code == 404
    sienne.refresh_from_db()
    assert sienne.ouverte


def test_another_account_has_no_right_on_it(sienne):
    autre = Identite(creer_compte("autre@vigie.example"))
    assert not autre.peut("seances.animer", sienne)
    assert not autre.peut("seances.voir", sienne)
    assert not Identite().peut("seances.animer", sienne)
    assert Identite(sienne.animee_par).peut("seances.animer", sienne)
    assert list(Seance.objects.visibles_par(autre)) == []
    assert list(Seance.objects.visibles_par(Identite())) == []
    assert list(Seance.objects.visibles_par(Identite(sienne.animee_par))) == [sienne]


def test_one_in_a_dossier_has_no_address_outside_it(client_de, membre, seance):
    adresse = reverse("seances:sans_dossier_seance", args=[seance.uuid])
    assert client_de(membre).get(adresse).status_code == 404


def test_people_join_by_its_code(client, sienne):
    assert "Comité du 12 mars" in client.get(sienne.adresse_publique).content.decode()
    entrer(client, sienne, "Nolwenn")
    assert "Bienvenue, Nolwenn" in client.get(sienne.adresse_publique).content.decode()


def test_the_same_form_sent_twice_makes_one(membre):
    demande = uuid4()
    deux = [
        services.preparer_la_sienne(identite=Identite(membre), titre="Un", demande=demande) for _ in range(2)
    ]
    assert deux[0] == deux[1]
    autre = Identite(creer_compte("autre@vigie.example"))
    with pytest.raises(ValidationError, match="déjà servi"):
        services.preparer_la_sienne(identite=autre, titre="Un", demande=demande)


def test_it_hangs_on_a_dossier_or_on_somebody_never_both_nor_neither(membre, seance, sienne):
    for fautive in ({"animee_par": membre}, {"dossier": None}):
        with pytest.raises(IntegrityError, match="seance_d_un_dossier_ou_de_quelqu_un"), transaction.atomic():
            Seance.objects.filter(pk=seance.pk).update(**fautive)
    with pytest.raises(IntegrityError, match="seance_d_un_dossier_ou_de_quelqu_un"), transaction.atomic():
        Seance.objects.filter(pk=sienne.pk).update(animee_par=None)


def test_an_erased_account_takes_its_seances_and_their_journal_with_it(membre, sienne):
    arriver(sienne, "Nolwenn")
    comptes.supprimer_compte(compte=membre)
    assert not Seance.objects.filter(pk=sienne.pk).exists()
    assert not Participation.objects.exists()
    assert not Ligne.objects.filter(portee=sienne.uuid).exists()


def test_its_questions_have_no_address(client_de, membre, sienne):
    """Questionnaires hang on a dossier: the room shows nothing of them here."""
    assert sienne.get_absolute_url() not in reverse(
        "questionnaires:ajouter_en_seance", args=["x", uuid4(), sienne.uuid]
    )
    assert "questionnaire" not in client_de(membre).get(sienne.get_absolute_url()).content.decode().lower()
