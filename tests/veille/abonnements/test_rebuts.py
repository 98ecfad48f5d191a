"""Delivery reports fed to the command: counted once, and nobody can make one up."""

import io
import sys
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from tests.outils.veille import creer_numero_publie
from tests.outils.veille_abonnements import abonner
from veille.abonnements.enums import EtatRemise
from veille.abonnements.envois import preparer_envoi
from veille.abonnements.jetons import marque_de_remise
from veille.abonnements.models import Remise

pytestmark = pytest.mark.django_db

RAPPORT = """From: MAILER-DAEMON@relais.example
To: vigie@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I'm sorry to have to inform you...
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; relais.example

Final-Recipient: rfc822; lea@phare.example
Action: {action}
Status: {statut}
Diagnostic-Code: smtp; 550 5.1.1 Unknown

--B
Content-Type: {genre}

Message-ID: <veille.{marque}@testserver>
To: lea@phare.example
Subject: La lettre du large

--B--
"""


@pytest.fixture
def remise():
    numero = creer_numero_publie()
    abonner(bulletin=numero.bulletin)
    preparer_envoi(numero)
    Remise.objects.update(etat=EtatRemise.ENVOYE)
    return Remise.objects.get()


@pytest.fixture
def lire(monkeypatch):
    def _lire(octets: bytes) -> str:
        sortie = io.StringIO()
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(octets)))
        call_command("lire_rebuts", stdout=sortie)
        return sortie.getvalue().strip()

    return _lire


def rapport(remise: Remise, **dit: str) -> bytes:
    valeurs = {
        "action": "failed",
        "statut": "5.1.1",
        "genre": "text/rfc822-headers",
        "marque": marque_de_remise(remise.pk),
    }
    return RAPPORT.format(**valeurs | dit).encode()


@pytest.mark.parametrize("genre", ["text/rfc822-headers", "message/rfc822"])
def test_a_refusal_that_comes_back_is_counted_once(remise, lire, genre):
    assert lire(rapport(remise, genre=genre)) == "Refus compté."
    assert lire(rapport(remise, genre=genre)) == "Rien à retenir\xa0: ce refus est déjà compté."
    remise.refresh_from_db()
    assert (remise.etat, remise.erreur) == (EtatRemise.REFUSE, "Rapport de remise\xa0: 5.1.1")
    assert remise.abonne.rebuts == 1


@pytest.mark.parametrize(
    "dit",
    [
        {"action": "delayed", "statut": "4.4.1"},
        {"statut": "4.2.2"},
        {"action": "delivered", "statut": "2.0.0"},
    ],
)
def test_a_delay_or_a_success_counts_for_nothing(remise, lire, dit):
    assert lire(rapport(remise, **dit)).startswith("Rien à retenir")
    remise.refresh_from_db()
    assert (remise.etat, remise.abonne.rebuts) == (EtatRemise.ENVOYE, 0)


def test_a_report_that_nobody_signed_is_refused(remise, lire):
    for octets in (
        rapport(remise, marque=f"{remise.pk}.signature"),
        b"Subject: bonjour\r\n\r\nRien.",
        b"",
        b"\xff\x00\xfe" * 50,
        rapport(remise).split(b"--B\nContent-Type: text/rfc822")[0],
    ):
        with pytest.raises(CommandError):
            lire(octets)
    remise.refresh_from_db()
    assert remise.abonne.rebuts == 0


def test_a_report_about_somebody_since_erased_is_harmless(remise, lire):
    octets = rapport(remise)
    remise.abonne.delete()
    assert lire(octets) == "Refus compté."
    Remise.objects.all().delete()
    assert lire(octets) == "Rien à retenir\xa0: cet envoi n’est plus connu."
