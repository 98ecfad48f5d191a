"""The nightly check of the links as it runs: real Celery workers, local servers that lie."""

from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.utils import timezone

from communs.reseau.tournees import DELAI_RECLAMATION
from nuancier.models import Lien, Verification
from tests.outils.teintes import RESSOURCE
from tests.outils.toile import Demande, page, toile, vers
from tests.outils.tuyau import abattre, attendre

__all__ = ["toile"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lent]

SITE = "http://exemple.test"


@pytest.fixture
def liens(teinte) -> None:
    """One record, five addresses."""
    lien = Lien.objects.get()
    assert lien.adresse == RESSOURCE.liens[0].adresse
    adresses = [f"{SITE}/{chemin}" for chemin in ("vivante", "disparue", "piege", "sans-fin")]
    for rang, adresse in enumerate((*adresses, "http://inconnu.test/"), 2):
        Lien.objects.create(ressource=lien.ressource, adresse=adresse, rang=rang)
    lien.delete()


def lancer_la_tache(cle: str) -> None:
    """As the clock does: by the name written in the timetable."""
    current_app.send_task(settings.CELERY_BEAT_SCHEDULE[cle]["task"])


def etats() -> dict[str, tuple[int, bool]]:
    """Last part of the address → (nights of failure, is it dead)."""
    return {
        v.adresse.removeprefix(f"{SITE}/"): (v.echecs, v.mort_le is not None)
        for v in Verification.objects.order_by("adresse")
    }


def attendre_les_visites() -> None:
    attendre(
        lambda: not Verification.objects.filter(prochaine_le__lte=timezone.now()).exists(),
        "tous les liens visités",
    )


def test_three_nights_of_a_real_worker_find_the_dead_links_and_only_them(liens, toile, tuyau):
    site = toile.site(
        "exemple.test",
        {
            "/vivante": page(200),
            "/disparue": page(410),
            "/piege": vers("http://127.0.0.1:5432/"),
            "/sans-fin": lambda demande: toile.goutte_a_goutte(),
        },
    )
    tuyau(**toile.lointaine())
    lancer_la_tache("nuancier: liens à vérifier")
    attendre(lambda: Verification.objects.count() == 5, "les liens préparés")
    for _ in range(3):
        lancer_la_tache("nuancier: liens")
        attendre_les_visites()
        for v in Verification.objects.exclude(dernier_echec=None):
            Verification.objects.filter(pk=v.pk).update(
                prochaine_le=timezone.now(), dernier_echec=v.dernier_echec - timedelta(days=1)
            )
    assert etats() == {
        "vivante": (0, False),
        "disparue": (3, True),
        "piege": (3, True),
        "sans-fin": (3, True),
        "http://inconnu.test/": (3, True),
    }
    assert site.demandees().count("HEAD /vivante") == 1  # living: not before a week


def test_a_worker_killed_during_a_visit_loses_no_link(liens, toile, tuyau):
    Lien.objects.exclude(adresse=f"{SITE}/vivante").delete()

    def lente(demande: Demande) -> bytes:
        toile.arret.wait(30)
        return page(200)

    site = toile.site("exemple.test", {"/vivante": lente})
    worker = tuyau(**toile.lointaine())
    lancer_la_tache("nuancier: liens à vérifier")
    lancer_la_tache("nuancier: liens")
    attendre(lambda: "HEAD /vivante" in site.demandees(), "la visite commencée")
    abattre(worker)
    assert Verification.objects.get().reclamee_le is not None

    site.pages["/vivante"] = page(200)
    Verification.objects.update(reclamee_le=timezone.now() - DELAI_RECLAMATION - timedelta(seconds=1))
    tuyau(**toile.lointaine())
    lancer_la_tache("nuancier: liens")
    attendre_les_visites()
    assert (Verification.objects.get().echecs, Verification.objects.get().reclamee_le) == (0, None)
