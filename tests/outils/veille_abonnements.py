"""Subscribers for tests, a server that counts what each receives, and the decor's own."""

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.utils import timezone

from tests.courrier.conftest import port_libre
from tests.outils.veille import creer_bulletin, creer_numero_publie
from veille.abonnements.envois import preparer_envoi
from veille.abonnements.jetons import jeton_de_confirmation, jeton_de_depart, jeton_de_preferences
from veille.abonnements.models import Abonne, Envoi
from veille.models import Bulletin, Numero, Theme


def abonner(
    email: str = "lea@phare.example",
    *,
    bulletin: Bulletin | None = None,
    themes: Iterable[Theme] = (),
    confirme: bool = True,
    **champs: object,
) -> Abonne:
    """A subscriber, confirmed unless told otherwise."""
    abonne = Abonne.objects.create(
        email=email,
        consentement_version="2026-11",
        confirme_le=timezone.now() if confirme else None,
        **champs,
    )
    abonne.bulletins.add(bulletin or creer_bulletin())
    abonne.themes.set(themes)
    return abonne


def abonner_une_foule(nombre: int, bulletin: Bulletin) -> None:
    foule = Abonne.objects.bulk_create(
        (
            Abonne(
                email=f"personne{n}@phare.example", consentement_version="2026-11", confirme_le=timezone.now()
            )
            for n in range(nombre)
        ),
        batch_size=5000,
    )
    liens = Abonne.bulletins.through
    liens.objects.bulk_create(
        (liens(abonne_id=abonne.pk, bulletin_id=bulletin.pk) for abonne in foule), batch_size=5000
    )


class Facteur:
    """Counts the mails received by each address; refuses some, puts others off."""

    def __init__(self) -> None:
        self.port = port_libre()
        self.recus: Counter[str] = Counter()
        self.refuses: dict[str, str] = {}
        self.data: str | None = None
        self.couper_apres: int | None = None  # messages on one connection, then 421
        self._sessions: Counter[int] = Counter()
        self._controleur: Controller | None = None

    @property
    def total(self) -> int:
        return sum(self.recus.values())

    def ouvrir(self) -> None:
        self._controleur = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controleur.start()

    def fermer(self) -> None:
        if self._controleur is not None:
            with suppress(RuntimeError):
                self._controleur.stop()
            self._controleur = None

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        if self.couper_apres is not None and self._sessions[id(session)] >= self.couper_apres:
            return "421 Trop de messages"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.data is not None:
            return self.data
        self.recus[envelope.rcpt_tos[0]] += 1
        self._sessions[id(session)] += 1
        return "250 OK"


@dataclass(frozen=True)
class AbonnementsDuDecor:
    """A subscriber who has to confirm, one who did, an issue being sent, another to try."""

    envoi: Envoi
    a_essayer: Numero
    confirmation: str
    preferences: str
    depart: str


def abonnements_du_decor() -> AbonnementsDuDecor:
    bulletin = creer_bulletin("lettre-des-ports", nom="La lettre des ports")
    abonne = abonner(bulletin=bulletin)
    nouvelle = abonner("maud@phare.example", bulletin=bulletin, confirme=False)
    return AbonnementsDuDecor(
        envoi=preparer_envoi(creer_numero_publie(bulletin=bulletin)),
        a_essayer=creer_numero_publie(bulletin=bulletin, cle="n-42", numero="42"),
        confirmation=jeton_de_confirmation(nouvelle.uuid, nouvelle.demande_le),
        preferences=jeton_de_preferences(abonne.uuid),
        depart=jeton_de_depart(abonne.uuid, bulletin.pk),
    )
