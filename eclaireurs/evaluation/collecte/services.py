"""Writing the collection: themes, where each clue is filed, what the committee brings."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.models import Acteur
from communs.etats.services import modifier, verrouiller
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.cadrage.models import Critere
from eclaireurs.evaluation.collecte.enums import EtatCollecte, GenreApport
from eclaireurs.evaluation.collecte.models import Apport, Classement, Collecte, Theme
from eclaireurs.evaluation.ordre import deplacer, prochain_numero, refermer

THEMES_MAX, APPORTS_MAX = 30, 500
PAS_EN_DEBAT = "La compilation n’est pas devant le comité : il n’y a pas de débat où verser cet apport."
DEBAT_CLOS = "Le débat est clos : votre apport y reste."
DEJA_REPONDU = "Une suite lui est déjà donnée : votre apport reste, avec elle."

Casier = Theme | Critere


# --- themes --------------------------------------------------------------------------------------


@transaction.atomic
def ajouter_theme(*, identite: Identite, collecte: Collecte, titre: str) -> Theme:
    """The same title sent twice makes one theme."""
    autoriser(identite, "collecte.classer", collecte)
    collecte = verrouiller(collecte)
    if deja := collecte.themes.filter(titre=titre).first():
        return deja
    if collecte.themes.count() >= THEMES_MAX:
        raise ValidationError(f"Pas plus de {THEMES_MAX} thèmes : au-delà, plus personne ne s’y retrouve.")
    theme = Theme.objects.create(
        collecte=collecte, titre=titre, numero=prochain_numero(collecte.themes.all())
    )
    journal.consigner(identite=identite, verbe="collecte.ajouter", objet=theme, titre=titre)
    return theme


def travailler_theme(*, identite: Identite, theme: Theme, version: int, champs: Mapping[str, Any]) -> None:
    """Rename it, write its synthesis, choose its video. Raises Conflit, ValidationError."""
    autoriser(identite, "collecte.classer", theme)
    video = champs.get("video")
    if video is not None:
        if video.dossier_id != theme.collecte.dossier_id:
            raise ValidationError({"video": "Cette vidéo appartient à un autre dossier."})
        if Theme.objects.filter(video=video).exclude(pk=theme.pk).exists():
            raise ValidationError({"video": "Cette vidéo présente déjà un autre thème."})
    modifier(
        identite=identite,
        objet=theme,
        version=version,
        champs=champs,
        verbe="collecte.modifier",
        titre=theme.titre,
    )


@transaction.atomic
def supprimer_theme(*, identite: Identite, theme: Theme) -> None:
    """The clues stay in the dossier; they are no longer filed there."""
    autoriser(identite, "collecte.classer", theme)
    verrouiller(theme.collecte)
    theme = verrouiller(theme)
    journal.consigner(identite=identite, verbe="collecte.supprimer", objet=theme, titre=theme.titre)
    freres = Theme.objects.filter(collecte_id=theme.collecte_id)
    theme.delete()
    refermer(freres, theme.numero)


@transaction.atomic
def ordonner(*, identite: Identite, theme: Theme, vers_le_haut: bool) -> None:
    """Move it by one place; harmless at either end."""
    autoriser(identite, "collecte.classer", theme)
    verrouiller(theme.collecte)
    theme = verrouiller(theme)
    freres = Theme.objects.filter(collecte_id=theme.collecte_id)
    if deplacer(theme, freres, vers_le_haut=vers_le_haut):
        journal.consigner(identite=identite, verbe="collecte.ordonner", objet=theme)


# --- filing --------------------------------------------------------------------------------------


@transaction.atomic
def ranger(*, identite: Identite, casier: Casier, materiaux: Sequence[Materiau]) -> int:
    """File these clues under a theme or a criterion, and return how many were not there already."""
    autoriser(identite, "collecte.classer", casier.dossier)
    casier = verrouiller(casier)
    deja = set(_dans(casier).values_list("materiau_id", flat=True))
    nouveaux = [m for m in materiaux if m.pk not in deja]
    Classement.objects.bulk_create([Classement(materiau=m, **_cle(casier)) for m in nouveaux])
    _dire(identite, "collecte.ranger", casier, len(nouveaux))
    return len(nouveaux)


@transaction.atomic
def sortir(*, identite: Identite, casier: Casier, materiaux: Sequence[Materiau]) -> int:
    """Take these clues out of a theme or a criterion, and return how many were there."""
    autoriser(identite, "collecte.classer", casier.dossier)
    casier = verrouiller(casier)
    nombre = _dans(casier).filter(materiau__in=materiaux).delete()[0]
    _dire(identite, "collecte.retirer", casier, nombre)
    return nombre


def _cle(casier: Casier) -> dict[str, Any]:
    return {"theme": casier} if isinstance(casier, Theme) else {"critere": casier}


def _dans(casier: Casier) -> Any:
    return Classement.objects.filter(**_cle(casier))


def _dire(identite: Identite, verbe: str, casier: Casier, nombre: int) -> None:
    if nombre:
        journal.consigner(identite=identite, verbe=verbe, objet=casier, titre=casier.titre, nombre=nombre)


# --- the debate ----------------------------------------------------------------------------------


@transaction.atomic
def apporter(
    *, identite: Identite, collecte: Collecte, demande: UUID, genre: str, texte: str, theme: Theme | None
) -> Apport:
    """Bring a remark, a question or a lead to the debate, once per form."""
    autoriser(identite, "collecte.apporter", collecte)
    collecte = verrouiller(collecte)
    deja = Apport.objects.filter(uuid=demande).first()
    if deja is not None:
        if deja.collecte_id != collecte.pk:
            raise ValidationError("Ce formulaire a déjà servi : rechargez la page.")
        return deja
    if collecte.etat != EtatCollecte.PRESENTEE:
        raise ValidationError(PAS_EN_DEBAT)
    if collecte.apports.count() >= APPORTS_MAX:
        raise ValidationError(f"Le débat a déjà reçu {APPORTS_MAX} apports.")
    apport = Apport.objects.create(
        uuid=demande,
        collecte=collecte,
        theme=theme,
        genre=genre,
        texte=texte,
        auteur=Acteur.objects.de(identite.personne),
    )
    sorte = GenreApport(genre).label.lower()
    journal.consigner(identite=identite, verbe="collecte.apporter", objet=apport, sorte=sorte)
    return apport


@transaction.atomic
def retirer_apport(*, identite: Identite, apport: Apport) -> None:
    """Take back what one brought, while the debate is open and nobody has answered; harmless if gone.

    ValidationError otherwise: what the committee has discussed keeps its place.
    """
    autoriser(identite, "collecte.retirer_apport", apport)
    collecte = verrouiller(apport.collecte)
    actuel = Apport.objects.select_for_update().filter(pk=apport.pk).first()
    if actuel is None:
        return
    if collecte.etat != EtatCollecte.PRESENTEE:
        raise ValidationError(DEBAT_CLOS)
    if actuel.suite:
        raise ValidationError(DEJA_REPONDU)
    sorte = actuel.get_genre_display().lower()
    journal.consigner(identite=identite, verbe="collecte.retirer_apport", objet=actuel, sorte=sorte)
    actuel.delete()


@transaction.atomic
def repondre(*, identite: Identite, apport: Apport, suite: str, vue: str) -> Apport:
    """Say what became of it. `vue` is the answer that the writer had before her eyes.

    ValidationError when somebody wrote another meanwhile: it is shown, nothing is overwritten.
    """
    autoriser(identite, "collecte.repondre", apport)
    actuel = verrouiller(apport)
    if actuel.suite == suite:
        return actuel
    if actuel.suite != vue:
        raise ValidationError(
            f"Une autre suite vient d’être écrite : « {actuel.suite} ». Relisez-la avant de la remplacer."
        )
    actuel.suite = suite
    actuel.suite_le = timezone.now() if suite else None
    actuel.save(update_fields=["suite", "suite_le"])
    journal.consigner(identite=identite, verbe="collecte.repondre", objet=actuel)
    return actuel
