"""Every write of a fiche: answers, practices used, logbook, laps."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from communs.collectivites.identite import Identite, autoriser
from communs.dossiers.models import Dossier
from communs.etats import journal, purges
from communs.etats.models import Acteur
from communs.etats.services import enregistrer, modifier, verrouiller
from sonar.fabrique.fiches import (
    DELAI_CORRECTION,
    DELAI_REPENTIR,
    EntreeDeBord,
    ReponseDeFabrique,
    Supprimable,
    TourDeFabrique,
    UsageDePratique,
)
from sonar.fabrique.models import Pratique, QuestionDuCycle

TOURS_MAX, USAGES_MAX, ENTREES_MAX = 20, 100, 2000
DEJA_SERVI = "Ce formulaire a déjà servi\u00a0: rechargez la page."
FERME = "Ce tour est terminé\u00a0: il se lit, et c’est le dernier tour qui s’écrit."
TROP_TARD = (
    f"Une entrée se corrige pendant {DELAI_CORRECTION.days}\u00a0jours. Après, écrivez-en une autre "
    "qui la complète\u00a0: le journal garde ce qu’on savait ce jour-là."
)
RETIREE = "Ceci a été retiré entre-temps\u00a0: rétablissez-le d’abord."
VIDE = "Ce tour n’a encore aucune réponse\u00a0: répondez d’abord, vous en ferez un autre ensuite."
S = TypeVar("S", UsageDePratique, EntreeDeBord)


def ouvrir(dossier: Dossier) -> TourDeFabrique:
    """The first lap of a new fiche."""
    return TourDeFabrique.objects.create(dossier=dossier, numero=1)


def courant(dossier: Dossier) -> TourDeFabrique:
    """The lap that is being written."""
    tour = dossier.tours.order_by("-numero")[0]
    tour.dossier = dossier
    return tour


def _ecrire_dans(identite: Identite, dossier: Dossier) -> TourDeFabrique:
    """The current lap, under a lock on the dossier: laps are opened and rows are added one at a time."""
    autoriser(identite, "fabrique.ecrire", dossier)
    verrouiller(dossier)
    return courant(dossier)


# --- answers -------------------------------------------------------------------------------------


@transaction.atomic
def repondre(
    *,
    identite: Identite,
    dossier: Dossier,
    question_cle: str,
    numero: int,
    version: int,
    champs: Mapping[str, Any],
) -> ReponseDeFabrique:
    """Answer a question in the lap `numero`, or leave it aside. Raises Conflit, ValidationError.

    A question that has left the content keeps the answers it had, and takes no new one.
    """
    tour = _ecrire_dans(identite, dossier)
    if tour.numero != numero:
        raise ValidationError(FERME)
    question = QuestionDuCycle.objects.filter(cle=question_cle).first()
    reponse = tour.reponses.filter(question_cle=question_cle).first()
    if reponse is None:
        if question is None:
            raise ValidationError("Cette question n’est plus posée.")
        reponse = ReponseDeFabrique.objects.create(
            tour=tour, question_cle=question.cle, intitule=question.intitule, etape=question.etape
        )
    reponse.tour = tour
    ecrite = modifier(
        identite=identite,
        objet=reponse,
        version=version,
        champs=champs,
        verbe="fabrique.ecarter" if champs["sans_objet"] else "fabrique.repondre",
        discrets=("texte", "motif"),
        question=reponse.intitule,
    )
    if ecrite.version != reponse.version:
        ecrite.auteur, ecrite.ecrite_le = Acteur.objects.de(identite.personne), timezone.now()
        ecrite.save(update_fields=["auteur", "ecrite_le"])
    return ecrite


@transaction.atomic
def tourner(*, identite: Identite, dossier: Dossier, depuis: int) -> TourDeFabrique:
    """Open the next lap; `depuis` is the lap its reader saw: pressed twice, it opens one."""
    autoriser(identite, "fabrique.tourner", dossier)
    verrouiller(dossier)
    tour = courant(dossier)
    if tour.numero != depuis:
        return tour
    if not any(reponse.traitee for reponse in tour.reponses.all()):
        raise ValidationError(VIDE)
    if tour.numero >= TOURS_MAX:
        raise ValidationError(f"Pas plus de {TOURS_MAX}\u00a0tours dans une fiche.")
    nouveau = TourDeFabrique.objects.create(dossier=dossier, numero=tour.numero + 1)
    journal.consigner(identite=identite, verbe="fabrique.tourner", objet=nouveau, numero=nouveau.numero)
    return nouveau


# --- practices and logbook -----------------------------------------------------------------------


@transaction.atomic
def noter_pratique(
    *, identite: Identite, dossier: Dossier, pratique: Pratique, demande: UUID, champs: Mapping[str, Any]
) -> UsageDePratique:
    """Once per form. ValidationError when there are too many, or the form served elsewhere."""
    tour = _ecrire_dans(identite, dossier)
    if deja := UsageDePratique.objects.filter(uuid=demande).select_related("tour").first():
        return _la_meme(deja, dossier)
    if tour.usages.count() >= USAGES_MAX:
        raise ValidationError(f"Pas plus de {USAGES_MAX}\u00a0notes de pratiques dans un tour.")
    usage = UsageDePratique.objects.create(
        uuid=demande,
        tour=tour,
        pratique_cle=pratique.cle,
        pratique_nom=pratique.nom,
        auteur=Acteur.objects.de(identite.personne),
        **champs,
    )
    journal.consigner(
        identite=identite, verbe="fabrique.noter_pratique", objet=usage, pratique=usage.pratique_nom
    )
    return usage


@transaction.atomic
def consigner(
    *, identite: Identite, dossier: Dossier, demande: UUID, champs: Mapping[str, Any]
) -> EntreeDeBord:
    """Add an entry to the logbook, once per form."""
    tour = _ecrire_dans(identite, dossier)
    if deja := EntreeDeBord.objects.filter(uuid=demande).select_related("tour").first():
        return _la_meme(deja, dossier)
    if EntreeDeBord.objects.filter(tour__dossier=dossier).count() >= ENTREES_MAX:
        raise ValidationError(f"Pas plus de {ENTREES_MAX}\u00a0entrées dans un journal de bord.")
    entree = EntreeDeBord.objects.create(
        uuid=demande, tour=tour, auteur=Acteur.objects.de(identite.personne), **champs
    )
    journal.consigner(identite=identite, verbe="fabrique.consigner", objet=entree, **_dite(entree))
    return entree


def _la_meme(deja: S, dossier: Dossier) -> S:
    if deja.tour.dossier_id != dossier.pk:
        raise ValidationError(DEJA_SERVI)
    return deja


@transaction.atomic
def corriger_pratique(
    *, identite: Identite, usage: UsageDePratique, version: int, champs: Mapping[str, Any]
) -> UsageDePratique:
    """Whoever writes in the fiche may complete what is noted of a practice. Raises Conflit."""
    autoriser(identite, "fabrique.ecrire", usage)
    if verrouiller(usage).supprime_le is not None:
        raise ValidationError(RETIREE)
    if usage.tour_id != courant(usage.dossier).pk:
        raise ValidationError(FERME)
    return modifier(
        identite=identite,
        objet=usage,
        version=version,
        champs=champs,
        verbe="fabrique.corriger_pratique",
        discrets=("quand", "avec_qui", "changement"),
        **_dite(usage),
    )


@transaction.atomic
def corriger_entree(
    *, identite: Identite, entree: EntreeDeBord, version: int, champs: Mapping[str, Any]
) -> EntreeDeBord:
    """Its author corrects it, for a time. Raises Conflit, ValidationError."""
    autoriser(identite, "fabrique.corriger_entree", entree)
    actuelle = verrouiller(entree)
    if not actuelle.corrigeable:
        raise ValidationError(TROP_TARD if actuelle.supprime_le is None else RETIREE)
    return modifier(
        identite=identite,
        objet=entree,
        version=version,
        champs=champs,
        verbe="fabrique.corriger_entree",
        discrets=("texte", "pratique_cle", "pratique_nom"),
        **_dite(entree),
    )


def _dite(objet: UsageDePratique | EntreeDeBord) -> dict[str, Any]:
    """What the journal says of it: the practice, or the day."""
    if isinstance(objet, EntreeDeBord):
        return {"jour": date_format(objet.le, "j F Y")}
    return {"pratique": objet.pratique_nom}


def _mot(objet: Supprimable) -> str:
    return "entree" if isinstance(objet, EntreeDeBord) else "pratique"


@transaction.atomic
def retirer(*, identite: Identite, objet: UsageDePratique | EntreeDeBord) -> None:
    """Put it away for DELAI_REPENTIR; harmless if it is already."""
    autoriser(identite, "fabrique.retirer_entree", objet)
    actuel = verrouiller(objet)
    if actuel.supprime_le is None:
        actuel.supprime_le = timezone.now()
        enregistrer(actuel, "supprime_le")
        verbe = f"fabrique.retirer_{_mot(actuel)}"
        journal.consigner(identite=identite, verbe=verbe, objet=actuel, **_dite(actuel))


@transaction.atomic
def reprendre(*, identite: Identite, objet: UsageDePratique | EntreeDeBord) -> None:
    """Take it back, as it was."""
    autoriser(identite, "fabrique.retirer_entree", objet)
    actuel = verrouiller(objet)
    if actuel.supprime_le is not None:
        actuel.supprime_le = None
        enregistrer(actuel, "supprime_le")
        verbe = f"fabrique.reprendre_{_mot(actuel)}"
        journal.consigner(identite=identite, verbe=verbe, objet=actuel, **_dite(actuel))


def purger() -> int:
    """Erase for good what was put away longer ago than DELAI_REPENTIR."""
    avant, total = timezone.now() - DELAI_REPENTIR, 0
    for modele in (UsageDePratique, EntreeDeBord):
        perimes = modele.objects.filter(supprime_le__lt=avant).order_by("pk")
        total += purges.purger(perimes, lambda objet: objet.delete())
    return total
