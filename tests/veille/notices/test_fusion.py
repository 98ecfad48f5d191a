"""Two notices of one document become one, and two again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from communs.etats.models import Ligne
from communs.etats.services import Conflit
from communs.web.erreurs import Refus
from tests.outils.tuyau import en_parallele
from tests.outils.veille import ARTICLE, NUMERO, RAPPORT, creer_notice, creer_numero, creer_numero_publie
from veille.models import Fusion, Notice, Parution
from veille.notices.choix import lignes_a_choisir, reunir
from veille.notices.fiches import FicheLien, lire
from veille.notices.fusion import defaire, fusionner

pytestmark = pytest.mark.django_db

MARS, MAI = datetime(2018, 3, 1, tzinfo=UTC), datetime(2018, 5, 1, tzinfo=UTC)


def _fusionner(identite, gardee, absorbee, fiche=ARTICLE, versions=(1, 1)):
    return fusionner(identite=identite, gardee=gardee, absorbee=absorbee, fiche=fiche, versions=versions)


def test_the_kept_notice_takes_the_issues_of_the_other(denise):
    gardee = creer_notice(publiee_le=MAI)
    numero = creer_numero(NUMERO)
    absorbee = numero.parutions.get(notice__titre=ARTICLE.titre).notice
    Notice.objects.filter(pk=absorbee.pk).update(publiee_le=MARS)

    _fusionner(denise, gardee, absorbee, fiche=replace(ARTICLE, doi="10.1000/marees"))

    gardee.refresh_from_db()
    absorbee.refresh_from_db()
    assert (gardee.doi, gardee.publiee_le, gardee.version) == ("10.1000/marees", MARS, 2)
    assert numero.parutions.get(notice=gardee).rubrique.cle == "lieux"
    assert absorbee.fusionnee_dans == gardee
    assert absorbee.supprime_le is not None
    assert [ligne.verbe for ligne in Ligne.objects.de_la_chose(gardee)] == ["veille.fusionner_notice"]
    assert [ligne.verbe for ligne in Ligne.objects.de_la_chose(absorbee)] == ["veille.absorber_notice"]


def test_twice_in_the_same_issue_becomes_once(denise):
    numero = creer_numero()
    gardee, absorbee = (p.notice for p in numero.parutions.order_by("pk"))
    _fusionner(denise, gardee, absorbee)

    assert [p.notice for p in Parution.objects.all()] == [gardee]


def test_the_agenda_and_the_boxes_follow_and_tell_who_has_them_open(denise):
    numero = creer_numero()
    gardee, absorbee = creer_notice(titre="Un"), creer_notice(titre="Deux")
    numero.rendez_vous.filter(cle="journees").update(notice=absorbee)
    _fusionner(denise, gardee, absorbee)

    entree = numero.rendez_vous.get(cle="journees")
    assert (entree.notice, entree.version) == (gardee, 2)


def test_a_merge_is_undone_with_what_it_brought(denise):
    numero = creer_numero()
    absorbee = numero.parutions.get(notice__titre=RAPPORT.titre).notice
    gardee = creer_notice()
    _fusionner(denise, gardee, absorbee)
    defaire(identite=denise, absorbee=absorbee)

    absorbee = Notice.objects.entieres().get(pk=absorbee.pk)
    assert (absorbee.fusionnee_dans, absorbee.supprime_le) == (None, None)
    assert lire(absorbee) == RAPPORT
    assert numero.parutions.filter(notice=absorbee).count() == 1
    assert gardee.parutions.count() == 0
    assert Fusion.objects.count() == 0


def test_what_the_public_did_not_read_before_a_merge_leaves_its_sight_when_it_is_undone(denise):
    brouillon, publique = creer_notice(), creer_notice(publiee_le=MARS)
    deja_lue, autre = creer_notice(publiee_le=MAI), creer_notice(publiee_le=MARS)
    for gardee, absorbee in ((brouillon, publique), (deja_lue, autre)):
        _fusionner(denise, gardee, absorbee)
        defaire(identite=denise, absorbee=absorbee)
        gardee.refresh_from_db()
        absorbee.refresh_from_db()
    assert (brouillon.en_vue, publique.en_vue) == (False, True)
    assert brouillon.retiree_le is not None  # harvesters that read it meanwhile are told
    assert (deja_lue.en_vue, autre.en_vue) == (True, True)


def test_a_notice_that_an_issue_shows_stays_public_when_its_merge_is_undone(denise):
    gardee, absorbee = creer_notice(), creer_notice(publiee_le=MARS)
    _fusionner(denise, gardee, absorbee)
    numero = creer_numero_publie()
    numero.parutions.filter(notice__titre=ARTICLE.titre).update(notice=gardee)
    defaire(identite=denise, absorbee=absorbee)
    gardee.refresh_from_db()
    assert gardee.en_vue


def test_an_old_merge_is_not_undone(denise):
    gardee, absorbee = creer_notice(), creer_notice()
    _fusionner(denise, gardee, absorbee)
    Fusion.objects.update(le=timezone.now() - timedelta(days=31))
    with pytest.raises(Refus, match="plus de trente jours"):
        defaire(identite=denise, absorbee=absorbee)


def test_an_older_merge_follows_the_new_one(denise):
    une, deux, trois = creer_notice(), creer_notice(), creer_notice()
    _fusionner(denise, deux, une)
    deux.refresh_from_db()
    _fusionner(denise, trois, deux, versions=(1, deux.version))
    une.refresh_from_db()
    assert une.fusionnee_dans == trois

    defaire(identite=denise, absorbee=deux)
    une.refresh_from_db()
    assert une.fusionnee_dans == deux


def test_in_sight_when_one_of_them_was(denise):
    gardee, absorbee = creer_notice(publiee_le=MARS), creer_notice(publiee_le=MAI)
    Notice.objects.filter(pk=gardee.pk).update(retiree_le=MAI)
    _fusionner(denise, gardee, absorbee)
    gardee.refresh_from_db()
    assert gardee.en_vue


@pytest.mark.parametrize("versions", [(2, 1), (1, 2)])
def test_a_choice_made_on_an_old_text_is_refused_and_nothing_changes(denise, versions):
    gardee, absorbee = creer_notice(), creer_notice()
    with pytest.raises(Conflit):
        _fusionner(denise, gardee, absorbee, versions=versions)
    assert Notice.objects.presentes().count() == 2


def test_a_notice_does_not_merge_with_itself_nor_with_one_that_left(denise):
    notice, partie = creer_notice(), creer_notice(supprime_le=timezone.now())
    with pytest.raises(Refus, match="avec elle-même"):
        _fusionner(denise, notice, notice)
    with pytest.raises(Refus, match="supprimée entre-temps"):
        _fusionner(denise, notice, partie)


@pytest.mark.django_db(transaction=True)
def test_two_merges_of_the_same_pair_at_once_make_one(denise):
    une, autre = creer_notice(), creer_notice()
    issues = []

    def faire(gardee, absorbee):
        try:
            _fusionner(denise, gardee, absorbee)
            issues.append("faite")
        except (Refus, Conflit):
            issues.append("refusée")

    en_parallele(lambda: faire(une, autre), lambda: faire(autre, une))

    assert sorted(issues) == ["faite", "refusée"]
    assert Notice.objects.presentes().count() == 1
    assert Fusion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_ring_of_merges_at_once_never_loses_the_document(denise):
    notices = [creer_notice() for _ in range(3)]
    issues = []

    def faire(gardee, absorbee):
        try:
            _fusionner(denise, gardee, absorbee)
            issues.append("faite")
        except (Refus, Conflit):
            issues.append("refusée")

    en_parallele(*(lambda n=n: faire(notices[n], notices[(n + 1) % 3]) for n in range(3)))

    assert issues.count("faite") >= 1
    assert Notice.objects.presentes().count() == 3 - issues.count("faite")


def test_by_default_nothing_that_one_alone_says_is_lost(db):
    une = replace(ARTICLE, pages="", liens=(FicheLien("https://un.example"),), reste={"ris": {"A": "1"}})
    autre = replace(ARTICLE, doi="10.1/x", liens=(FicheLien("https://deux.example"),))
    lignes = lignes_a_choisir(une, autre)
    assert {ligne.nom: ligne.choix for ligne in lignes} == {"pages": "autre", "doi": "autre", "liens": "deux"}

    fiche = reunir(une, autre, {ligne.nom: ligne.choix for ligne in lignes})
    assert (fiche.pages, fiche.doi, fiche.reste) == ("32-51", "10.1/x", {"ris": {"A": "1"}})
    assert [lien.adresse for lien in fiche.liens] == ["https://un.example", "https://deux.example"]
