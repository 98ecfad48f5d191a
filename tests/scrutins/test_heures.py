"""Votes that open and close by themselves, whoever is late: beat, worker, or who organises."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from celery import current_app
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.dossiers.models import Dossier
from communs.etats.models import Ligne
from communs.etats.services import Conflit
from communs.scrutins import heures
from communs.scrutins.dossier import attentes
from communs.scrutins.enums import EtatScrutin
from communs.scrutins.forms import PreparerForm
from communs.scrutins.models import Scrutin
from communs.web.erreurs import Refus
from tests.outils.scrutins import ouvrir, pas, preparer, voter
from tests.outils.tuyau import abattre, attendre, en_parallele

pytestmark = pytest.mark.django_db

HEURE = timedelta(hours=1)


def programmer(compte, dossier, dans: timedelta = HEURE, **champs) -> Scrutin:
    scrutin = preparer(compte, dossier, ouvre_le=timezone.now() + dans, **champs)
    return pas(compte, scrutin, "programmer")


def etat(scrutin: Scrutin) -> str:
    return Scrutin.objects.get(pk=scrutin.pk).etat


def verbes(scrutin: Scrutin) -> list[str]:
    lignes = Ligne.objects.filter(reference=scrutin.uuid, acteur=None).order_by("pk")
    return list(lignes.values_list("verbe", flat=True))


def changer(compte, scrutin: Scrutin, **quoi) -> Scrutin:
    actuel = Scrutin.objects.select_related("dossier").get(pk=scrutin.pk)
    champs = {"version": actuel.version, "jusqu_au": actuel.jusqu_au, "ouvre_le": actuel.ouvre_le, **quoi}
    return heures.changer(identite=Identite(compte), scrutin=actuel, **champs)


def test_un_vote_programme_s_ouvre_puis_se_clot_a_ses_heures_une_fois(administratrice, dossier, time_machine):
    scrutin = programmer(administratrice, dossier, jusqu_au=timezone.now() + 2 * HEURE)
    assert heures.suivre() == 0
    assert etat(scrutin) == EtatScrutin.PROGRAMME
    time_machine.move_to(timezone.now() + HEURE, tick=False)
    assert [heures.suivre() for _ in range(2)] == [1, 0]
    assert etat(scrutin) == EtatScrutin.OUVERT
    assert sorted(scrutin.options.values_list("departage", flat=True)) == [1, 2, 3, 4]
    time_machine.move_to(timezone.now() + HEURE, tick=False)
    assert [heures.suivre() for _ in range(2)] == [1, 0]
    clos = Scrutin.objects.get(pk=scrutin.pk)
    assert (clos.etat, clos.inscrits) == (EtatScrutin.CLOS, 2)
    assert verbes(scrutin) == ["scrutins.ouvrir_a_l_heure", "scrutins.clore_a_l_heure"]


def test_si_le_beat_tarde_la_fin_est_la_fin_quand_meme(administratrice, membre, dossier, time_machine):
    scrutin = ouvrir(administratrice, dossier, jusqu_au=timezone.now() + HEURE)
    time_machine.move_to(timezone.now() + HEURE, tick=False)
    with pytest.raises(Refus, match="terminé"):
        voter(scrutin, 1, 2, 3, 4, compte=membre)
    assert etat(scrutin) == EtatScrutin.OUVERT
    with pytest.raises(Refus, match="ne changent plus"):
        changer(administratrice, scrutin, jusqu_au=timezone.now() + HEURE)


def test_l_heure_changee_apres_coup_est_la_seule_qui_compte(administratrice, dossier, time_machine):
    scrutin = programmer(administratrice, dossier)
    changer(administratrice, scrutin, ouvre_le=timezone.now() + 3 * HEURE)
    time_machine.move_to(timezone.now() + HEURE, tick=False)
    assert heures.suivre() == 0
    time_machine.move_to(timezone.now() + 2 * HEURE, tick=False)
    assert heures.suivre() == 1
    changer(administratrice, scrutin, jusqu_au=timezone.now() + HEURE)
    changer(administratrice, scrutin, jusqu_au=timezone.now() + 2 * HEURE)
    time_machine.move_to(timezone.now() + HEURE, tick=False)
    assert heures.suivre() == 0
    time_machine.move_to(timezone.now() + HEURE, tick=False)
    assert heures.suivre() == 1


def test_qui_change_les_heures(administratrice, membre, dossier):
    scrutin = programmer(administratrice, dossier)
    with pytest.raises(PermissionDenied):
        changer(membre, scrutin, ouvre_le=timezone.now() + 2 * HEURE)
    with pytest.raises(Conflit):
        changer(administratrice, scrutin, version=1, ouvre_le=timezone.now() + 2 * HEURE)
    with pytest.raises(ValidationError, match="à venir"):
        changer(administratrice, scrutin, ouvre_le=timezone.now() - HEURE)
    with pytest.raises(Refus, match="ne changent plus"):
        changer(administratrice, preparer(administratrice, dossier))


def test_sans_heure_ou_a_une_heure_passee_rien_ne_se_programme(administratrice, dossier):
    with pytest.raises(ValidationError, match="quand le vote s’ouvrira"):
        pas(administratrice, preparer(administratrice, dossier), "programmer")
    with pytest.raises(ValidationError, match="déjà passée"):
        programmer(administratrice, dossier, -HEURE)
    with pytest.raises(ValidationError, match="Écrivez d’abord les options"):
        programmer(administratrice, dossier, options=[])


def test_la_base_refuse_un_vote_programme_sans_heure_ou_fini_avant_de_s_ouvrir(administratrice, dossier):
    scrutin = programmer(administratrice, dossier)
    for champs in ({"ouvre_le": None}, {"jusqu_au": scrutin.ouvre_le}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Scrutin.objects.filter(pk=scrutin.pk).update(**champs)


def test_programme_on_ne_change_plus_la_question_sans_revenir_a_la_preparation(administratrice, dossier):
    scrutin = programmer(administratrice, dossier)
    from communs.scrutins import services

    with pytest.raises(Refus):
        services.ajouter_options(identite=Identite(administratrice), scrutin=scrutin, libelles=["Atlanta"])
    revenu = pas(administratrice, scrutin, "deprogrammer")
    assert (
        services.ajouter_options(identite=Identite(administratrice), scrutin=revenu, libelles=["Atlanta"])
        == 1
    )


def test_ouvert_a_la_main_avant_l_heure_il_ne_s_ouvre_pas_deux_fois(administratrice, dossier, time_machine):
    scrutin = pas(administratrice, programmer(administratrice, dossier), "ouvrir")
    assert scrutin.ouvre_le is None
    ordre = list(scrutin.options.order_by("rang").values_list("departage", flat=True))
    time_machine.move_to(timezone.now() + HEURE, tick=False)
    assert heures.suivre() == 0
    assert list(scrutin.options.order_by("rang").values_list("departage", flat=True)) == ordre


def test_ce_qui_ne_peut_pas_s_ouvrir_le_dit_et_s_ouvre_des_que_possible(
    client_de, administratrice, membre, dossier, time_machine
):
    scrutin = programmer(administratrice, dossier, electorat="lien", jusqu_au=timezone.now() + 2 * HEURE)
    autre = programmer(administratrice, dossier)
    time_machine.move_to(timezone.now() + 3 * HEURE, tick=False)
    assert heures.suivre() == 1, "l’autre s’ouvre sans l’attendre"
    assert (etat(scrutin), etat(autre)) == (EtatScrutin.PROGRAMME, EtatScrutin.OUVERT)
    relu = Dossier.objects.visibles_par(Identite(administratrice)).select_related("collectivite").get()
    dites = [a.texte for _, a in attentes(Identite(administratrice), [relu])]
    assert dites == ["À voter : Où mettre la capitale ?", "Ouverture manquée : Où mettre la capitale ?"]
    page = client_de(administratrice).get(scrutin.get_absolute_url()).content.decode()
    assert "La fin annoncée est déjà passée" in page
    demain = timezone.now() + timedelta(days=1)
    changer(administratrice, scrutin, ouvre_le=timezone.now() + HEURE, jusqu_au=demain)
    time_machine.move_to(timezone.now() + HEURE, tick=False)
    assert heures.suivre() == 1


def test_un_dossier_supprime_n_ouvre_ni_ne_clot_rien(administratrice, dossier, time_machine):
    scrutin = programmer(administratrice, dossier)
    Dossier.objects.filter(pk=dossier.pk).update(supprime_le=timezone.now())
    time_machine.move_to(timezone.now() + HEURE, tick=False)
    assert heures.suivre() == 0
    assert etat(scrutin) == EtatScrutin.PROGRAMME


def test_une_heure_se_dit_dans_le_fuseau_de_la_collectivite(
    client_de, administratrice, collectivite, dossier
):
    collectivite.fuseau = "Indian/Reunion"
    collectivite.save()
    demain = (timezone.now() + timedelta(days=1)).date()
    saisie = {"question": "Où ?", "mode": "choix", "secret": "True", "electorat": "lien"}
    saisie |= {"ouvre_le": f"{demain}T09:30", "jusqu_au": f"{demain}T10:30", "demande": dossier.uuid}
    formulaire = PreparerForm(saisie, dossier=Dossier.objects.select_related("collectivite").get())
    assert formulaire.is_valid(), formulaire.errors
    ouvre_le = datetime(demain.year, demain.month, demain.day, 9, 30, tzinfo=ZoneInfo("Indian/Reunion"))
    assert formulaire.cleaned_data["ouvre_le"] == ouvre_le
    scrutin = preparer(administratrice, dossier, ouvre_le=ouvre_le)
    page = client_de(administratrice).get(pas(administratrice, scrutin, "programmer").get_absolute_url())
    assert "à 09:30" in page.content.decode()


def test_la_fin_vient_apres_l_ouverture(dossier):
    demain = (timezone.now() + timedelta(days=1)).date()
    saisie = {"question": "Où ?", "mode": "choix", "secret": "True", "electorat": "lien"}
    saisie |= {"ouvre_le": f"{demain}T10:30", "jusqu_au": f"{demain}T09:30", "demande": dossier.uuid}
    formulaire = PreparerForm(saisie, dossier=dossier)
    assert not formulaire.is_valid()
    assert "La fin vient après l’ouverture." in str(formulaire.errors)


@pytest.mark.django_db(transaction=True)
def test_deux_workers_a_la_meme_minute_ouvrent_et_closent_une_fois(administratrice, dossier):
    scrutins = [ouvrir(administratrice, dossier, jusqu_au=timezone.now() + HEURE) for _ in range(3)]
    Scrutin.objects.update(jusqu_au=timezone.now())
    en_parallele(heures.suivre, heures.suivre, heures.suivre)
    for scrutin in scrutins:
        assert etat(scrutin) == EtatScrutin.CLOS
        assert verbes(scrutin) == ["scrutins.clore_a_l_heure"]


@pytest.mark.lent
@pytest.mark.django_db(transaction=True)
def test_un_worker_abattu_n_ouvre_rien_a_moitie_et_le_suivant_finit(administratrice, dossier, tuyau):
    scrutins = [programmer(administratrice, dossier) for _ in range(60)]
    Scrutin.objects.update(ouvre_le=timezone.now())
    premier = tuyau(inclure="tests.outils.essai")
    current_app.send_task("communs.scrutins.tasks.suivre_les_heures")
    attendre(lambda: Scrutin.objects.filter(etat=EtatScrutin.OUVERT).exists(), "une première ouverture")
    abattre(premier)
    for scrutin in Scrutin.objects.order_by("pk"):
        tires = scrutin.options.exclude(departage=None).count()
        assert tires == (4 if scrutin.etat == EtatScrutin.OUVERT else 0)
    tuyau(inclure="tests.outils.essai")
    current_app.send_task("communs.scrutins.tasks.suivre_les_heures")
    attendre(lambda: not Scrutin.objects.exclude(etat=EtatScrutin.OUVERT).exists(), "toutes les ouvertures")
    for scrutin in scrutins:
        assert verbes(scrutin) == ["scrutins.ouvrir_a_l_heure"]
