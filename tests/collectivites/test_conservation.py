"""What the register promises is what the purge does: each test reads its duration on the public page."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from communs.collectivites import tasks
from communs.collectivites.models import Compte, Demande, Invitation
from communs.collectivites.registre import REGISTRE
from communs.courrier import tasks as taches_du_courrier
from communs.courrier.models import Courriel

pytestmark = pytest.mark.django_db


@pytest.fixture
def promis(client):
    """`promis(nom)`: the last number of days that the page announces for this processing activity."""
    page = client.get(reverse("web:donnees_personnelles")).content.decode()

    def lire(nom: str) -> timedelta:
        duree = next(t.duree for t in REGISTRE if t.nom == nom)
        assert duree in page
        return timedelta(days=int(re.findall(r"(\d+) jours", duree)[-1]))

    return lire


HEURE = timedelta(hours=1)


def purger() -> None:
    tasks.purger()
    taches_du_courrier.purger()


def test_un_compte_jamais_verifie(promis, administratrice):
    compte = Compte.objects.create_user("jamais@mairie.example", "phare-de-nuit-2026")
    duree = promis("Compte")
    for age, reste in ((duree - HEURE, True), (duree + HEURE, False)):
        Compte.objects.filter(pk=compte.pk).update(cree_le=timezone.now() - age)
        purger()
        assert Compte.objects.filter(pk=compte.pk).exists() is reste
    Compte.objects.update(cree_le=timezone.now() - 10 * duree)
    purger()
    assert Compte.objects.filter(pk=administratrice.pk).exists(), "un compte vérifié reste"


def test_une_invitation_finie(promis, collectivite):
    duree = promis("Invitation")
    invitation = Invitation.objects.create(
        collectivite=collectivite, email="x@mairie.example", expire_le=timezone.now() + HEURE
    )
    for age, reste in ((duree - HEURE, True), (duree + HEURE, False)):
        fin = timezone.now() - age
        Invitation.objects.filter(pk=invitation.pk).update(cree_le=fin - HEURE, expire_le=fin)
        purger()
        assert Invitation.objects.exists() is reste


def test_une_demande_sans_reponse(promis, collectivite, etrangere):
    duree = promis("Demande pour rejoindre une collectivité")
    Demande.objects.create(compte=etrangere, collectivite=collectivite)
    for age, reste in ((duree - HEURE, True), (duree + HEURE, False)):
        Demande.objects.update(cree_le=timezone.now() - age)
        purger()
        assert Demande.objects.exists() is reste


def test_un_courriel_parti(promis):
    duree = promis("Courriels sortants")
    Courriel.objects.create(destinataire="x@mairie.example", sujet="S", texte="T")
    for age, reste in ((duree - HEURE, True), (duree + HEURE, False)):
        quand = timezone.now() - age
        Courriel.objects.update(
            etat="envoye", cree_le=quand, envoye_le=quand, prochain_essai_le=None, reclame_le=None
        )
        purger()
        assert Courriel.objects.exists() is reste


def test_une_session(promis, client_de, membre):
    client_de(membre)
    session = Session.objects.get()
    attendu = timezone.now() + promis("Session et cookies")
    assert abs(session.expire_date - attendu) < HEURE
    Session.objects.update(expire_date=timezone.now() - HEURE)
    purger()
    assert not Session.objects.exists()
