"""Hand one mail over to the server, and know exactly how far it went.

SMTP gives a message over in one instant: the answer to the end of DATA. Before it, a failure is
certain (nothing went) and may be tried again; after it, nobody knows. `smtplib.sendmail` mixes the
two, hence the steps taken one by one here.
"""

import smtplib
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr
from typing import Any, Self, cast

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

FERMETURE = 421  # the server is closing the connection


class Differe(Exception):
    """Nothing went; try again later."""


class Injoignable(Differe):
    """The server is not there, or no longer. `en_dialogue`: it had answered, and left during this message."""

    def __init__(self, raison: str, *, en_dialogue: bool = False) -> None:
        super().__init__(raison)
        self.en_dialogue = en_dialogue


class Refuse(Exception):
    """Nothing went, and trying again would not help. `adresse`: it is the recipient that was refused."""

    def __init__(self, raison: str, *, adresse: bool = False) -> None:
        super().__init__(raison)
        self.adresse = adresse


class Incertain(Exception):
    """The connection was cut while the server was taking the message."""


def remettre(message: EmailMessage) -> None:
    """Send `message` to its single recipient; raise Differe, Refuse or Incertain."""
    expediteur = sanitize_address(parseaddr(message.from_email)[1], "utf-8")
    destinataire = sanitize_address(message.to[0], "utf-8")
    octets = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own
    with Liaison() as liaison:
        liaison.remettre(expediteur, destinataire, octets)


class Liaison:
    """One connection to the server, for one message or many; opened at the first one."""

    def __init__(self) -> None:
        self._connexion: Any = get_connection()
        self._smtp: smtplib.SMTP | None = None
        self.remis = 0  # messages accepted since the connection was opened

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *erreur: object) -> None:
        self._fermer()

    def remettre(self, expediteur: str, destinataire: str, octets: bytes) -> None:
        """Hand over this message; raise Differe, Injoignable, Refuse or Incertain.

        After a connection that was cut, the next message opens another.
        """
        if not isinstance(self._connexion, EmailBackend):  # console or file, on a developer's machine
            self._connexion.send_messages([_Brut(octets)])
            return
        smtp = self._ouvrir()
        try:
            _dialoguer(smtp, expediteur, destinataire, octets)
        except (Injoignable, Incertain):
            self._fermer()
            raise
        except (Differe, Refuse):
            self._oublier_le_message(smtp)
            raise
        self.remis += 1

    def _ouvrir(self) -> smtplib.SMTP:
        if self._smtp is None:
            try:
                self._connexion.open()
            except OSError as erreur:  # SMTPException is one
                raise Injoignable(f"Serveur injoignable : {erreur}") from erreur
            self._smtp, self.remis = cast(smtplib.SMTP, self._connexion.connection), 0
        return self._smtp

    def _oublier_le_message(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.rset()
        except OSError:
            self._fermer()

    def _fermer(self) -> None:
        """The outcomes are known: a failed QUIT changes nothing."""
        if self._smtp is not None:
            self._connexion.fail_silently = True
            self._connexion.close()
            self._connexion.fail_silently = False
            self._smtp, self.remis = None, 0


class _Brut:
    """Bytes, for the backends that write messages somewhere."""

    def __init__(self, octets: bytes) -> None:
        self._message = message_from_bytes(octets)

    def message(self) -> Message:
        return self._message


def _dialoguer(smtp: smtplib.SMTP, expediteur: str, destinataire: str, octets: bytes) -> None:
    try:
        smtp.ehlo_or_helo_if_needed()
        reponses = [smtp.mail(expediteur)]
        if _acceptee(reponses[-1]):
            reponses.append(smtp.rcpt(destinataire))
    except OSError as erreur:
        raise Injoignable(f"Connexion coupée avant l’envoi : {erreur}", en_dialogue=True) from erreur
    _exiger(reponses[-1], adresse=len(reponses) == 2)
    try:
        reponse: tuple[int, bytes | str] = smtp.data(octets)
    except smtplib.SMTPDataError as erreur:  # refused before a byte of the message was given
        reponse = (erreur.smtp_code, erreur.smtp_error)
    except OSError as erreur:
        raise Incertain(f"Connexion coupée pendant l’envoi : {erreur}") from erreur
    _exiger(reponse)


def _acceptee(reponse: tuple[int, bytes | str]) -> bool:
    return 200 <= reponse[0] < 300


def _exiger(reponse: tuple[int, bytes | str], *, adresse: bool = False) -> None:
    """Raise unless the server accepted: 5xx is final, anything else may pass later."""
    if _acceptee(reponse):
        return
    code, texte = reponse
    if isinstance(texte, bytes):
        texte = texte.decode("utf-8", "replace")
    raison = f"Réponse du serveur : {code} {texte}"
    if code == FERMETURE:
        raise Injoignable(raison, en_dialogue=True)
    raise Refuse(raison, adresse=adresse) if code >= 500 else Differe(raison)
