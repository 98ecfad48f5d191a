"""Two people at the same instant: one commitment, one draw, one replacement."""

import threading

import pytest
from django.db import connection

from communs.collectivites.identite import Identite
from communs.tirages import registre, suites
from communs.tirages.models import Tirage
from communs.web.erreurs import Refus
from tests.outils.tirages import DES, engager, inscrire, relever

pytestmark = pytest.mark.django_db(transaction=True)


def ensemble(*gestes) -> list[str]:
    """Run these at once; what each met, empty for success."""
    rencontres, depart = [""] * len(gestes), threading.Barrier(len(gestes))

    def faire(rang: int) -> None:
        depart.wait()
        try:
            gestes[rang]()
        except Refus as refus:
            rencontres[rang] = str(refus.code)
        finally:
            connection.close()

    fils = [threading.Thread(target=faire, args=[rang]) for rang in range(len(gestes))]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return rencontres


def test_deux_engagements_au_meme_instant_n_en_font_qu_un(administratrice, prepare):
    assert sorted(ensemble(*[lambda: engager(administratrice, prepare)] * 2)) == ["", "409"]
    assert prepare.ecritures.filter(genre="engagement").count() == 1


def test_une_personne_ajoutee_a_l_instant_de_l_engagement_en_est_ou_est_refusee(administratrice, prepare):
    rencontres = ensemble(
        lambda: engager(administratrice, prepare),
        lambda: inscrire(administratrice, prepare, ("Tardive", "Voirie", "")),
    )
    tirage = Tirage.objects.get()
    assert tirage.inscrits.count() == (17 if rencontres[1] else 18)
    assert not tirage.inscrits.filter(numero=None).exists()
    assert "".join(registre.lignes_engagees(tirage)).count("inscrit\t") == tirage.inscrits.count()


def test_deux_releves_identiques_au_meme_instant_tirent_une_seule_fois(administratrice, membre, engage):
    ensemble(lambda: relever(administratrice, engage, DES), lambda: relever(membre, engage, DES))
    tirage = Tirage.objects.get()
    assert (tirage.etat, tirage.graine) == ("tire", DES)
    assert tirage.ecritures.filter(genre="graine").count() == 1


def test_le_meme_desistement_note_par_deux_au_meme_instant_appelle_une_personne(administratrice, tire):
    numero = registre.places(tire)[0].numero
    inscrit = registre.tires(tire)[numero]
    identite = Identite(administratrice)
    geste = lambda: suites.refuser(identite=identite, tirage=tire, inscrit=inscrit, motif="refuse")  # noqa: E731
    ensemble(geste, geste)
    assert tire.ecritures.filter(genre="refus").count() == 1
    assert tire.ecritures.filter(genre="remplacement").count() <= 1
