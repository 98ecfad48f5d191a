"""Writes about materials."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.dossiers.models import Dossier
from communs.etats import journal
from communs.etats.models import Acteur
from communs.etats.services import enregistrer, modifier, verrouiller
from communs.fichiers import services as fichiers
from communs.fichiers.models import Fichier
from communs.materiaux.enums import Consentement, PorteeMateriau
from communs.materiaux.models import Materiau

DELAI_REPENTIR = timedelta(days=30)


@transaction.atomic
def deposer(
    *,
    identite: Identite,
    dossier: Dossier,
    demande: UUID,
    fichier: Fichier | None,
    champs: Mapping[str, Any],
) -> Materiau:
    """Put a clue in the dossier. `demande` names the form: sent twice (a bad connection), one clue.

    Raises ValidationError where the database would refuse the row, in its French words.
    """
    autoriser(identite, "materiaux.deposer", dossier)
    deja = Materiau.objects.filter(uuid=demande, dossier=dossier).first()
    if deja is not None:
        return deja
    materiau = Materiau(
        uuid=demande,
        dossier=dossier,
        fichier=fichier,
        depose_par=Acteur.objects.de(identite.personne),
        **_prudent(champs),
    )
    materiau.validate_constraints()
    materiau.save(force_insert=True)
    journal.consigner(identite=identite, verbe="materiaux.deposer", objet=materiau, titre=materiau.titre)
    return materiau


def reecrire(*, identite: Identite, materiau: Materiau, version: int, champs: Mapping[str, Any]) -> Materiau:
    """Change what is said of it. Consent withdrawn takes it back from readers at once.

    Raises Conflit, ValidationError.
    """
    autoriser(identite, "materiaux.modifier", materiau)
    voulus = _prudent(champs)
    if voulus.get("portee_lecture", materiau.portee_lecture) != materiau.portee_lecture:
        retrait = voulus["portee_lecture"] == PorteeMateriau.RESERVE
        if not retrait:
            autoriser(identite, "materiaux.montrer", materiau)
    essai = Materiau.objects.get(pk=materiau.pk)
    for nom, valeur in voulus.items():
        setattr(essai, nom, valeur)
    essai.validate_constraints()
    return modifier(
        identite=identite,
        objet=materiau,
        version=version,
        champs=voulus,
        verbe="materiaux.modifier",
        titre=materiau.titre,
    )


def _prudent(champs: Mapping[str, Any]) -> dict[str, Any]:
    """A refused consent reserves the material, whatever else the form asked."""
    voulus = dict(champs)
    if voulus.get("consentement") == Consentement.REFUSE:
        voulus["portee_lecture"] = PorteeMateriau.RESERVE
    return voulus


@transaction.atomic
def supprimer(*, identite: Identite, materiau: Materiau) -> None:
    """Put it away for DELAI_REPENTIR."""
    autoriser(identite, "materiaux.modifier", materiau)
    materiau = verrouiller(materiau)
    if materiau.supprime_le is None:
        materiau.supprime_le = timezone.now()
        enregistrer(materiau, "supprime_le")
        journal.consigner(
            identite=identite, verbe="materiaux.supprimer", objet=materiau, titre=materiau.titre
        )


@transaction.atomic
def reprendre(*, identite: Identite, materiau: Materiau) -> None:
    autoriser(identite, "materiaux.modifier", materiau)
    materiau = verrouiller(materiau)
    if materiau.supprime_le is not None:
        materiau.supprime_le = None
        enregistrer(materiau, "supprime_le")
        journal.consigner(
            identite=identite, verbe="materiaux.reprendre", objet=materiau, titre=materiau.titre
        )


def purger() -> int:
    """Delete for good, files included, what was put away longer ago than DELAI_REPENTIR."""
    perimes = Materiau.objects.filter(supprime_le__lt=timezone.now() - DELAI_REPENTIR)
    nombre = 0
    for materiau in perimes.select_related("fichier").order_by("pk"):
        with transaction.atomic():
            fichier = materiau.fichier
            materiau.delete()
            if fichier is not None:
                fichiers.supprimer(fichier=fichier)
        nombre += 1
    return nombre
