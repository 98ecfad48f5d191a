"""The steps of an issue's life: asked by people, or taken at the hour by the platform.

Making and writing an issue is `numeros/ecriture.py`, its pieces are `redaction/composition.py`.
"""

import logging
from datetime import datetime
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.collectivites.models import Compte
from communs.courrier.services import poster_gabarit
from communs.etats import journal
from communs.etats.models import Acteur
from communs.etats.services import enregistrer, verrouiller
from communs.etats.tables import franchir
from communs.web.erreurs import Refus
from veille.enums import EtatNumero
from veille.flux.services import noter_changement
from veille.notices.models import Notice
from veille.numeros.ecriture import SUPPRIME
from veille.numeros.models import Numero
from veille.numeros.pieces import Erratum, RendezVous
from veille.numeros.transitions import NUMEROS, empechement, oublier_la_date, paraitre
from veille.publications import A_LA_PARUTION, faire_connaitre, faire_oublier
from veille.redaction.verification import avertissements_de

traces = logging.getLogger(__name__)

PASSEE = "Cette date est passée : choisissez-en une à venir, ou publiez maintenant."
A_CONFIRMER = "La vérification a des avertissements : lisez-les, puis confirmez que vous publiez quand même."
AGENDA_OUVERT = "Ce numéro n’est pas publié : corrigez le rendez-vous, ou retirez-le du sommaire."
PAS_PUBLIE = "Un erratum corrige un numéro publié : celui-ci ne l’est pas."


@transaction.atomic
def _franchir(*, objet: Numero, **options: Any) -> Numero:
    """Refus (410) for an issue that somebody has just deleted: nobody would see it come out."""
    if verrouiller(objet).supprime_le is not None:
        raise Refus(410, SUPPRIME)
    return cast(Numero, franchir(NUMEROS, objet=objet, **options))


@transaction.atomic
def confier(*, identite: Identite, numero: Numero, relecteur: Compte, version: int | None = None) -> Numero:
    """Name who reads the issue before it comes out, and tell this person by mail.

    The same person named again gets no second mail.
    """
    deja = Numero.objects.filter(pk=numero.pk, etat=EtatNumero.RELECTURE, relecteur=relecteur).exists()
    confie = _franchir(
        identite=identite,
        objet=numero,
        nom="relire",
        version=version,
        donnees={"relecteur": relecteur},
        cible=Acteur.objects.de(relecteur),
    )
    if not deja and relecteur.pk != identite.personne.pk:
        poster_gabarit("veille/courriels/relecture", {"numero": confie}, destinataire=relecteur.email)
    return confie


@transaction.atomic
def rendre(*, identite: Identite, numero: Numero, motif: str, version: int | None = None) -> None:
    """Send it back to be written; the reason becomes a remark on the issue."""
    _franchir(
        identite=identite,
        objet=numero,
        nom="rendre",
        motif=motif,
        version=version,
        donnees={"motif": motif},
    )


@transaction.atomic
def programmer(
    *, identite: Identite, numero: Numero, le: datetime, confirme: bool = False, version: int | None = None
) -> None:
    """Have it published at this moment. ValidationError for a past one, or for what the check finds."""
    autoriser(identite, "veille.documenter", numero)
    if le <= timezone.now():
        raise ValidationError({"programme_le": PASSEE})
    _exiger_confirmation(numero, confirme)
    _franchir(
        identite=identite,
        objet=numero,
        nom="programmer",
        version=version,
        donnees={"programme_le": le},
        le=le,
    )


def deprogrammer(*, identite: Identite, numero: Numero, version: int | None = None) -> None:
    _franchir(identite=identite, objet=numero, nom="deprogrammer", version=version)


@transaction.atomic
def publier(
    *, identite: Identite, numero: Numero, confirme: bool = False, version: int | None = None
) -> Numero:
    """Make it public, for the first time or again. Already public: nothing.

    ValidationError for errors of the check, and for its warnings unless `confirme`.
    """
    autoriser(identite, "veille.documenter", numero)
    present = verrouiller(numero)
    if present.etat == EtatNumero.PUBLIE:
        return present
    _exiger_confirmation(present, confirme)
    premiere = present.publie_le is None
    nom = "publier" if present.etat != EtatNumero.DEPUBLIE else "republier"
    publie = _franchir(identite=identite, objet=numero, nom=nom, version=version)
    _apres(publie, premiere=premiere)
    return publie


def _exiger_confirmation(numero: Numero, confirme: bool) -> None:
    if empechement(numero):
        return  # said by the table itself
    if not confirme and avertissements_de(numero):
        raise ValidationError({"confirme": A_CONFIRMER})


def _apres(numero: Numero, *, premiere: bool) -> None:
    """What follows a publication; subscribers are written to at the first one only."""
    # Harvesters learn that these notices stand in one more issue.
    Notice.objects.filter(parutions__numero=numero).update(modifie_le=timezone.now())
    faire_connaitre([numero])
    if not premiere:
        noter_changement(*numero.rendez_vous.all())
    if premiere and numero.envoyer:
        for suite in A_LA_PARUTION:
            suite(numero)


@transaction.atomic
def depublier(*, identite: Identite, numero: Numero, motif: str, version: int | None = None) -> None:
    """Take it back from the public, who reads why. What was mailed stays in the mailboxes."""
    depublie = _franchir(
        identite=identite,
        objet=numero,
        nom="depublier",
        motif=motif,
        version=version,
        donnees={"motif": motif.strip()},
    )
    faire_oublier(depublie)


@transaction.atomic
def corriger_par_erratum(*, identite: Identite, numero: Numero, texte: str) -> Erratum:
    """Say on the page of a published issue what was wrong in it. The same text twice says it once."""
    autoriser(identite, "veille.documenter", numero)
    present = verrouiller(numero)
    if present.etat != EtatNumero.PUBLIE:
        raise ValidationError(PAS_PUBLIE)
    deja = present.errata.filter(texte=texte).first()
    if deja is not None:
        return deja
    erratum = Erratum(numero=present, texte=texte, auteur=Acteur.objects.de(identite.personne))
    erratum.full_clean()
    erratum.save()
    journal.consigner(identite=identite, verbe="veille.corriger_erratum", objet=present, motif=texte)
    faire_connaitre([present])
    return erratum


@transaction.atomic
def annuler_rendez_vous(*, identite: Identite, rendez_vous: RendezVous, annule: bool) -> RendezVous:
    """Say that an entry of a published agenda is cancelled, or is back; calendars that hold it follow.

    Raises Refus (409) unless the issue is published: before, the entry is simply corrected or taken off.
    """
    autoriser(identite, "veille.documenter", rendez_vous.numero)
    numero = verrouiller(rendez_vous.numero)
    if numero.etat != EtatNumero.PUBLIE:
        raise Refus(409, AGENDA_OUVERT)
    present = verrouiller(rendez_vous)
    if (present.annule_le is not None) is annule:
        return present
    present.annule_le = timezone.now() if annule else None
    enregistrer(present, "annule_le")
    noter_changement(present)
    journal.consigner(
        identite=identite,
        verbe="veille.annuler_rendez_vous" if annule else "veille.maintenir_rendez_vous",
        objet=numero,
        titre=present.titre,
    )
    return present


# --- at the hour ---------------------------------------------------------------------------------


def publier_ceux_qui_attendent() -> int:
    """Publish the issues whose hour has come, and return their number. One that resists keeps no other."""
    dus = Numero.objects.presents().filter(etat=EtatNumero.PROGRAMME, programme_le__lte=timezone.now())
    publies = 0
    for pk in list(dus.order_by("programme_le", "pk").values_list("pk", flat=True)):
        try:
            publies += publier_a_l_heure(pk)
        except Exception:
            traces.exception("Un numéro programmé n’a pas pu être publié (%s)", pk)
    return publies


@transaction.atomic
def publier_a_l_heure(pk: int) -> bool:
    """Publish this issue if its hour has come and nobody did before; tell whether it is done now.

    What has become impossible to publish goes back to draft, and who had planned it is told by mail.
    """
    numero = (
        Numero.objects.presents()
        .select_for_update(of=("self",))
        .filter(pk=pk, etat=EtatNumero.PROGRAMME, programme_le__lte=timezone.now())
        .first()
    )
    if numero is None:
        return False
    if obstacle := empechement(numero):
        _manquer(numero, obstacle)
        return False
    premiere, prevu_par = numero.publie_le is None, numero.programme_par
    numero.etat = EtatNumero.PUBLIE
    enregistrer(numero, "etat", *paraitre(numero, prevu_par))
    journal.consigner(identite=None, verbe="veille.numero.paraitre", objet=numero)
    _apres(numero, premiere=premiere)
    return True


def _manquer(numero: Numero, obstacle: str) -> None:
    prevu_par = numero.programme_par
    numero.etat = EtatNumero.BROUILLON
    enregistrer(numero, "etat", *oublier_la_date(numero))
    journal.consigner(identite=None, verbe="veille.numero.manquer", objet=numero, motif=obstacle)
    compte = prevu_par.compte if prevu_par is not None else None
    if compte is not None and compte.is_active:
        contexte = {"numero": numero, "obstacle": obstacle}
        poster_gabarit("veille/courriels/manque", contexte, destinataire=compte.email)
