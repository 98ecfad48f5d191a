"""Every write of the positioning: subjects, rounds, positions. No journal: rows say who opened them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.collectivites.models import Collectivite
from communs.etats.services import Conflit, enregistrer, verrouiller
from communs.livrets import services as livrets
from communs.web.erreurs import Refus
from sonar.trajectoire.models import (
    EtapeTrajectoire,
    Indicateur,
    PointTrajectoire,
    PositionTrajectoire,
    Sujet,
    Tour,
)

LIVRET = "sonar.trajectoire.position"  # key of the gabarit in livrets.py
SUJETS_MAX = 200
DEJA_SERVI = "Ce formulaire a déjà servi\u00a0: rechargez la page."
TROP = f"Votre collectivité a déjà {SUJETS_MAX} sujets ouverts\u00a0: archivez ceux qui ne servent plus."
ARCHIVE = "Ce sujet est archivé\u00a0: rouvrez-le d’abord."
CLOS = "Ce tour est clos\u00a0: les réponses ne changent plus. Rien n’a été enregistré."
REMISE = "Vous avez déjà remis votre position\u00a0: elle ne change plus. Attendez le prochain tour."
VIDE = "Répondez à un indicateur au moins avant de remettre votre position."
PERSONNE = "Personne n’a encore remis sa position\u00a0: il n’y a rien à clore."


@dataclass(frozen=True)
class Reponse:
    """What somebody says of one indicator; nothing at all when both are empty."""

    niveau: int | None
    note: str

    @property
    def vide(self) -> bool:
        return self.niveau is None and not self.note


@transaction.atomic
def ouvrir_sujet(
    *, identite: Identite, collectivite: Collectivite, genre: str, intitule: str, demande: UUID
) -> Sujet:
    """A new subject, with its first round; `demande` names the form, sent twice it makes one."""
    autoriser(identite, "trajectoire.ouvrir", collectivite)
    # Held, so that the limit and a form sent twice at once are each counted once.
    Collectivite.objects.select_for_update().get(pk=collectivite.pk)
    if deja := Sujet.objects.filter(uuid=demande).first():
        if deja.collectivite_id != collectivite.pk:
            raise ValidationError(DEJA_SERVI)
        return deja
    if Sujet.objects.filter(collectivite=collectivite, archive_le=None).count() >= SUJETS_MAX:
        raise ValidationError(TROP)
    sujet = Sujet(
        uuid=demande, collectivite=collectivite, genre=genre, intitule=intitule, cree_par=identite.personne
    )
    sujet.save(force_insert=True)
    Tour.objects.create(sujet=sujet, ouvert_par=identite.personne)
    return sujet


@transaction.atomic
def archiver(*, identite: Identite, sujet: Sujet, archive: bool) -> None:
    """Put a subject aside with all its history, or take it back. Harmless if already so."""
    autoriser(identite, "trajectoire.archiver", sujet)
    sujet = verrouiller(sujet)
    if archive and sujet.archive_le is None:
        sujet.archive_le = timezone.now()
    elif not archive:
        sujet.archive_le = None
    sujet.save(update_fields=["archive_le"])


@transaction.atomic
def ouvrir_tour(*, identite: Identite, sujet: Sujet) -> Tour:
    """A new dated round, or the one that is open: two people who ask at once get the same."""
    autoriser(identite, "trajectoire.ouvrir", sujet)
    sujet = verrouiller(sujet)
    if sujet.archive_le is not None:
        raise ValidationError(ARCHIVE)
    if ouvert := sujet.tours.filter(clos_le=None).first():
        return ouvert
    return Tour.objects.create(sujet=sujet, ouvert_par=identite.personne)


@transaction.atomic
def clore(*, identite: Identite, tour: Tour) -> Tour:
    """End a round: whoever has handed in stands, drafts remain their author's. Harmless if already closed.

    ValidationError while nobody handed in.
    """
    autoriser(identite, "trajectoire.clore", tour)
    actuel = verrouiller(tour)
    if not actuel.ouvert:
        return actuel
    if not actuel.positions.remises().exists():
        raise ValidationError(PERSONNE)
    actuel.clos_le = timezone.now()
    actuel.save(update_fields=["clos_le"])
    return actuel


# --- one's own position --------------------------------------------------------------------------


def _tenir(tour: Tour) -> Tour:
    """Hold an open round as it is: many may write at once, who closes it waits. Refus 410 once closed."""
    tenus = Tour.objects.raw("SELECT * FROM sonar_tour WHERE id = %s FOR SHARE", [tour.pk])
    actuel = next(iter(tenus), None)
    if actuel is None or not actuel.ouvert:
        raise Refus(410, CLOS)
    return actuel


@transaction.atomic
def commencer(*, identite: Identite, tour: Tour) -> PositionTrajectoire:
    """One's position in this round, made at the first visit that writes."""
    autoriser(identite, "trajectoire.voir", tour)
    if sienne := PositionTrajectoire.objects.filter(tour=tour, compte=identite.personne).first():
        return sienne
    tour = _tenir(tour)
    try:
        with transaction.atomic():
            return PositionTrajectoire.objects.create(tour=tour, compte=identite.personne)
    except IntegrityError:  # the same person at the same instant
        return PositionTrajectoire.objects.get(tour=tour, compte=identite.personne)


@transaction.atomic
def repondre(
    *,
    identite: Identite,
    position: PositionTrajectoire,
    version: int,
    etape: EtapeTrajectoire,
    reponses: Mapping[int, Reponse],
) -> PositionTrajectoire:
    """Write one stage of a draft; `reponses` by indicator, those that are still proposed.

    Sent twice, it writes once. Raises Conflit for a stale version, Refus (410: closed; 409: handed in).
    """
    autoriser(identite, "trajectoire.ecrire", position)
    _tenir(position.tour)
    actuelle = verrouiller(position)
    if actuelle.remise_le is not None:
        raise Refus(409, REMISE)
    presents = {p.indicateur_id: p for p in actuelle.points.filter(indicateur__etape=etape)}
    if all(_inchange(presents.get(pk), reponse) for pk, reponse in reponses.items()):
        return actuelle
    if actuelle.version != version:
        raise Conflit(actuelle)
    textes = dict(Indicateur.objects.filter(etape=etape, pk__in=reponses).values_list("pk", "texte"))
    for pk, reponse in reponses.items():
        if pk not in textes:  # deleted by an editor meanwhile
            continue
        if reponse.vide:
            actuelle.points.filter(indicateur=pk).delete()
        else:
            valeurs = {"niveau": reponse.niveau, "note": reponse.note, "texte": textes[pk]}
            PointTrajectoire.objects.update_or_create(position=actuelle, indicateur_id=pk, defaults=valeurs)
    enregistrer(actuelle)
    return actuelle


def _inchange(point: PointTrajectoire | None, reponse: Reponse) -> bool:
    if point is None:
        return reponse.vide
    return (point.niveau, point.note) == (reponse.niveau, reponse.note)


@transaction.atomic
def remettre(*, identite: Identite, position: PositionTrajectoire) -> PositionTrajectoire:
    """Hand a position in: it is then read by the others, and never altered. Harmless if already done."""
    autoriser(identite, "trajectoire.ecrire", position)
    actuelle = verrouiller(position)
    if actuelle.remise_le is not None:
        return actuelle
    _tenir(actuelle.tour)
    if not actuelle.points.filter(niveau__isnull=False).exists():
        raise ValidationError(VIDE)
    actuelle.remise_le = timezone.now()
    enregistrer(actuelle, "remise_le")
    return actuelle


def oublier_les_livrets(tour: Tour) -> None:
    """The booklets of a round, which name people."""
    livrets.oublier(gabarits=(LIVRET,), reference=str(tour.uuid))
