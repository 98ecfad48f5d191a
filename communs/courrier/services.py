"""Writing to the outbox and sending from it. The row is the truth; the queue is only a hint.

Over SMTP a mail cannot be sent exactly once across a killed worker. So: claim and commit before
sending, never send twice by ourselves, and show as `incertain` what was cut in between.
"""

import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from communs.courrier.enums import RENVOYABLES, TERMINES, Etat
from communs.courrier.models import Courriel
from communs.courrier.remise import Differe, Incertain, Refuse, remettre
from communs.web.file_d_attente import prevenir

journal = logging.getLogger(__name__)

ENVOYER = "communs.courrier.tasks.envoyer"  # the task, by its name

NOM_EN_TETE = re.compile(r"[A-Za-z0-9-]+")
# Waits after each failed attempt (about a day in all), then the mail is given up.
ATTENTES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720))
ANONYME = "Message d’une personne qui a supprimé son compte"
# A sweep stops picking rows after this, so that the next one, a minute later, finds it finished.
DUREE_BALAYAGE = 45.0
_fermee: ContextVar[Callable[[], bool]] = ContextVar("courrier_ferme", default=lambda: False)


@contextmanager
def fermer_si(ferme: Callable[[], bool]) -> Iterator[None]:
    """Within, nothing goes into the outbox when `ferme` says so, asked at the first mail: a trial writes to
    nobody. Whoever posts goes on as if it had been written."""
    jeton = _fermee.set(ferme)
    try:
        yield
    finally:
        _fermee.reset(jeton)


def poster(
    *,
    destinataire: str,
    sujet: str,
    texte: str,
    html: str = "",
    entetes: Mapping[str, str] | None = None,
    cle: str | None = None,
    corps_ephemere: bool = False,
    effacer_apres: bool = False,
) -> Courriel:
    """Put a mail in the outbox, in the caller's transaction, and return its row.

    `cle`: the same key posts one mail only, whatever the number of calls. `corps_ephemere`: the
    body holds a single-use link, wiped once sent. `effacer_apres`: address and body are wiped when
    finished. Raises ValidationError for an address or a header that cannot be one. The outbox being
    closed (`fermer_si`), the row is not saved.
    """
    courriel = Courriel(
        cle=cle,
        destinataire=destinataire,
        sujet=sujet,
        texte=texte,
        html=html,
        entetes=dict(entetes or {}),
        corps_ephemere=corps_ephemere,
        effacer_apres=effacer_apres,
    )
    _verifier(courriel)
    if _fermee.get()():
        return courriel
    if cle is not None:
        courriel, cree = Courriel.objects.get_or_create(
            cle=cle, defaults={c: getattr(courriel, c) for c in _CHAMPS_POSTES}
        )
        if not cree:
            return courriel
    else:
        courriel.save(force_insert=True)
    transaction.on_commit(partial(prevenir, ENVOYER, courriel.pk), robust=True)
    return courriel


def _sur_une_ligne(texte: str) -> str:
    """Blanks become one space, but those that keep a sign with its word."""
    return re.sub(r"[^\S\u00a0\u202f]+", " ", texte).strip()


_CHAMPS_POSTES = ("destinataire", "sujet", "texte", "html", "entetes", "corps_ephemere", "effacer_apres")


def poster_gabarit(gabarit: str, contexte: Mapping[str, Any], **options: Any) -> Courriel:
    """`poster` a mail written in `<gabarit>_subject.txt`, `_message.txt` and `_message.html`.

    Templates receive `contexte` and `adresse`, the public address of the platform.
    """
    return poster(**_rendre(gabarit, contexte), **options)


def preparer_gabarit(gabarit: str, contexte: Mapping[str, Any], **options: Any) -> Courriel:
    """The same mail, checked but not yet written: for `poster_plusieurs`."""
    courriel = Courriel(**_rendre(gabarit, contexte), **options)
    _verifier(courriel)
    return courriel


def poster_plusieurs(courriels: Sequence[Courriel]) -> None:
    """Put many prepared mails in the outbox in one query; each `cle` must be new (IntegrityError).

    The queue is not told: the sweep sends them within a minute, and mails that a person waits for
    pass between.
    """
    if not _fermee.get()():
        Courriel.objects.bulk_create(courriels)


def _rendre(gabarit: str, contexte: Mapping[str, Any]) -> dict[str, Any]:
    contexte = {"adresse": settings.VIGIE_ADRESSE, **contexte}
    return {
        "sujet": _sur_une_ligne(render_to_string(f"{gabarit}_subject.txt", contexte)),
        "texte": render_to_string(f"{gabarit}_message.txt", contexte).strip() + "\n",
        "html": render_to_string(f"{gabarit}_message.html", contexte),
    }


def _verifier(courriel: Courriel) -> None:
    validate_email(courriel.destinataire)
    if any("\x00" in valeur for valeur in (courriel.sujet, courriel.texte, courriel.html)):
        raise ValidationError("Un courriel ne peut pas contenir de caractère nul.")
    if len(courriel.sujet) > 250:
        raise ValidationError("Le sujet d’un courriel compte au plus 250 caractères.")
    if not all(NOM_EN_TETE.fullmatch(nom) for nom in courriel.entetes):  # Django checks values only
        raise ValidationError("Un nom d’en-tête de ce courriel n’en est pas un.")
    try:
        composer(courriel).message()
    except ValueError as erreur:  # BadHeaderError is one: a line break in a header
        raise ValidationError("Un en-tête de ce courriel contient un saut de ligne.") from erreur


def composer(courriel: Courriel) -> EmailMultiAlternatives:
    """The message as it is sent; its Message-ID is the row's, so that a server may recognise it."""
    hote = settings.VIGIE_ADRESSE.partition("://")[2].partition(":")[0]
    message = EmailMultiAlternatives(
        subject=courriel.sujet,
        body=courriel.texte,
        to=[courriel.destinataire],
        headers={
            "Message-ID": f"<{courriel.pk}.{courriel.cree_le.timestamp():.0f}@{hote}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": "fr",
            **courriel.entetes,
        },
    )
    if courriel.html:
        message.attach_alternative(courriel.html, "text/html")
    return message


def reclamer(pk: int | None = None) -> Courriel | None:
    """Claim one due row (or this one) and commit, so that nobody else ever sends it; None: none due."""
    with transaction.atomic(durable=True):
        lignes = Courriel.objects.a_envoyer().select_for_update(skip_locked=True)
        courriel = (lignes if pk is None else lignes.filter(pk=pk)).first()
        if courriel is None:
            return None
        courriel.etat = Etat.RECLAME
        courriel.essais += 1
        courriel.reclame_le = timezone.now()
        courriel.prochain_essai_le = None
        courriel.save(update_fields=["etat", "essais", "reclame_le", "prochain_essai_le"])
    return courriel


def envoyer(pk: int | None = None) -> Courriel | None:
    """Send one due mail (or this one if it is due) and record the outcome; None: nothing to do."""
    courriel = reclamer(pk)
    if courriel is None:
        return None
    try:
        remettre(composer(courriel))
    except Differe as erreur:
        _differer(courriel, str(erreur))
    except Refuse as erreur:
        _finir(courriel, Etat.REFUSE, str(erreur))
    except Incertain as erreur:
        _finir(courriel, Etat.INCERTAIN, str(erreur))
    except Exception as erreur:  # whatever it is, the row must say that nobody knows
        journal.exception("Courriel %s : erreur imprévue", courriel.pk)
        _finir(courriel, Etat.INCERTAIN, f"Erreur imprévue : {erreur!r}")
    else:
        _finir(courriel, Etat.ENVOYE)
    return courriel


def _differer(courriel: Courriel, raison: str) -> None:
    if courriel.essais > len(ATTENTES):
        _finir(courriel, Etat.ABANDONNE, raison)
        return
    _enregistrer(
        courriel,
        etat=Etat.EN_ATTENTE,
        prochain_essai_le=timezone.now() + ATTENTES[courriel.essais - 1],
        erreur=_sans_adresse(courriel, raison),
    )


def _finir(courriel: Courriel, etat: Etat, raison: str = "") -> None:
    champs: dict[str, Any] = {"etat": etat, "erreur": _sans_adresse(courriel, raison)}
    if etat == Etat.ENVOYE:
        champs["envoye_le"] = timezone.now()
    if courriel.effacer_apres:
        champs |= {"destinataire": "", "texte": "", "html": ""}
    elif courriel.corps_ephemere and etat == Etat.ENVOYE:
        champs |= {"texte": "", "html": ""}
    _enregistrer(courriel, **champs)


def _enregistrer(courriel: Courriel, **champs: Any) -> None:
    """Write the outcome, unless the claim was meanwhile declared lost or the mail sent again by hand."""
    champs["reclame_le"] = None
    miens = Courriel.objects.filter(pk=courriel.pk, etat=Etat.RECLAME, essais=courriel.essais)
    if miens.update(**champs):
        for nom, valeur in champs.items():
            setattr(courriel, nom, valeur)
    journal.info("Courriel %s : %s (essai %s)", courriel.pk, champs["etat"], courriel.essais)


def _sans_adresse(courriel: Courriel, raison: str) -> str:
    """Servers repeat the address in their answer; it is kept nowhere else than in its column."""
    return raison.replace(courriel.destinataire, "(destinataire)")[:500]


def balayer() -> int:
    """Find what the queue forgot: declare lost claims `incertain`, send due rows; return how many."""
    perdus = Courriel.objects.reclames_perdus()
    champs = {
        "etat": Etat.INCERTAIN,
        "reclame_le": None,
        "erreur": "Le processus d’envoi s’est arrêté pendant l’envoi.",
    }
    perdus.filter(effacer_apres=True).update(destinataire="", texte="", html="", **champs)
    perdus.filter(effacer_apres=False).update(**champs)
    fin = time.monotonic() + DUREE_BALAYAGE
    nombre = 0
    while time.monotonic() < fin and envoyer() is not None:
        nombre += 1
    return nombre


def renvoyer(courriel: Courriel) -> None:
    """Send again, by hand, a mail that did not surely leave; ValidationError if it cannot be."""
    with transaction.atomic():
        courriel = Courriel.objects.select_for_update().get(pk=courriel.pk)
        if courriel.etat not in RENVOYABLES:
            raise ValidationError("Ce courriel est déjà parti, ou va partir.")
        if courriel.efface:
            raise ValidationError("L’adresse ou le corps de ce courriel ont été effacés.")
        courriel.etat = Etat.EN_ATTENTE
        courriel.prochain_essai_le = timezone.now()
        courriel.save(update_fields=["etat", "prochain_essai_le"])
        transaction.on_commit(partial(prevenir, ENVOYER, courriel.pk), robust=True)


def oublier(adresse: str) -> None:
    """Cancel the mails to this address and wipe it from the finished ones: its owner erased the account.

    A mail that a worker is sending right now goes, and its row is not written again.
    """
    siens = Courriel.objects.filter(destinataire__iexact=adresse)
    siens.exclude(etat__in=TERMINES).delete()
    siens.update(destinataire="", texte="", html="", entetes={})


def oublier_l_auteur(cle: str) -> None:
    """Cancel the mails whose key begins so and wipe what the finished ones say: they name their author."""
    siens = Courriel.objects.filter(cle__startswith=cle)
    siens.exclude(etat__in=TERMINES).delete()
    siens.update(sujet=ANONYME, texte="", html="", entetes={})


def purger() -> int:
    """Delete finished rows past their keeping time; return how many."""
    return Courriel.objects.perimes().delete()[0]
