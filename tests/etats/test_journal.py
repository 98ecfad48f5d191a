"""The journal is written once; only the purge of a deleted affair takes its lines away."""

import pytest
from django.db import IntegrityError, connection, transaction

from communs.collectivites import services as collectivites
from communs.collectivites.identite import Identite
from communs.dossiers import services as dossiers
from communs.etats import journal
from communs.etats.inalterable import porte_de_purge
from communs.etats.models import PERSONNE_EFFACEE, Acteur, Ligne
from tests.outils.dossiers import faire_venir, ouvrir_un_dossier

pytestmark = pytest.mark.django_db


def phrases(dossier) -> list[str]:
    return [f"{ligne.acteur} {journal.phrase(ligne)}" for ligne in Ligne.objects.de_l_affaire(dossier.portee)]


@pytest.mark.parametrize(
    "ordre",
    [
        "UPDATE etats_ligne SET verbe = 'rien'",
        "UPDATE etats_ligne SET acteur_id = NULL",
        "DELETE FROM etats_ligne",
        "TRUNCATE etats_ligne",
    ],
)
def test_la_base_refuse_d_alterer_le_journal(dossier, ordre):
    with connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="le journal ne se modifie pas"), transaction.atomic():
            curseur.execute(ordre)
    assert Ligne.objects.count() == 1


def test_la_porte_de_purge_ne_laisse_passer_que_les_lignes_de_son_affaire(
    administratrice, collectivite, dossier
):
    autre = ouvrir_un_dossier(administratrice, collectivite)
    with pytest.raises(IntegrityError), porte_de_purge(dossier.uuid):
        Ligne.objects.filter(portee=autre.uuid).delete()
    assert journal.purger(dossier.uuid) == 1
    assert list(Ligne.objects.values_list("portee", flat=True)) == [autre.uuid]


def test_meme_ouverte_la_porte_ne_laisse_rien_reecrire(dossier):
    with pytest.raises(IntegrityError), porte_de_purge(dossier.uuid):
        Ligne.objects.filter(portee=dossier.uuid).update(verbe="rien")


def test_la_porte_se_referme_derriere_la_purge(dossier):
    with porte_de_purge(dossier.uuid):
        pass
    with pytest.raises(IntegrityError), transaction.atomic():
        Ligne.objects.all().delete()


def test_la_porte_se_referme_meme_quand_la_purge_echoue(dossier):
    with pytest.raises(ZeroDivisionError), porte_de_purge(dossier.uuid):
        raise ZeroDivisionError
    with pytest.raises(IntegrityError), transaction.atomic():
        Ligne.objects.all().delete()


def test_une_porte_dans_une_porte_rend_la_premiere(administratrice, collectivite, dossier):
    autre = ouvrir_un_dossier(administratrice, collectivite)
    with porte_de_purge(dossier.uuid):
        journal.purger(autre.uuid)
        assert Ligne.objects.filter(portee=dossier.uuid).delete()[0] == 1
    assert not Ligne.objects.exists()


def test_une_ligne_dit_qui_a_fait_quoi_en_francais(administratrice, dossier):
    faire_venir(administratrice, dossier, "jean@ailleurs.example", nom="Jean Cariou")
    assert phrases(dossier) == [
        "Alice Kerguelen a invité Jean Cariou à participer",
        "Alice Kerguelen a ouvert le dossier",
    ]


def test_un_titre_plein_d_accolades_ne_casse_pas_la_phrase(administratrice, collectivite, dossier):
    piege = ouvrir_un_dossier(administratrice, collectivite, titre="{cible} {0} {x.__class__} %s")
    copie = dossiers.copier(
        identite=Identite(administratrice),
        dossier=piege,
        collectivite=collectivite,
        titre="Copie",
        demande="6f1b2c9e-0000-4000-8000-000000000001",
    )
    assert phrases(copie) == [
        "Alice Kerguelen a ouvert ce dossier à partir du modèle «\u00a0{cible} {0} {x.__class__} %s\u00a0»"
    ]


def test_un_verbe_sans_phrase_n_entre_pas_au_journal(administratrice, dossier):
    with pytest.raises(KeyError, match="sans phrase"):
        journal.consigner(identite=Identite(administratrice), verbe="inconnu", objet=dossier)
    with pytest.raises(ValueError, match="déjà inscrit"):
        journal.inscrire({"dossiers.ouvrir": "autre phrase"})


def test_un_compte_efface_laisse_des_lignes_que_plus_rien_ne_nomme(
    administratrice, membre, collectivite, dossier
):
    faire_venir(administratrice, dossier, membre.email)
    collectivites.supprimer_compte(compte=membre)
    assert phrases(dossier)[0] == (
        "Alice Kerguelen a invité une personne dont les données ont été effacées à participer"
    )
    assert str(Acteur.objects.get(compte=None)) == PERSONNE_EFFACEE


def test_le_journal_d_une_affaire_se_lit_en_une_requete(administratrice, dossier, django_assert_num_queries):
    for rang in range(3):
        faire_venir(administratrice, dossier, f"p{rang}@ailleurs.example", nom=f"Personne {rang}")
    with django_assert_num_queries(1):
        assert len(phrases(dossier)) == 4
