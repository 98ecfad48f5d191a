"""Writes about materials."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from communs.collectivites.identite import Identite, autoriser
from communs.dossiers.models import Dossier
from communs.etats import journal, purges
from communs.etats.models import Acteur
from communs.etats.services import enregistrer, modifier, verrouiller
from communs.fichiers import services as fichiers
from communs.fichiers.models import Fichier
from communs.materiaux.enums import PUBLIABLES, Consentement, GenreMateriau, PorteeMateriau
from communs.materiaux.models import Materiau
from communs.materiaux.signals import retire

DELAI_REPENTIR = timedelta(days=30)
MATERIAUX_MAX = 5000  # in one dossier
ENSEMBLE_MAX = 20  # files in one post
PAROLES = ("texte", "source", "description")  # whoever gave them may take them back, at any time
TITRE_MAX = 70  # characters taken from a text that has no title


def deja_depose(*, identite: Identite, dossier: Dossier, demande: UUID) -> Materiau | None:
    """The clue that this form has already made, for who sent it."""
    siens = Materiau.objects.filter(uuid=demande, dossier=dossier, depose_par__compte=identite.compte)
    return siens.first()


@transaction.atomic
def deposer(
    *,
    identite: Identite,
    dossier: Dossier,
    demande: UUID,
    depot: UploadedFile | UUID | Fichier | None = None,
    champs: Mapping[str, Any],
) -> Materiau:
    """Put a clue in the dossier. `demande` names the form: sent twice (a bad connection), one clue.

    `depot` is what a `ChampFichier` gave, or a file that the caller held and hands over. Raises
    ValidationError, in French: a file refused or gone, or what the database would refuse.
    """
    autoriser(identite, "materiaux.deposer", dossier)
    verrouiller(dossier)
    deja = Materiau.objects.filter(uuid=demande).first()
    if deja is not None:
        if deja.dossier_id != dossier.pk:
            raise ValidationError("Ce formulaire a déjà servi : rechargez la page.")
        return deja
    if dossier.materiaux.count() >= MATERIAUX_MAX:
        raise ValidationError(f"Ce dossier contient déjà {MATERIAUX_MAX} indices : supprimez-en d’abord.")
    voulus = _prudent(champs)
    if voulus.get("portee_lecture") == PorteeMateriau.LECTEURS:
        autoriser(identite, "materiaux.montrer", dossier)
    materiau = Materiau(
        uuid=demande, dossier=dossier, depose_par=Acteur.objects.de(identite.personne), **voulus
    )
    materiau.titre = materiau.titre or _titre(materiau)
    if isinstance(depot, Fichier):
        materiau.fichier = depot
    elif depot is not None:
        materiau.fichier = fichiers.deposer(identite=identite, collectivite=dossier.collectivite, depot=depot)
    materiau.validate_constraints()
    materiau.save(force_insert=True)
    journal.consigner(identite=identite, verbe="materiaux.deposer", objet=materiau, titre=materiau.titre)
    return materiau


@transaction.atomic
def deposer_ensemble(
    *,
    identite: Identite,
    dossier: Dossier,
    demande: UUID,
    depots: Sequence[UploadedFile | UUID | None],
    champs: Mapping[str, Any],
) -> list[Materiau]:
    """One clue per file of the same form, all or none; the first bears the form's own `demande`."""
    plusieurs = len(depots) > 1
    deposes = []
    for rang, depot in enumerate(depots, start=1):
        les_siens = dict(champs)
        if plusieurs and champs.get("titre"):
            les_siens["titre"] = f"{champs['titre'][:140]} ({rang})"
        deposes.append(
            deposer(
                identite=identite,
                dossier=dossier,
                demande=demande if rang == 1 else uuid5(demande, str(rang)),
                depot=depot,
                champs=les_siens,
            )
        )
    return deposes


def _titre(materiau: Materiau) -> str:
    """A title for who had no hand free to type one."""
    premiere = materiau.texte.strip().split("\n")[0].strip()
    if len(premiere) > TITRE_MAX:
        premiere = premiere[:TITRE_MAX].rsplit(" ", 1)[0] + "…"
    if premiere:
        return premiere
    quand = materiau.recueilli_le or timezone.localdate(timezone=materiau.dossier.fuseau)
    sorte = GenreMateriau(materiau.genre).label
    lieu = f", {materiau.lieu}" if materiau.lieu else ""
    return f"{sorte} du {date_format(quand, 'j F Y')}{lieu}"[:150]


@transaction.atomic
def reecrire(*, identite: Identite, materiau: Materiau, version: int, champs: Mapping[str, Any]) -> Materiau:
    """Change what is said of it. Consent withdrawn takes it back from readers at once.

    Raises Conflit, ValidationError.
    """
    autoriser(identite, "materiaux.modifier", materiau)
    actuel = verrouiller(materiau)
    voulus = _prudent(champs)
    portee = voulus.get("portee_lecture", actuel.portee_lecture)
    if portee not in {actuel.portee_lecture, PorteeMateriau.RESERVE}:
        autoriser(identite, "materiaux.montrer", materiau)
    montrable = _montrable(actuel)
    for nom, valeur in voulus.items():
        setattr(actuel, nom, valeur)
    actuel.validate_constraints()
    ecrit = modifier(
        identite=identite,
        objet=materiau,
        version=version,
        champs=voulus,
        verbe="materiaux.modifier",
        discrets=PAROLES,
        titre=materiau.titre,
    )
    if montrable and not _montrable(ecrit):
        retire.send(sender=Materiau, materiau=ecrit)
    return ecrit


def _montrable(materiau: Materiau) -> bool:
    return materiau.consentement in PUBLIABLES and materiau.portee_lecture != PorteeMateriau.RESERVE


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
        retire.send(sender=Materiau, materiau=materiau)


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


@transaction.atomic
def effacer(*, materiau: Materiau) -> None:
    """Delete it for good and at once, with its file: whoever gave it takes it back."""
    retire.send(sender=Materiau, materiau=materiau)
    _effacer(materiau)


def purger() -> int:
    """Delete for good, files included, what was put away longer ago than DELAI_REPENTIR."""
    perimes = Materiau.objects.filter(supprime_le__lt=timezone.now() - DELAI_REPENTIR)
    return purges.purger(perimes.order_by("pk"), _effacer)


def _effacer(materiau: Materiau) -> None:
    fichier = materiau.fichier
    materiau.delete()
    if fichier is not None:
        fichiers.supprimer(fichier=fichier)
