"""Two devices, a leader who closes, somebody who leaves: at the same instant, on a real PostgreSQL."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from communs.seances.models import Participation
from communs.seances.services import partir
from communs.web.erreurs import Refus
from sonar.models import Tentative
from sonar.seances.models import Feuille, Portrait
from tests.outils.seances import arriver
from tests.outils.sonar_seances import clore, mener, remettre

pytestmark = pytest.mark.django_db(transaction=True)


def ensemble(*gestes: Callable[[], object]) -> list[Exception]:
    """Do all at once; return what went wrong."""
    fautes: list[Exception] = []
    depart = threading.Barrier(len(gestes))

    def faire(geste: Callable[[], object]) -> None:
        try:
            depart.wait(30)
            geste()
        except Exception as faute:
            fautes.append(faute)
        finally:
            connection.close()

    fils = [threading.Thread(target=faire, args=(geste,)) for geste in gestes]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return fautes


def test_two_devices_at_once_are_one_sheet(seance):
    mener(seance, "ouvert")
    qui = arriver(seance)
    assert ensemble(*[lambda: remettre(qui, "cccuhs")] * 4, lambda: remettre(qui, "uuuchs")) == []
    assert Feuille.objects.count() == Tentative.objects.count() == 1


def test_who_leaves_while_handing_in_leaves_nothing_behind(seance):
    mener(seance, "ouvert")
    gens = [arriver(seance) for _ in range(4)]
    gestes = [lambda q=q: remettre(q, "cccuhs") for q in gens] + [
        lambda q=q: partir(participation=Participation.objects.select_related("seance").get(pk=q.pk))
        for q in gens
    ]
    fautes = ensemble(*gestes)
    assert [type(f) for f in fautes if not isinstance(f, Refus)] == []
    assert not Participation.objects.exists()
    assert not Feuille.objects.exists()
    assert not Tentative.objects.exists()


def test_closing_counts_what_was_handed_in_before_and_nothing_after(seance):
    mener(seance, "ouvert")
    gens = [arriver(seance) for _ in range(6)]
    remettre(gens[0], "cccuhs")
    fautes = ensemble(
        *[lambda q=q: remettre(q, "cccuhs") for q in gens[1:]], lambda: clore(type(seance).objects.get())
    )
    assert fautes == []
    comptees = Feuille.objects.filter(comptee=True).count()
    assert sum(Portrait.objects.get().donnees["profils"].values()) == comptees
    assert Feuille.objects.count() == 6
