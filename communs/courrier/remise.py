"""Hand one mail over to the server, and know exactly how far it went.

SMTP gives a message over in one instant: the answer to the end of DATA. Before it, a failure is
certain (nothing went) and may be tried again; after it, nobody knows. `smtplib.sendmail` mixes the
two, hence the steps taken one by one here.
"""

import smtplib
from email.utils import parseaddr
from typing import cast

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address


class Differe(Exception):
    """Nothing went; try again later."""


class Refuse(Exception):
    """Nothing went, and trying again would not help."""


class Incertain(Exception):
    """The connection was cut while the server was taking the message."""


def remettre(message: EmailMessage) -> None:
    """Send `message` to its single recipient; raise Differe, Refuse or Incertain."""
    connexion = get_connection()
    if not isinstance(connexion, EmailBackend):  # console or file, on a developer's machine
        connexion.send_messages([message])
        return
    expediteur = sanitize_address(parseaddr(message.from_email)[1], "utf-8")
    destinataire = sanitize_address(message.to[0], "utf-8")
    octets = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own
    try:
        connexion.open()
    except OSError as erreur:  # SMTPException is one
        raise Differe(f"Serveur injoignable : {erreur}") from erreur
    smtp = cast(smtplib.SMTP, connexion.connection)
    try:
        _dialoguer(smtp, expediteur, destinataire, octets)
    finally:
        connexion.fail_silently = True  # the outcome is known: a failed QUIT changes nothing
        connexion.close()


def _dialoguer(smtp: smtplib.SMTP, expediteur: str, destinataire: str, octets: bytes) -> None:
    try:
        smtp.ehlo_or_helo_if_needed()
        reponses = [smtp.mail(expediteur)]
        if _acceptee(reponses[-1]):
            reponses.append(smtp.rcpt(destinataire))
    except OSError as erreur:
        raise Differe(f"Connexion coupée avant l’envoi : {erreur}") from erreur
    _exiger(reponses[-1])
    try:
        reponse: tuple[int, bytes | str] = smtp.data(octets)
    except smtplib.SMTPDataError as erreur:  # refused before a byte of the message was given
        reponse = (erreur.smtp_code, erreur.smtp_error)
    except OSError as erreur:
        raise Incertain(f"Connexion coupée pendant l’envoi : {erreur}") from erreur
    _exiger(reponse)


def _acceptee(reponse: tuple[int, bytes | str]) -> bool:
    return 200 <= reponse[0] < 300


def _exiger(reponse: tuple[int, bytes | str]) -> None:
    """Raise unless the server accepted: 5xx is final, anything else may pass later."""
    if _acceptee(reponse):
        return
    code, texte = reponse
    if isinstance(texte, bytes):
        texte = texte.decode("utf-8", "replace")
    raison = f"Réponse du serveur : {code} {texte}"
    raise Refuse(raison) if code >= 500 else Differe(raison)
