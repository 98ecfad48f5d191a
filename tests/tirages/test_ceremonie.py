"""Two people read the same dice: each on her own, both with an account, and nothing before its day."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.tirages import ceremonie, registre
from communs.tirages.acte import lire, rejouer
from communs.tirages.models import Tirage
from communs.web.erreurs import Refus
from tests.outils.tirages import DES, engager, peupler, preparer, relever

pytestmark = pytest.mark.django_db


def genres(tirage: Tirage) -> list[str]:
    return list(tirage.ecritures.order_by("rang").values_list("genre", flat=True))


def test_la_meme_lecture_de_deux_personnes_tire_au_sort(administratrice, membre, engage):
    apres = relever(administratrice, engage)
    assert (apres.etat, apres.graine) == ("engage", "")
    apres = relever(membre, engage, f" {DES[:10]} {DES[10:]} ")
    assert (apres.etat, apres.graine) == ("tire", DES)
    assert (apres.releve_par.compte, apres.confirme_par.compte) == (administratrice, membre)
    sortis = ["titulaire", "titulaire", "suppleant", "suppleant", "titulaire", "suppleant"]  # two services
    assert genres(apres) == ["engagement", "releve", "releve", "graine", *sortis]
    assert not apres.releves.exists()


def test_le_resultat_de_la_base_est_celui_de_la_regle(tire):
    rejeu = rejouer(lire("".join(registre.proces_verbal(tire))))
    assert rejeu.identique
    assert rejeu.empreinte == tire.empreinte
    assert len(rejeu.places) == 6


def test_une_seule_personne_ne_tire_pas_au_sort_meme_en_s_y_reprenant(administratrice, engage):
    relever(administratrice, engage)
    relever(administratrice, engage)
    assert genres(engage) == ["engagement", "releve"]
    engage.refresh_from_db()
    assert engage.etat == "engage"


def test_deux_lectures_differentes_ne_tirent_rien_et_disent_ou(administratrice, membre, engage):
    relever(administratrice, engage)
    autre = DES[:16] + "5" + DES[17:]
    assert relever(membre, engage, autre).etat == "engage"
    assert ceremonie.divergence(engage, Identite(membre)) == [17]
    assert ceremonie.divergence(engage, Identite(administratrice)) == [17]
    assert genres(engage) == ["engagement", "releve", "releve", "divergence"]
    assert relever(membre, engage).etat == "tire"


def test_une_graine_ne_se_change_plus_une_fois_le_tirage_fait(administratrice, tire):
    with pytest.raises(Refus) as refus:
        relever(administratrice, tire, DES[::-1])
    assert refus.value.code == 409


def test_qui_ne_participe_pas_au_dossier_ne_releve_rien(etrangere, engage):
    with pytest.raises(PermissionDenied):
        relever(etrangere, engage)


@pytest.mark.parametrize("texte", ["7" + DES[1:], DES[:-1], "", "1" * 30])
def test_des_des_impossibles_ne_laissent_rien_au_registre(administratrice, engage, texte):
    with pytest.raises(ValidationError):
        relever(administratrice, engage, texte)
    assert genres(engage) == ["engagement"]


def test_un_chiffre_public_ne_se_releve_pas_avant_son_jour(administratrice, membre, dossier):
    demain = timezone.localdate() + timedelta(days=1)
    tirage = preparer(
        administratrice, dossier, ceremonie="chiffre", chiffre="Le Loto de demain", chiffre_le=demain
    )
    peupler(administratrice, tirage)
    tirage = engager(administratrice, tirage)
    with pytest.raises(ValidationError, match="n’est pas encore connu"):
        relever(administratrice, tirage, "4 8 15 16 23 42")


def test_un_chiffre_public_deja_connu_n_engage_pas(administratrice, dossier):
    tirage = preparer(
        administratrice, dossier, ceremonie="chiffre", chiffre="Hier", chiffre_le=timezone.localdate()
    )
    peupler(administratrice, tirage)
    with pytest.raises(ValidationError, match="après aujourd’hui"):
        engager(administratrice, tirage)


def test_un_chiffre_public_confirme_par_une_autre_personne_tire_au_sort(
    administratrice, membre, dossier, monkeypatch
):
    demain = timezone.localdate() + timedelta(days=1)
    tirage = preparer(
        administratrice, dossier, ceremonie="chiffre", chiffre="Le Loto de demain", chiffre_le=demain
    )
    peupler(administratrice, tirage)
    tirage = engager(administratrice, tirage)
    monkeypatch.setattr(ceremonie.timezone, "localdate", lambda *a, **k: demain)
    relever(administratrice, tirage, "4  8 15 16 23 42")
    apres = relever(membre, tirage, "4 8 15 16 23 42 ")
    assert (apres.etat, apres.graine) == ("tire", "4 8 15 16 23 42")
    assert rejouer(lire("".join(registre.proces_verbal(apres)))).identique
