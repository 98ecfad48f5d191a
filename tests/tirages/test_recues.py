"""A long list is read by a worker: progress, errors, a worker killed, two at once, a queue away."""

from datetime import timedelta

import pytest
from celery import current_app
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.tirages import liste, recues
from communs.tirages.enums import EtatListe
from communs.tirages.models import ListeRecue, Tirage
from communs.tirages.preparation import problemes
from communs.tirages.querysets import DELAI_RECLAMATION
from tests.outils.tirages import preparer
from tests.outils.tuyau import abattre, attendre

pytestmark = pytest.mark.django_db

ENTETE = "Nom;Service;Identifiant\n"


def table(nombre: int) -> str:
    return ENTETE + "".join(f"Agente {n};Service {n % 7};agente-{n}@exemple.fr\n" for n in range(nombre))


LONGUE = table(5_000)


@pytest.fixture
def tirage(administratrice, dossier) -> Tirage:
    return preparer(administratrice, dossier)


@pytest.fixture
def alice(client_de, administratrice):
    return client_de(administratrice)


def deposer(compte, tirage, texte: str = LONGUE) -> ListeRecue:
    return recues.deposer(identite=Identite(compte), tirage=tirage, octets=texte.encode(), ensemble=False)


def envoyer(client, tirage, texte: str, **suite):
    return client.post(tirage.adresse("composer"), {"source": "tableau", "tableau-texte": texte}, **suite)


def test_une_petite_liste_entre_aussitot(alice, tirage):
    page = envoyer(alice, tirage, table(50), follow=True).content.decode()
    assert "50 personnes ajoutées" in page
    assert not ListeRecue.objects.exists()


def test_une_longue_liste_se_lit_a_part_et_dit_ce_qu_elle_est_devenue(alice, tirage):
    assert len(LONGUE) > recues.SEUIL
    page = envoyer(alice, tirage, LONGUE, follow=True).content.decode()
    assert "Lecture de votre liste" in page
    assert "Ajouter cette liste" not in page
    assert tirage.inscrits.count() == 0
    avance = alice.get(tirage.adresse("lecture")).json()
    assert avance == {"en_route": True, "libelle": "En attente", "progres": 0}
    recue = ListeRecue.objects.get()
    recues.lire(recue.pk)
    recues.lire(recue.pk)
    assert tirage.inscrits.count() == 5_000
    assert alice.get(tirage.adresse("lecture")).json()["en_route"] is False
    page = alice.get(tirage.adresse("composer")).content.decode()
    assert "5000 personnes ajoutées" in page
    assert "Ajouter cette liste" in page
    recue.refresh_from_db()
    assert (recue.etat, recue.progres, bytes(recue.octets)) == (EtatListe.LUE, 100, b"")


def test_une_liste_a_corriger_n_ajoute_personne_et_montre_ses_lignes(alice, administratrice, tirage):
    fautive = LONGUE + ";Voirie;\n" * 60
    recues.lire(deposer(administratrice, tirage, fautive).pk)
    page = alice.get(tirage.adresse("composer")).content.decode()
    assert tirage.inscrits.count() == 0
    assert "ligne 5002" in page
    assert "et 10 autres lignes" in page
    assert "Ajouter cette liste" in page


def test_elle_se_lit_pas_a_pas():
    dits: list[int] = []
    feuille = recues.tableurs.lire(table(20_000).encode(), lignes_max=liste.INSCRITS_MAX)
    liste.d_une_feuille(feuille, dits.append)
    assert dits == [0, 25, 50, 75]


def test_une_seule_liste_a_la_fois_et_pas_d_engagement_pendant_ce_temps(administratrice, tirage):
    deposer(administratrice, tirage)
    with pytest.raises(ValidationError, match="en train d’être lue"):
        deposer(administratrice, tirage)
    (avis,) = problemes(tirage)
    assert "en train d’être lue" in avis.texte
    with pytest.raises(IntegrityError), transaction.atomic():
        ListeRecue.objects.create(tirage=tirage, acteur=ListeRecue.objects.get().acteur, octets=b"x")


def test_qui_n_organise_plus_n_ajoute_plus_personne(administratrice, membre, tirage):
    from tests.outils.essai import RoleEssai

    membre_pilote = tirage.dossier.participants.get(compte=membre)
    membre_pilote.roles = [RoleEssai.PILOTE]
    membre_pilote.save()
    recue = deposer(membre, tirage)
    membre_pilote.roles = [RoleEssai.EQUIPIER]
    membre_pilote.save()
    recues.lire(recue.pk)
    recue.refresh_from_db()
    assert (recue.etat, recue.erreurs) == (EtatListe.REFUSEE, [recues.PARTI])
    assert tirage.inscrits.count() == 0


def test_une_lecture_perdue_recommence_puis_renonce(administratrice, tirage):
    pk = deposer(administratrice, tirage).pk
    for essai in (1, 2, 3):
        assert recues.reclamer(pk).essais == essai
        recues.balayer()
        assert ListeRecue.objects.get().etat == EtatListe.EN_COURS, "elle peut être encore lue"
        ListeRecue.objects.update(reclame_le=timezone.now() - DELAI_RECLAMATION - timedelta(seconds=1))
        recues.balayer()
    recue = ListeRecue.objects.get()
    assert (recue.etat, recue.erreurs) == (EtatListe.REFUSEE, [recues.MORT])


def test_un_worker_declare_perdu_qui_revient_n_ajoute_rien_deux_fois(administratrice, tirage):
    pk = deposer(administratrice, tirage).pk
    lent = recues.reclamer(pk)
    ListeRecue.objects.update(reclame_le=timezone.now() - DELAI_RECLAMATION - timedelta(seconds=1))
    recues.balayer()
    recues.lire(pk)
    recues._lire(lent)
    assert tirage.inscrits.count() == 5_000
    assert ListeRecue.objects.get().etat == EtatListe.LUE


def test_le_bilan_s_oublie_apres_un_jour(administratrice, tirage):
    recues.lire(deposer(administratrice, tirage).pk)
    recues.balayer()
    assert ListeRecue.objects.count() == 1
    ListeRecue.objects.update(fini_le=timezone.now() - recues.GARDE - timedelta(seconds=1))
    recues.balayer()
    assert ListeRecue.objects.count() == 0


def test_une_file_absente_laisse_la_liste_au_balayage(alice, tirage, file_absente):
    envoyer(alice, tirage, LONGUE)
    assert ListeRecue.objects.get().etat == EtatListe.RECUE


@pytest.mark.lent
@pytest.mark.django_db(transaction=True)
def test_un_worker_abattu_en_pleine_lecture_ne_laisse_rien_a_moitie(administratrice, tirage, tuyau):
    premier = tuyau(inclure="tests.outils.essai")
    pk = deposer(administratrice, tirage, table(60_000)).pk
    attendre(lambda: ListeRecue.objects.get().progres >= 10, "une lecture commencée")
    abattre(premier)
    recue = ListeRecue.objects.get()
    assert (recue.etat, tirage.inscrits.count()) == (EtatListe.EN_COURS, 0)
    assert bytes(recue.octets)
    ListeRecue.objects.update(reclame_le=timezone.now() - DELAI_RECLAMATION - timedelta(seconds=1))
    tuyau(inclure="tests.outils.essai")
    current_app.send_task("communs.tirages.tasks.balayer")
    attendre(lambda: not ListeRecue.objects.get(pk=pk).en_route, "la lecture entière")
    assert (ListeRecue.objects.get().erreurs, tirage.inscrits.count()) == ([], 60_000)
