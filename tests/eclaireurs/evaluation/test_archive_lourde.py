"""The archive of a dossier that holds a film of 300 MB, made by a real worker."""

import hashlib
import threading
import time
import zipfile
from pathlib import Path

import psutil
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from communs.dossiers import emports
from communs.dossiers.models import Dossier
from communs.fichiers.models import Fichier
from communs.livrets import services as livrets
from communs.livrets.enums import Etat
from communs.livrets.models import Livret, Tirage
from communs.livrets.querysets import DELAI_RECLAMATION
from communs.materiaux.models import Materiau
from tests.outils.evaluations import Evaluation
from tests.outils.tuyau import abattre, attendre

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lent]

MO = 1024**2
FILM, MEMOIRE = 300 * MO, 60 * MO


@pytest.fixture
def film(evaluation: Evaluation, medias: Path) -> Materiau:
    """A clue whose film is full of holes, so that only the archive costs the disk its size."""
    (medias / "fichiers").mkdir(parents=True)
    with (medias / "fichiers/film.mp4").open("wb") as flux:
        flux.truncate(FILM)
        for place in range(0, FILM, 10 * MO):
            flux.seek(place)
            flux.write(f"repère {place}".encode())
    fichier = Fichier.objects.create(
        collectivite=evaluation.dossier.collectivite,
        nom="la-tournee.mp4",
        type="video",
        mime="video/mp4",
        taille=FILM,
        occupe=FILM,
        empreinte="0" * 64,
        original="fichiers/film.mp4",
        etat="pret",
        prochain_essai_le=None,
    )
    return Materiau.objects.create(
        dossier=evaluation.dossier,
        genre="video",
        titre="La tournée",
        fichier=fichier,
        depose_par=evaluation.gens["evaluateur"].acteur,
    )


def demander(evaluation: Evaluation) -> Livret:
    dossier = Dossier.objects.get(pk=evaluation.dossier.pk)
    return emports.demander(identite=evaluation.identite("evaluateur"), dossier=dossier)


def attendre_etat(voulu: Etat) -> None:
    attendre(lambda: Tirage.objects.get().etat == voulu, f"l’état {voulu}")


def empreinte(flux) -> str:
    return hashlib.file_digest(flux, "sha256").hexdigest()


def exiger_l_archive(livret: Livret, medias: Path) -> None:
    """Whole, the film as it was handed in."""
    tirage = Tirage.objects.get()
    with zipfile.ZipFile(default_storage.path(tirage.fichier)) as archive:
        assert archive.testzip() is None
        (nom,) = [n for n in archive.namelist() if n.endswith(".mp4")]
        assert nom == "collecte/fichiers/0001-la-tournee.mp4"
        with archive.open(nom) as lu, (medias / "fichiers/film.mp4").open("rb") as depose:
            assert empreinte(lu) == empreinte(depose)
    assert default_storage.listdir("livrets")[1] == [tirage.fichier.split("/")[1]]


class Poids(threading.Thread):
    """The greatest weight of a worker and of its children, looked at all along."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.max, self.fini = pid, 0, False

    def mesurer(self) -> int:
        chef = psutil.Process(self.pid)
        return max(p.memory_info().rss for p in (chef, *chef.children(recursive=True)))

    def run(self) -> None:
        while not self.fini:
            self.max = max(self.max, self.mesurer())
            time.sleep(0.02)


def test_a_worker_makes_it_a_piece_at_a_time_and_says_how_far_it_is(evaluation, film, medias, tuyau):
    worker = tuyau()
    dossier = Dossier.objects.get(pk=evaluation.dossier.pk)
    film_seul = Fichier.objects.filter(pk=film.fichier_id)
    film_seul.update(etat="refuse", motif="essai", original="", occupe=0)
    demander(evaluation)  # without the film, a first time: what the program itself weighs
    attendre_etat(Etat.PRET)
    poids = Poids(worker.pid)
    a_vide = poids.mesurer()
    film_seul.update(etat="pret", motif="", original="fichiers/film.mp4", occupe=FILM)

    vus: set[int] = set()
    poids.start()
    livret = emports.demander(identite=evaluation.identite("evaluateur"), dossier=dossier)

    def fini() -> bool:
        tirage = Tirage.objects.get()
        vus.add(tirage.progres)
        return tirage.etat == Etat.PRET

    attendre(fini, "l’archive")
    poids.fini = True
    poids.join()
    assert poids.max - a_vide < MEMOIRE
    assert len(vus & set(range(6, 96))) >= 3, "la page avance"
    exiger_l_archive(livret, medias)


def test_a_worker_killed_half_way_loses_nothing(client_de, evaluation, film, medias, tuyau):
    livret = demander(evaluation)
    tue = tuyau()
    attendre(lambda: Tirage.objects.get().progres >= 15, "l’archive commencée")
    abattre(tue)
    assert Tirage.objects.get().etat == Etat.EN_COURS
    Tirage.objects.update(reclame_le=timezone.now() - DELAI_RECLAMATION)
    livrets.balayer()
    client = client_de(evaluation.gens["evaluateur"].compte)
    assert livrets.MORT in client.get(livret.get_absolute_url()).content.decode()
    Tirage.objects.update(prochain_essai_le=timezone.now())
    tuyau()
    livrets.balayer()
    attendre_etat(Etat.PRET)
    assert Tirage.objects.get().essais == 2
    exiger_l_archive(livret, medias)
    assert list((medias.parent / "televersements").iterdir()) == [], "rien ne reste du premier essai"
    reponse = client.get(reverse("livrets:fichier", args=[livret.uuid]))
    assert sum(len(morceau) for morceau in reponse.streaming_content) == Tirage.objects.get().taille


def test_a_file_that_has_gone_is_named_and_the_rest_is_there(evaluation, film, medias):
    (medias / "fichiers/film.mp4").unlink()
    demander(evaluation)
    assert livrets.fabriquer().etat == Etat.PRET
    with zipfile.ZipFile(default_storage.path(Tirage.objects.get().fichier)) as archive:
        assert "collecte/fichiers/0001-la-tournee.mp4" in archive.read("FICHIERS-MANQUANTS.txt").decode()
        assert "La tournée" in archive.read("collecte/indices.csv").decode()


def test_a_full_disk_is_said_and_tried_again(evaluation, film, medias, monkeypatch):
    def plein(*args, **kwargs):
        raise OSError(28, "No space left on device")

    demander(evaluation)
    with monkeypatch.context() as disque:
        disque.setattr("communs.dossiers.archive.ZipFile.writestr", plein)
        assert livrets.fabriquer().erreur == livrets.PLACE
    Tirage.objects.update(prochain_essai_le=timezone.now())
    assert livrets.fabriquer().etat == Etat.PRET
