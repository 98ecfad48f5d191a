"""Receiving, the quota, availability, deletion, the sweep: nothing lost, nothing left behind."""

import errno
import os
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import FileSystemStorage
from django.db import connection, transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from communs.collectivites.identite import PERSONNE, Identite
from communs.collectivites.registre import REGISTRE
from communs.collectivites.services import supprimer_compte
from communs.fichiers import preparation, services, stockage
from communs.fichiers.enums import Etat
from communs.fichiers.models import Fichier, Televersement
from communs.fichiers.querysets import AGE_ORPHELIN, DUREE_TELEVERSEMENT
from tests.fichiers import fabrique as f
from tests.fichiers.essai.models import Piece
from tests.outils.tuyau import abattre, attendre, en_parallele

pytestmark = pytest.mark.django_db(transaction=True)


def vieillir(chemin, age=2 * AGE_ORPHELIN):
    date = (timezone.now() - age).timestamp()
    os.utime(chemin, (date, date))


def stockes(medias) -> int:
    return len(list((medias / "fichiers").iterdir())) if (medias / "fichiers").exists() else 0


def plein(self, nom, contenu):
    """A disk that takes half of the file."""
    with open(self.path(nom), "wb") as flux:  # noqa: PTH123
        flux.write(contenu.read()[:1000])
    raise OSError(errno.ENOSPC, "No space left on device")


# --- quota ----------------------------------------------------------------------------------------


def test_a_file_beyond_the_quota_is_refused_with_what_is_left(recevoir, settings, medias):
    octets = f.pdf() * 40
    settings.VIGIE_QUOTA = len(octets) + 10
    recevoir("a.pdf", octets)
    with pytest.raises(ValidationError) as refus:
        recevoir("b.pdf", octets)
    assert (
        "Port-Lumière Agglomération a presque épuisé son espace : il reste 10\u00a0octets"
        in refus.value.messages[0]
    )
    assert stockes(medias) == Fichier.objects.count() == 1


def test_ten_files_at_once_never_pass_the_quota_together(recevoir, settings, medias):
    octets = f.pdf() * 40
    settings.VIGIE_QUOTA = 3 * len(octets)
    (medias / "fichiers").mkdir(parents=True)
    refus = []

    def deposer():
        try:
            recevoir("a.pdf", octets)
        except ValidationError as erreur:
            refus.append(erreur)

    en_parallele(*[deposer] * 10)
    assert (Fichier.objects.count(), len(refus), stockes(medias)) == (3, 7, 3)


def test_an_upload_reserves_its_place_and_gives_it_back(envoi, recevoir, settings, collectivite):
    settings.VIGIE_QUOTA = 1000
    assert envoi.annoncer("a.pdf", 900).status_code == 201
    with pytest.raises(ValidationError, match="épuisé"):
        recevoir("b.pdf", f.pdf() * 3)
    assert services.place_prise(collectivite) == 900
    envoi.annuler()
    recevoir("b.pdf", f.pdf() * 3)


def test_the_quota_counts_renditions_and_forgets_refused_files(preparer, collectivite):
    photo = preparer("a.jpg", f.jpeg())
    assert photo.occupe > photo.taille
    preparer("b.gif", f.gif() + b"<script>")
    assert services.place_prise(collectivite) == photo.occupe


def test_each_collectivite_has_its_own_quota(recevoir, settings, autre_collectivite, etrangere):
    settings.VIGIE_QUOTA = 1000
    recevoir("a.pdf", f.pdf() * 10)
    with transaction.atomic():
        services.exiger_place(collectivite=autre_collectivite, octets=1000)


# --- who may take a file --------------------------------------------------------------------------


def test_a_file_is_available_to_who_handed_it_in_only(recevoir, membre, administratrice, etrangere):
    fichier = recevoir("a.pdf", f.pdf())
    assert services.disponible_pour(identite=Identite(membre), uuid=fichier.uuid) == fichier
    for identite in (Identite(administratrice), Identite(etrangere), PERSONNE):
        with pytest.raises(ValidationError, match="plus disponible"):
            services.disponible_pour(identite=identite, uuid=fichier.uuid)
    with pytest.raises(ValidationError, match="plus disponible"):
        services.disponible_pour(identite=Identite(membre), uuid=uuid.uuid4())


def test_a_file_attached_or_refused_is_not_available(preparer, membre):
    pris = preparer("a.pdf", f.pdf())
    Piece.objects.create(titre="x", fichier=pris)
    for fichier in (pris, preparer("b.gif", f.gif() + b"<script>")):
        with pytest.raises(ValidationError, match="plus disponible"):
            services.disponible_pour(identite=Identite(membre), uuid=fichier.uuid)


def test_two_forms_that_take_the_same_file_together_get_it_once(recevoir, membre):
    fichier = recevoir("a.pdf", f.pdf())
    issues = []

    def prendre():
        try:
            with transaction.atomic():
                pris = services.disponible_pour(identite=Identite(membre), uuid=fichier.uuid)
                Piece.objects.create(titre="x", fichier=pris)
                issues.append("pris")
        except ValidationError:
            issues.append("refusé")

    en_parallele(*[prendre] * 4)
    assert sorted(issues) == ["pris", "refusé", "refusé", "refusé"]


def test_a_file_of_one_collectivite_is_not_attached_in_another(recevoir, membre, autre_collectivite):
    fichier = recevoir("a.pdf", f.pdf())
    with pytest.raises(ValidationError, match="déposé ailleurs"):
        services.deposer(identite=Identite(membre), collectivite=autre_collectivite, depot=fichier.uuid)


def test_a_ticket_is_for_one_person_and_half_a_day(membre, etrangere, collectivite, time_machine):
    billet = services.delivrer_billet(identite=Identite(membre), collectivite=collectivite)
    assert services.lire_billet(identite=Identite(membre), billet=billet) == collectivite
    for qui, mot in ((etrangere, billet), (membre, billet[:-2] + "xx"), (membre, "")):
        with pytest.raises(Http404):
            services.lire_billet(identite=Identite(qui), billet=mot)
    with pytest.raises(PermissionDenied):
        services.delivrer_billet(identite=PERSONNE, collectivite=collectivite)
    time_machine.move_to(timezone.now() + timedelta(hours=13))
    with pytest.raises(PermissionDenied, match="rechargez-la"):
        services.lire_billet(identite=Identite(membre), billet=billet)


# --- deletion and the sweep -----------------------------------------------------------------------


def test_deleting_takes_the_files_along_once_committed(preparer, medias):
    fichier = preparer("a.jpg", f.jpeg())
    assert stockes(medias) == 3
    with pytest.raises(RuntimeError), transaction.atomic():
        services.supprimer(fichier=fichier)
        raise RuntimeError
    assert (Fichier.objects.count(), stockes(medias)) == (1, 3)
    services.supprimer(fichier=fichier)
    services.supprimer(fichier=fichier)
    assert (Fichier.objects.count(), stockes(medias)) == (0, 0)


def test_a_file_attached_to_nothing_goes_after_a_day_and_an_attached_one_stays(preparer, medias):
    seul, pris, frais = (preparer(f"{n}.pdf", f.pdf()) for n in "abc")
    Piece.objects.create(titre="x", fichier=pris)
    Fichier.objects.exclude(pk=frais.pk).update(cree_le=timezone.now() - AGE_ORPHELIN - timedelta(minutes=1))
    assert preparation.purger() == 1
    assert set(Fichier.objects.values_list("pk", flat=True)) == {pris.pk, frais.pk}
    assert not (medias / seul.original).exists()
    assert (medias / pris.original).exists()


def test_a_file_being_attached_while_the_sweep_passes_is_kept(recevoir, membre):
    fichier = recevoir("a.pdf", f.pdf())
    Fichier.objects.update(cree_le=timezone.now() - 2 * AGE_ORPHELIN)
    with transaction.atomic():
        services.disponible_pour(identite=Identite(membre), uuid=fichier.uuid)
        nombres = []
        en_parallele(lambda: nombres.append(preparation.purger()))
        Piece.objects.create(titre="x", fichier=fichier)
    assert nombres == [0]
    assert Piece.objects.get().fichier == fichier


def test_bytes_that_no_row_knows_go_after_a_day(recevoir, medias, atelier, envoi):
    garde = recevoir("a.pdf", f.pdf())
    envoi.annoncer("b.pdf", 500)
    attendu = Televersement.objects.get().uuid.hex
    for dossier, nom in (
        (medias / "fichiers", "vieux.jpg"),
        (medias / "fichiers", "neuf.jpg"),
        (atelier, "f" * 32),
    ):
        (dossier / nom).write_bytes(b"x")
    (atelier / "preparation-x").mkdir()
    for chemin in (medias / "fichiers" / "vieux.jpg", medias / garde.original, *atelier.iterdir()):
        vieillir(chemin)
    preparation.purger()
    assert {c.name for c in (medias / "fichiers").iterdir()} == {"neuf.jpg", garde.original.split("/")[1]}
    assert [c.name for c in atelier.iterdir()] == [attendu]


def test_an_upload_left_there_expires_and_gives_its_place_back(envoi, collectivite, atelier):
    envoi.annoncer("a.pdf", 500)
    envoi.pousser(0, b"%PDF-")
    Televersement.objects.update(cree_le=timezone.now() - timedelta(days=3), expire_le=timezone.now())
    assert services.place_prise(collectivite) == 0
    assert envoi.situer().status_code == 404
    preparation.purger()
    assert not Televersement.objects.exists()
    assert list(atelier.iterdir()) == []


def test_erasing_a_person_leaves_the_collectivite_s_files_without_a_name(preparer, membre, envoi):
    fichier = preparer("a.pdf", f.pdf())
    Piece.objects.create(titre="x", fichier=fichier)
    envoi.annoncer("b.pdf", 500)
    supprimer_compte(compte=membre)
    fichier.refresh_from_db()
    assert (fichier.depose_par, fichier.etat) == (None, Etat.PRET)
    assert not Televersement.objects.exists()


# --- what may go wrong ----------------------------------------------------------------------------


def test_a_full_disk_is_said_at_once_and_leaves_no_half_file(recevoir, medias, monkeypatch):
    (medias / "fichiers").mkdir(parents=True)
    with monkeypatch.context() as disque:
        disque.setattr(FileSystemStorage, "_save", plein)
        with pytest.raises(ValidationError) as refus:
            recevoir("a.pdf", f.pdf())
    assert refus.value.messages == [stockage.PLACE]
    assert (stockes(medias), Fichier.objects.count()) == (0, 0)


def test_a_disk_that_fills_during_preparation_is_tried_again(recevoir, medias, monkeypatch):
    fichier = recevoir("a.jpg", f.jpeg())
    with monkeypatch.context() as disque:
        disque.setattr(FileSystemStorage, "_save", plein)
        for _ in range(preparation.ESSAIS_MAX - 1):
            assert preparation.traiter(fichier.pk).etat == Etat.RECU
            assert stockes(medias) == 1, "l’original reçu, et rien de plus"
            assert preparation.traiter(fichier.pk) is None, "pas avant l’heure"
            Fichier.objects.update(prochain_essai_le=timezone.now())
    assert preparation.traiter(fichier.pk).etat == Etat.PRET
    assert stockes(medias) == 3


@pytest.mark.lent
def test_a_worker_killed_while_preparing_loses_nothing(recevoir, tuyau, medias):
    """kill -9 in the middle: the claim is taken back by the sweep and another worker prepares."""
    fichier = recevoir("a.jpg", f.jpeg(cote=(7000, 7000)))
    tue = tuyau()
    attendre(lambda: Fichier.objects.get().etat == Etat.EN_COURS, "la préparation commencée")
    abattre(tue)
    assert Fichier.objects.get().etat == Etat.EN_COURS
    assert preparation.balayer() == 0, "trop tôt pour le dire perdu"
    Fichier.objects.update(reclame_le=timezone.now() - timedelta(minutes=11))
    preparation.balayer()
    assert Fichier.objects.get().etat == Etat.RECU
    Fichier.objects.update(prochain_essai_le=timezone.now())
    tuyau()
    preparation.balayer()
    attendre(lambda: Fichier.objects.get().etat == Etat.PRET, "le fichier prêt")
    fichier.refresh_from_db()
    assert fichier.essais == 2
    assert all((medias / nom).exists() for nom in fichier.noms_stockes)


def test_a_worker_thought_dead_that_comes_back_changes_nothing(recevoir, medias):
    recevoir("a.jpg", f.jpeg())
    revenant = preparation.reclamer()
    Fichier.objects.update(reclame_le=timezone.now() - timedelta(minutes=11))
    preparation.balayer()
    Fichier.objects.update(prochain_essai_le=timezone.now())
    prepare = preparation.traiter()
    assert prepare.etat == Etat.PRET
    revenant.original = prepare.original  # it may still read what the other has stored
    preparation._traiter(revenant)
    prepare.refresh_from_db()
    assert prepare.essais == 2
    assert {f"fichiers/{c.name}" for c in (medias / "fichiers").iterdir()} == set(prepare.noms_stockes)


def test_with_redis_away_the_file_is_taken_and_the_sweep_finds_it(recevoir, file_absente, caplog):
    caplog.set_level("WARNING", logger="communs.web")
    recevoir("a.pdf", f.pdf())
    assert any("injoignable" in r.getMessage() for r in caplog.records)
    assert preparation.balayer() == 1


def test_a_file_lost_by_the_disk_says_so(recevoir, medias):
    fichier = recevoir("a.pdf", f.pdf())
    (medias / fichier.original).unlink()
    assert preparation.traiter(fichier.pk).motif == preparation.PERDU


def test_the_sweep_costs_the_same_for_one_orphan_search_whatever_the_number(
    recevoir, django_assert_num_queries
):
    for n in range(3):
        recevoir(f"{n}.pdf", f.pdf())
    with django_assert_num_queries(1):
        list(Fichier.objects.orphelins().order_by("pk"))


# --- the plain form -------------------------------------------------------------------------------


@pytest.fixture
def formulaire(client_de, membre, collectivite):
    """`formulaire(titre=…, fichier=…)`: Bachir posts the form without script."""
    adresse = reverse("essai_ajouter", args=[collectivite.identifiant])
    client = client_de(membre)
    return lambda **donnees: client.post(adresse, donnees)


def fichier_de(nom: str, octets: bytes):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(nom, octets)


def test_a_form_without_script_takes_a_file(formulaire):
    assert formulaire(titre="Rue", fichier=fichier_de("a.jpg", f.jpeg())).status_code == 302
    assert Piece.objects.get().fichier.nom == "a.jpg"


def test_a_form_takes_the_file_that_has_already_arrived(formulaire, recevoir):
    fichier = recevoir("a.jpg", f.jpeg())
    assert formulaire(titre="Rue", **{"fichier-depot": str(fichier.uuid)}).status_code == 302
    assert Piece.objects.get().fichier == fichier


def test_a_form_sent_back_for_another_reason_keeps_what_has_arrived(formulaire, recevoir):
    fichier = recevoir("a.jpg", f.jpeg())
    page = formulaire(titre="", **{"fichier-depot": str(fichier.uuid)}).content.decode()
    assert f'value="{fichier.uuid}"' in page
    assert "Votre fichier est bien arrivé" in page


@pytest.mark.parametrize(
    ("donnees", "phrase"),
    [
        ({}, "Ce champ est obligatoire"),
        ({"fichier": ("a.svg", b"<svg/>")}, "n’est pas accepté"),
        ({"fichier": ("a.doc", b"x")}, "ancien format"),
        ({"fichier-depot": "n’importe quoi"}, "plus disponible"),
        ({"fichier-depot": str(uuid.uuid4())}, "plus disponible"),
    ],
)
def test_a_refusal_is_said_at_the_field(formulaire, donnees, phrase, medias):
    if "fichier" in donnees:
        donnees = {"fichier": fichier_de(*donnees["fichier"])}
    response = formulaire(titre="Rue", **donnees)
    assert response.status_code == 422
    assert phrase in response.content.decode()
    assert (Fichier.objects.count(), stockes(medias)) == (0, 0)


def test_a_post_beyond_the_plain_limit_is_a_clear_413(formulaire, settings):
    settings.VIGIE_ENVOI_SIMPLE = 3 * 1024 * 1024
    response = formulaire(titre="Rue", fichier=fichier_de("a.jpg", f.bruit(4 * 1024 * 1024)))
    assert response.status_code == 413
    assert "trop volumineux" in response.content.decode()


def test_only_the_views_that_say_so_take_files_and_only_from_people_signed_in(
    client, client_de, membre, collectivite
):
    gros = {"titre": "x", "fichier": fichier_de("a.jpg", f.bruit(3 * 1024 * 1024))}
    assert client_de(membre).post(reverse("collectivites:creer"), gros).status_code == 413
    gros["fichier"].seek(0)
    adresse = reverse("essai_ajouter", args=[collectivite.identifiant])
    assert client.post(adresse, gros).status_code in {302, 413}
    assert Fichier.objects.count() == 0
    assert connection.in_atomic_block is False


def test_the_register_says_how_long_a_file_attached_to_nothing_is_kept(client):
    duree = next(t.duree for t in REGISTRE if t.nom == "Fichiers déposés")
    assert duree in client.get(reverse("web:donnees_personnelles")).content.decode()
    assert f"après {AGE_ORPHELIN / timedelta(hours=1):.0f} heures" in duree
    assert AGE_ORPHELIN == DUREE_TELEVERSEMENT
