"""The nightly check of the resources' links, and what editors decide about the dead ones.

They are claimed, visited and noted as `communs.reseau.tournees` says. Living links are visited once a week,
failing ones each night; three nights of failure in a row make a dead link.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.reseau import tournees
from communs.reseau.enums import VIVANTS
from communs.reseau.services import Constat, verifier
from communs.web.cache_pages import perimer_pages
from nuancier.fiches import FicheLien, lire_ressource
from nuancier.models import Lien, Ressource
from nuancier.vie.models import Verification
from nuancier.vie.versions import corriger_ressources

ECHECS = 3
SEMAINE = timedelta(days=7)
NUIT_SUIVANTE = timedelta(hours=18)  # less than a day: the next night's first pass finds it due
REPIT = timedelta(days=30)
DUREE = 480.0  # seconds of a run; the next one comes ten minutes later
A_LA_MAIN = "Vérifié à la main par l’équipe éditoriale."


def preparer() -> None:
    """One row per address that a record gives, and none for the others. New ones are due at once."""
    adresses = set(Lien.objects.values_list("adresse", flat=True))
    connues = set(Verification.objects.values_list("adresse", flat=True))
    Verification.objects.bulk_create(
        [Verification(adresse=adresse) for adresse in sorted(adresses - connues)], ignore_conflicts=True
    )
    Verification.objects.filter(adresse__in=connues - adresses).delete()


def verifier_ceux_qui_attendent() -> int:
    """Visit the links that are due, one after another, and return how many were."""
    return tournees.parcourir(DUREE, reclamer, lambda lien: noter(lien, verifier(lien.adresse)))


def reclamer() -> Verification | None:
    """Take the link that waits longest; None when none is due."""
    dues = Verification.objects.filter(prochaine_le__lte=timezone.now())
    return tournees.reclamer(dues.order_by("prochaine_le", "pk"), "reclamee_le")


@transaction.atomic
def noter(reclamee: Verification, constat: Constat) -> None:
    """Write what a visit found, unless its claim has passed to another worker or an editor decided."""
    actuelle = (
        Verification.objects.select_for_update()
        .filter(pk=reclamee.pk, reclamee_le=reclamee.reclamee_le)
        .first()
    )
    if actuelle is None:
        return
    maintenant = timezone.now()
    etait_mort = actuelle.mort_le
    actuelle.reclamee_le, actuelle.verifiee_le = None, maintenant
    actuelle.dernier_constat = constat.message[:300]
    actuelle.suggestion = constat.nouvelle_adresse if len(constat.nouvelle_adresse) <= 500 else ""
    if constat.etat in VIVANTS:
        actuelle.echecs, actuelle.dernier_echec, actuelle.mort_le = 0, None, None
        actuelle.prochaine_le = maintenant + SEMAINE
    else:
        if constat.en_panne:
            _compter(actuelle, maintenant)
        revenir = constat.revenir_le or maintenant
        actuelle.prochaine_le = max(maintenant + NUIT_SUIVANTE, revenir)
    actuelle.save()
    if actuelle.mort_le != etait_mort:
        perimer_pages()


def _compter(verification: Verification, maintenant: datetime) -> None:
    """One failure per night, however often it was visited."""
    nuit = timezone.localdate(maintenant)
    if verification.dernier_echec != nuit:
        verification.dernier_echec = nuit
        verification.echecs += 1
    if verification.echecs >= ECHECS and verification.mort_le is None:
        verification.mort_le = maintenant


# --- what editors decide -------------------------------------------------------------------------


@transaction.atomic
def remplacer(*, identite: Identite, verification: Verification, adresse: str) -> int:
    """Write another address wherever this one is given; return how many records changed.

    Each teinte that cites them has a version of it. Raises ValidationError.
    """
    autoriser(identite, "nuancier.editer")
    ancienne = verification.adresse
    if adresse == ancienne:
        raise ValidationError("C’est déjà cette adresse.")
    ressources = Ressource.objects.filter(liens__adresse=ancienne).prefetch_related("liens").distinct()
    fiches = []
    for ressource in ressources.order_by("pk"):
        fiche = lire_ressource(ressource)
        liens: dict[str, FicheLien] = {}
        for lien in fiche.liens:
            nouveau = replace(lien, adresse=adresse) if lien.adresse == ancienne else lien
            liens.setdefault(nouveau.adresse, nouveau)
        fiches.append(replace(fiche, liens=tuple(liens.values())))
    motif = f"Un lien introuvable a changé d’adresse : {ancienne}"
    corriger_ressources(identite=identite, fiches=fiches, motif=motif)
    Verification.objects.filter(pk=verification.pk).delete()
    Verification.objects.get_or_create(adresse=adresse)
    return len(fiches)


def confirmer(*, identite: Identite, verification: Verification) -> None:
    """Somebody opened it and it works: it starts afresh."""
    autoriser(identite, "nuancier.editer")
    Verification.objects.filter(pk=verification.pk).update(
        echecs=0,
        dernier_echec=None,
        mort_le=None,
        ignoree_jusqu_au=None,
        reclamee_le=None,
        verifiee_le=timezone.now(),
        dernier_constat=A_LA_MAIN,
        suggestion="",
        prochaine_le=timezone.now() + SEMAINE,
    )
    perimer_pages()


def ignorer(*, identite: Identite, verification: Verification) -> None:
    """Say nothing of it for thirty days, here and on the pages."""
    autoriser(identite, "nuancier.editer")
    Verification.objects.filter(pk=verification.pk).update(ignoree_jusqu_au=timezone.now() + REPIT)
    perimer_pages()
