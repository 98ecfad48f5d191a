"""What booklets promise when many ask at once, when something dies, and when something is missing."""

import errno

import pytest
from billiard.exceptions import SoftTimeLimitExceeded
from celery import current_app
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import transaction
from django.template import TemplateSyntaxError
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.identite import PERSONNE
from communs.livrets import services
from communs.livrets.enums import Etat
from communs.livrets.models import Livret, Tirage
from communs.livrets.querysets import DELAI_RECLAMATION
from communs.livrets.tasks import fabriquer
from sonar.models import Tentative
from sonar.services import demander_carnet
from tests.outils.tuyau import abattre, attendre, en_parallele

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("contenu", "medias")]


def etat() -> str:
    return Tirage.objects.get().etat


def attendre_etat(voulu: Etat) -> None:
    attendre(lambda: etat() == voulu, f"l’état {voulu}")


def plein(self, nom, contenu):
    """A disk that takes half of the file."""
    with open(self.path(nom), "wb") as flux:  # noqa: PTH123
        flux.write(contenu.read()[:1000])
    raise OSError(errno.ENOSPC, "No space left on device")


def test_twenty_who_ask_at_once_get_one_printing(remettre, tirages):
    tentative = Tentative.objects.par_adresse().get(pk=remettre("uuuuhs").pk)
    adresses = []
    en_parallele(
        *[lambda: adresses.append(demander_carnet(tentative=tentative, identite=PERSONNE).uuid)] * 20
    )
    assert len(adresses) == 20
    assert len(set(adresses)) == 1
    assert Livret.objects.count() == Tirage.objects.count() == 1
    en_parallele(*[services.fabriquer] * 6)
    assert etat() == Etat.PRET
    assert len(tirages) == 1
    assert len(default_storage.listdir("livrets")[1]) == 1


@pytest.mark.lent
def test_a_real_worker_prints_what_twenty_ask_for_once(client, remettre, demander, tuyau):
    tentative = remettre("uuuuhs")
    tuyau()
    lue = Tentative.objects.par_adresse().get(pk=tentative.pk)
    en_parallele(*[lambda: demander_carnet(tentative=lue, identite=PERSONNE)] * 20)
    attendre_etat(Etat.PRET)
    tirage = Tirage.objects.get()
    assert (tirage.pages, tirage.essais) == (12, 1)
    assert len(default_storage.listdir("livrets")[1]) == 1
    assert default_storage.size(tirage.fichier) == tirage.taille
    response = client.get(reverse("livrets:fichier", args=[Livret.objects.get().uuid]))
    assert len(b"".join(response.streaming_content)) == tirage.taille


@pytest.mark.lent
def test_a_worker_killed_while_printing_loses_nothing(client, remettre, demander, tuyau):
    """kill -9 in the middle, the claim is taken back by the sweep and another worker prints."""
    livret = demander(remettre("uuuuhs"))
    tue = tuyau()
    attendre(lambda: Tirage.objects.get().progres >= 15, "l’impression commencée")
    abattre(tue)
    assert etat() == Etat.EN_COURS
    assert "En fabrication" in client.get(livret.get_absolute_url()).content.decode()
    assert services.balayer() == 0, "trop tôt pour le dire perdu"

    Tirage.objects.update(reclame_le=timezone.now() - DELAI_RECLAMATION)
    services.balayer()
    assert etat() == Etat.DEMANDE
    assert services.MORT in client.get(livret.get_absolute_url()).content.decode()
    Tirage.objects.update(prochain_essai_le=timezone.now())
    tuyau()
    services.balayer()
    attendre_etat(Etat.PRET)
    assert Tirage.objects.get().essais == 2
    assert Tirage.objects.get().erreur == ""


def test_a_worker_that_dies_each_time_ends_in_a_failure_that_can_be_retried(client, remettre, demander):
    livret = demander(remettre("uuuuhs"))
    for _ in range(services.ESSAIS_MAX):
        assert services.reclamer() is not None
        Tirage.objects.update(reclame_le=timezone.now() - DELAI_RECLAMATION)
        services.balayer()
        Tirage.objects.filter(etat=Etat.DEMANDE).update(prochain_essai_le=timezone.now())
    assert etat() == Etat.ECHOUE
    page = client.get(livret.get_absolute_url()).content.decode()
    assert services.MORT in page
    assert "Réessayer" in page
    client.post(reverse("livrets:refaire", args=[livret.uuid]))
    assert services.fabriquer().etat == Etat.PRET


def test_a_worker_thought_dead_that_comes_back_changes_nothing(remettre, demander):
    demander(remettre("uuuuhs"))
    revenant = services.reclamer()
    Tirage.objects.update(reclame_le=timezone.now() - DELAI_RECLAMATION)
    services.balayer()
    Tirage.objects.update(prochain_essai_le=timezone.now())
    assert services.fabriquer().etat == Etat.PRET
    services._fabriquer(revenant)
    tirage = Tirage.objects.get()
    assert (tirage.etat, tirage.essais) == (Etat.PRET, 2)
    assert default_storage.listdir("livrets")[1] == [tirage.fichier.split("/")[1]]


def test_with_redis_away_the_request_is_taken_and_the_sweep_prints(
    client, remettre, demander, file_absente, caplog
):
    caplog.set_level("WARNING", logger="communs.web")
    livret = demander(remettre("uuuuhs"))
    assert any("injoignable" in r.getMessage() for r in caplog.records)
    assert "En attente" in client.get(livret.get_absolute_url()).content.decode()
    assert services.balayer() == 1
    assert etat() == Etat.DEMANDE


@pytest.mark.lent
def test_with_redis_back_the_sweep_hands_the_row_to_a_worker(remettre, demander, tuyau):
    demander(remettre("uuuuhs"))
    current_app.control.purge()  # the hint was lost with Redis
    tuyau()
    current_app.send_task("communs.livrets.tasks.balayer")
    attendre_etat(Etat.PRET)


def test_a_full_disk_is_said_retried_and_leaves_no_half_file(client, remettre, demander, monkeypatch, medias):
    livret = demander(remettre("uuuuhs"))
    with monkeypatch.context() as disque:
        (medias / "livrets").mkdir(parents=True)
        disque.setattr(FileSystemStorage, "_save", plein)
        for essai in range(1, services.ESSAIS_MAX + 1):
            assert services.fabriquer().erreur == services.PLACE
            assert list((medias / "livrets").iterdir()) == []
            assert Tirage.objects.get().essais == essai
            if essai < services.ESSAIS_MAX:
                assert etat() == Etat.DEMANDE
                assert services.fabriquer() is None, "pas avant l’heure du nouvel essai"
                assert services.PLACE in client.get(livret.get_absolute_url()).content.decode()
                Tirage.objects.update(prochain_essai_le=timezone.now())
    assert etat() == Etat.ECHOUE
    assert "le disque est plein" in client.get(livret.get_absolute_url()).content.decode()
    client.post(reverse("livrets:refaire", args=[livret.uuid]))
    assert services.fabriquer().etat == Etat.PRET


def test_an_error_in_the_template_is_a_clear_failure_that_can_be_retried(
    client, remettre, demander, monkeypatch
):
    livret = demander(remettre("uuuuhs"))

    def casse(*_):
        raise TemplateSyntaxError("bloc jamais fermé")

    with monkeypatch.context() as gabarit:
        gabarit.setattr(services, "composer", casse)
        assert services.fabriquer().etat == Etat.ECHOUE
    page = client.get(livret.get_absolute_url()).content.decode()
    assert services.GABARIT in page
    assert "bloc jamais" not in page
    client.post(reverse("livrets:refaire", args=[livret.uuid]))
    assert services.fabriquer().etat == Etat.PRET


def test_a_refused_file_fails_with_its_reason_and_is_not_tried_again(remettre, demander, monkeypatch):
    demander(remettre("uuuuhs"))
    vrai = services.composer

    def piege(*arguments):
        page = vrai(*arguments)
        return type(page)(
            html=page.html.replace("</main>", '<img src="file:///etc/passwd" alt=""></main>'),
            empreinte=page.empreinte,
            medias=page.medias,
        )

    monkeypatch.setattr(services, "composer", piege)
    tirage = services.fabriquer()
    assert tirage.etat == Etat.ECHOUE
    assert tirage.erreur == "Adresse étrangère à la plateforme : file:///etc/passwd"


def test_a_printing_that_lasts_too_long_is_stopped_and_said(remettre, demander, monkeypatch):
    demander(remettre("uuuuhs"))
    assert 0 < fabriquer.soft_time_limit < fabriquer.time_limit

    def long(*_):
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(services, "imprimer", long)
    assert services.fabriquer().erreur == services.LONG
    assert etat() == Etat.DEMANDE


def test_nobody_prints_inside_an_open_transaction(remettre, demander):
    demander(remettre("uuuuhs"))
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        services.fabriquer()
    assert etat() == Etat.DEMANDE
