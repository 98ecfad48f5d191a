"""What happens to a notice: corrected, put in the bin, taken back from the public, and told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from communs.catalogue.models import Recommandable
from communs.collectivites.identite import Identite
from communs.etats.models import Ligne
from communs.etats.services import Conflit
from communs.web.erreurs import Refus
from tests.outils.veille import ARTICLE, creer_notice, creer_numero, creer_numero_publie
from veille.models import Notice
from veille.notices import services, tasks
from veille.notices.fiches import lire

pytestmark = pytest.mark.django_db


def _verbes(notice):
    return [ligne.verbe for ligne in Ligne.objects.de_la_chose(notice)]


def test_a_deleted_notice_waits_thirty_days_in_the_bin_and_comes_back_whole(denise):
    notice = creer_notice()
    services.supprimer(identite=denise, notice=notice)
    assert list(Notice.objects.presentes()) == []

    services.restaurer(identite=denise, notice=notice)
    assert lire(Notice.objects.presentes().entieres().get()) == ARTICLE
    assert _verbes(notice) == ["veille.restaurer_notice", "veille.supprimer_notice"]


def test_deleting_twice_is_deleting_once(denise):
    notice = creer_notice()
    services.supprimer(identite=denise, notice=notice)
    services.supprimer(identite=denise, notice=notice)

    assert _verbes(notice) == ["veille.supprimer_notice"]


def test_a_notice_of_an_issue_is_not_deleted_and_the_issue_is_named(denise):
    numero = creer_numero()
    notice = numero.parutions.first().notice

    with pytest.raises(services.DansUnNumero, match="Innover au bord de l’eau") as refus:
        services.supprimer(identite=denise, notice=notice)
    assert refus.value.numeros == [numero]
    assert Notice.objects.presentes().filter(pk=notice.pk).exists()


def test_a_notice_of_the_agenda_is_in_the_issue_too(denise):
    numero = creer_numero()
    notice = creer_notice(titre="Journées du large")
    numero.rendez_vous.filter(cle="journees").update(notice=notice)

    with pytest.raises(services.DansUnNumero):
        services.supprimer(identite=denise, notice=notice)


def test_taken_back_from_the_public_it_is_read_and_found_no_more(
    denise, client, django_capture_on_commit_callbacks
):
    notice = creer_numero_publie().parutions.first().notice
    cle = str(notice.uuid)
    assert client.get(notice.get_absolute_url()).status_code == 200

    with django_capture_on_commit_callbacks(execute=True):
        services.retirer(identite=denise, notice=notice, motif="Une erreur de date.")
    assert client.get(notice.get_absolute_url()).status_code in {404, 410}
    assert not Recommandable.objects.filter(type="notice", cle=cle).exists()
    assert Ligne.objects.de_la_chose(notice).first().parametres["motif"] == "Une erreur de date."

    services.remettre(identite=denise, notice=notice)
    assert Recommandable.objects.filter(type="notice", cle=cle).exists()


def test_what_was_never_public_is_not_taken_back(denise):
    with pytest.raises(Refus, match="rien à retirer"):
        services.retirer(identite=denise, notice=creer_notice(), motif="Pour voir.")


def test_a_correction_of_a_public_notice_is_found_under_its_new_title(denise):
    notice = creer_numero_publie().parutions.get(notice__titre=ARTICLE.titre).notice
    fiche = replace(ARTICLE, titre="Les marées")
    services.corriger(identite=denise, notice=notice, fiche=fiche, version_lue=notice.version)

    assert Recommandable.objects.get(type="notice", cle=str(notice.uuid)).titre == "Les marées"


def test_a_stale_correction_changes_nothing(denise):
    notice = creer_notice()
    services.corriger(
        identite=denise, notice=notice, fiche=replace(ARTICLE, titre="Un"), version_lue=notice.version
    )
    with pytest.raises(Conflit):
        services.corriger(
            identite=denise, notice=notice, fiche=replace(ARTICLE, titre="Deux"), version_lue=notice.version
        )
    assert Notice.objects.get().titre == "Un"


@pytest.mark.parametrize("geste", ["supprimer", "restaurer", "remettre"])
def test_nobody_but_a_documentaliste_touches_the_base(membre, geste):
    with pytest.raises(PermissionDenied):
        getattr(services, geste)(identite=Identite(membre), notice=creer_notice())


def test_the_bin_is_emptied_after_thirty_days_of_what_nobody_read():
    longtemps = timezone.now() - timedelta(days=31)
    jamais = creer_notice(titre="Jamais lue", supprime_le=longtemps)
    lue = creer_notice(titre="Lue", supprime_le=longtemps, publiee_le=timezone.now() - timedelta(days=90))
    recente = creer_notice(titre="Hier", supprime_le=timezone.now() - timedelta(days=29))

    tasks.purger()

    assert not Notice.objects.filter(pk=jamais.pk).exists()
    assert Notice.objects.get(pk=recente.pk).titre == "Hier"
    tombe = Notice.objects.entieres().get(pk=lue.pk)
    assert (tombe.titre, tombe.resume, tombe.contributions.count()) == ("", "", 0)
    assert services.purger() == 0


def test_after_thirty_days_nothing_comes_back(denise):
    notice = creer_notice(supprime_le=timezone.now() - timedelta(days=31))
    with pytest.raises(Refus, match="plus de trente jours"):
        services.restaurer(identite=denise, notice=notice)
