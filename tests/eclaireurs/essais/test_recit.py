"""The trial as it is told for visitors: every tool has something to do, and all of it goes."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite, Compte, Service
from communs.courrier.models import Courriel
from communs.dossiers.models import Dossier
from communs.etats.tables import franchir
from communs.fichiers import preparation
from communs.fichiers.models import Fichier
from communs.livrets.models import Livret
from eclaireurs.essais import services
from eclaireurs.essais.models import Essai
from eclaireurs.evaluation.desirable.models import Desirable
from eclaireurs.evaluation.desirable.transitions import DESIRABLE
from eclaireurs.evaluation.suivi.livrets import TABLEAU
from eclaireurs.outils import OUTILS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contenu")]

# Of the platform, not of a trial.
A_PART = {"sessions.Session", "django_celery_beat.PeriodicTask"}


def lignes() -> dict[str, int]:
    """How many rows each table holds."""
    return {
        modele._meta.label: modele._base_manager.count()
        for modele in apps.get_models()
        if issubclass(modele, models.Model) and modele._meta.managed and modele._meta.label not in A_PART
    }


@pytest.fixture
def avant(db) -> dict[str, int]:
    return lignes()


@pytest.fixture
def essai(avant) -> Essai:
    return services.preparer()


def test_every_tool_is_tried_where_it_serves_by_every_person(client, essai):
    assert set(essai.portes) == {outil.cle for outil in OUTILS}
    client.post("/eclaireurs/evaluation/cadrage/essayer/")
    for outil in OUTILS:
        page = client.get(essai.portes[outil.cle])
        assert (outil.slug, page.status_code) == (outil.slug, 200)
        assert "Vous essayez." in page.content.decode()
    for pk, nom, _ in essai.personnes:
        client.post("/eclaireurs/essai/jouer/", {"personne": pk})
        page = client.get("/espace/", follow=True)
        assert page.status_code == 200
        assert nom in page.content.decode()
    dossiers = {d.titre.partition(" (")[2].rstrip(")"): d for d in Dossier.objects.all()}
    assert set(dossiers) == {"", "au cadrage", "sur le terrain", "le jour du conclave"}
    assert dossiers["au cadrage"].cadre.etat == "ecriture"
    assert dossiers["sur le terrain"].collecte.etat == "en_cours"
    assert dossiers["le jour du conclave"].conclave.etat == "tenue"
    assert dossiers[""].plan.etat == "arrete"
    assert Courriel.objects.count() == 0
    assert {e.rpartition("@")[2] for e in Compte.objects.values_list("email", flat=True)} == {"essai.invalid"}
    assert not any(compte.has_usable_password() for compte in Compte.objects.all())
    assert set(Service.objects.values_list("collectivite", flat=True)) == {essai.collectivite_id}


def test_all_of_it_is_erased_files_and_booklets_too(client, essai, avant, django_capture_on_commit_callbacks):
    client.post("/eclaireurs/evaluation/cadrage/essayer/")
    suivi = essai.portes["evaluation-suivi"]
    assert client.post(f"{suivi}exporter/pdf/").status_code == 302
    assert Livret.objects.filter(gabarit=TABLEAU).count() == 1
    noms = Fichier.objects.noms_stockes()
    assert noms
    assert all(default_storage.exists(nom) for nom in noms)
    Collectivite.objects.update(essai_jusqu_au=timezone.now() - timedelta(seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        services.purges.purger(Essai.objects.expires(), services.effacement.effacer)
    assert lignes() == avant
    assert not any(default_storage.exists(nom) for nom in noms)


def test_a_worker_that_dies_while_telling_leaves_nothing(avant, monkeypatch):
    monkeypatch.setattr("eclaireurs.evaluation.demonstration.essai.feter", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.preparer()
    assert lignes() == avant


def test_a_report_published_in_a_trial_is_read_by_its_visitor_alone(client, client_de, essai, etrangere):
    for fichier in Fichier.objects.order_by("pk"):
        preparation.traiter(fichier.pk)
    rapports = Desirable.objects.select_related("dossier__collectivite").exclude(pieces=None)
    rapport = rapports.distinct().get()
    franchir(
        DESIRABLE,
        identite=Identite(Compte.objects.get(pk=essai.personnes[0][0])),
        objet=rapport,
        nom="publier",
    )
    rapport.refresh_from_db()
    assert client.get(rapport.adresse_publique()).status_code == 404
    assert client_de(etrangere).get(rapport.adresse_publique()).status_code == 404
    for publique in ("/eclaireurs/rapports/", "/sitemap-rapports.xml"):
        assert rapport.adresse_publique() not in client.get(publique).content.decode()
    client.post("/eclaireurs/evaluation/cadrage/essayer/")
    assert client.get(rapport.adresse_publique()).status_code == 200
