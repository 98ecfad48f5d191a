"""Filing a journalist's piece, writing it otherwise, taking it back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal
from communs.etats.models import Acteur
from communs.etats.services import enregistrer, verrouiller
from communs.fichiers import services as fichiers
from communs.fichiers.models import Fichier
from eclaireurs.evaluation.presse.models import Article
from eclaireurs.evaluation.suivi.enums import EtatPlan
from eclaireurs.evaluation.suivi.models import Plan

ARTICLES_MAX = 100  # in one evaluation
CLOS = "Le plan est clos : il ne reçoit plus de contribution."
FIGE = "Cette contribution fait partie des pièces du comité, qui a décidé : elle ne change plus."

journal.inscrire(
    {
        "presse.verser": "a versé sa contribution de journaliste « {titre} »",
        "presse.reprendre": "a repris sa contribution de journaliste « {titre} »",
        "presse.retirer": "a retiré sa contribution de journaliste « {titre} »",
    }
)


def deja_verse(*, identite: Identite, plan: Plan, demande: UUID) -> Article | None:
    """The piece that this form has already made, for who sent it."""
    return plan.articles.filter(uuid=demande, auteur__compte=identite.compte).first()


@transaction.atomic
def verser(
    *,
    identite: Identite,
    plan: Plan,
    demande: UUID,
    champs: Mapping[str, Any],
    depot: UploadedFile | UUID | None = None,
) -> Article:
    """Add a piece to the committee's papers; `demande` names the form, sent twice it makes one.

    `depot` is what a `ChampFichier` gave. Raises ValidationError: plan closed, too many, file refused.
    """
    autoriser(identite, "presse.verser", plan)
    plan = verrouiller(plan)
    if deja := Article.objects.filter(uuid=demande).first():
        if deja.plan_id != plan.pk:
            raise ValidationError("Ce formulaire a déjà servi : rechargez la page.")
        return deja
    if plan.etat == EtatPlan.CLOS:
        raise ValidationError(CLOS)
    if plan.articles.count() >= ARTICLES_MAX:
        raise ValidationError(f"Ce dossier a déjà reçu {ARTICLES_MAX} contributions.")
    article = Article.objects.create(
        uuid=demande,
        plan=plan,
        auteur=Acteur.objects.de(identite.personne),
        fichier=_deposer(identite, plan, depot),
        **champs,
    )
    _consigner(identite, "presse.verser", article)
    return article


@transaction.atomic
def reprendre(
    *,
    identite: Identite,
    article: Article,
    version: int,
    champs: Mapping[str, Any],
    depot: UploadedFile | UUID | None = None,
    sans_fichier: bool = False,
) -> Article:
    """Write it otherwise. A new file takes the place of the old one, which is deleted.

    The journal tells that it was rewritten, not its words: they are its author's to take back.
    Raises Conflit, ValidationError.
    """
    autoriser(identite, "presse.reprendre", article)
    article = _ouvert(article, version)
    ancien, nouveau = article.fichier, _deposer(identite, article.plan, depot)
    for nom, valeur in champs.items():
        setattr(article, nom, valeur)
    if nouveau is not None or sans_fichier:
        article.fichier = nouveau
    article.repris_le = timezone.now()
    enregistrer(article, *champs, "fichier", "repris_le")
    if ancien is not None and article.fichier_id != ancien.pk:
        fichiers.supprimer(fichier=ancien)
    _consigner(identite, "presse.reprendre", article)
    return article


@transaction.atomic
def retirer(*, identite: Identite, article: Article) -> None:
    """Take it out, with its file; harmless if already gone."""
    autoriser(identite, "presse.reprendre", article)
    if not Article.objects.filter(pk=article.pk).exists():
        return
    article = _ouvert(article)
    _consigner(identite, "presse.retirer", article)
    fichier = article.fichier
    article.delete()
    if fichier is not None:
        fichiers.supprimer(fichier=fichier)


def _ouvert(article: Article, version: int | None = None) -> Article:
    """Lock the plan, then the piece, while it may still change."""
    plan = verrouiller(article.plan)
    article = verrouiller(article, version=version)
    article.plan = plan
    if article.fige:
        raise ValidationError(FIGE)
    return article


def _deposer(identite: Identite, plan: Plan, depot: UploadedFile | UUID | None) -> Fichier | None:
    if depot is None:
        return None
    return fichiers.deposer(identite=identite, collectivite=plan.dossier.collectivite, depot=depot)


def _consigner(identite: Identite, verbe: str, article: Article) -> None:
    journal.consigner(identite=identite, verbe=verbe, objet=article, titre=article.titre)
