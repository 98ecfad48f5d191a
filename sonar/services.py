"""Every write of the style test."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from communs.catalogue.services import inscrire, synchroniser
from communs.collectivites.identite import Identite, autoriser
from communs.courrier.services import poster_gabarit
from communs.livrets import services as livrets
from communs.livrets.models import Livret
from communs.web.cache_pages import perimer_pages
from sonar import barometre, calculs
from sonar.enums import Style
from sonar.models import Option, Profil, Reponse, Tentative

CARNET = "sonar.carnet"  # key of the gabarit in livrets.py
# How long a second post of the same sheet may be a double click or a connection that came back.
DOUBLE_ENVOI = timedelta(minutes=10)


class FeuilleDejaRemise(Exception):
    """This attempt was already handed in, with other answers or by somebody else."""


@transaction.atomic
def remettre(*, essai: UUID, choix: Sequence[Option], identite: Identite) -> Tentative:
    """Store a sheet once. The same sheet posted again within minutes gives the first; else it is refused.

    Raise FeuilleDejaRemise: an attempt handed in is never altered, and its result is not shown to
    somebody who merely was given the address of the sheet and tries answers.
    """
    tentative, nouvelle = Tentative.objects.get_or_create(essai=essai, defaults={"compte": identite.compte})
    if nouvelle:
        Reponse.objects.bulk_create(
            Reponse(tentative=tentative, question_id=o.question_id, style=o.style, texte=o.texte)
            for o in choix
        )
        styles = {option.question.cle: option.style for option in choix}
        barometre.ajouter(barometre.cases(remise_le=tentative.remise_le, styles=styles))
        return tentative
    deja = {(r.question_id, r.style) for r in tentative.reponses.all()}
    meme_personne = tentative.compte_id == (identite.compte.pk if identite.compte else None)
    recente = timezone.now() - tentative.remise_le < DOUBLE_ENVOI
    if not recente or not meme_personne or deja != {(o.question_id, o.style) for o in choix}:
        raise FeuilleDejaRemise
    return tentative


@transaction.atomic
def effacer(*, tentative: Tentative, identite: Identite) -> None:
    """Delete a result for good, answers and booklets included; a second click finds nothing left."""
    autoriser(identite, "sonar.effacer", tentative)
    if not Tentative.objects.select_for_update().filter(pk=tentative.pk).exists():
        return
    reponses = tentative.reponses.select_related("question")
    styles = {reponse.question.cle: reponse.style for reponse in reponses}
    livrets.oublier(gabarits=(CARNET,), reference=str(tentative.uuid))
    tentative.delete()
    barometre.retirer(barometre.cases(remise_le=tentative.remise_le, styles=styles))


def demander_carnet(*, tentative: Tentative, identite: Identite) -> Livret:
    """Ask for the *carnet personnel* of a result."""
    return livrets.demander(gabarit=CARNET, objet=tentative, identite=identite)


def envoyer_lien(*, tentative: Tentative, email: str, identite: Identite) -> None:
    """Mail the address of a result; the recipient is wiped from the outbox once the mail has gone."""
    autoriser(identite, "sonar.envoyer_lien", tentative)
    poster_gabarit(
        destinataire=email,
        gabarit="courriels/sonar_lien",
        contexte={"chemin": tentative.get_absolute_url(), "anonyme": tentative.compte_id is None},
        effacer_apres=True,
    )


@dataclass(frozen=True)
class Resultat:
    """What a sheet says, ready to be shown: pure arithmetic plus the texts of the content."""

    tentative: Tentative
    comptes: calculs.Comptes
    dominants: tuple[Style, ...]
    discrets: tuple[Style, ...]
    profil: Profil
    portraits: tuple[Profil, ...]  # the pure portraits of the leading styles
    apports: tuple[Profil, ...]  # the pure portraits of the least used styles


def lire_resultat(tentative: Tentative) -> Resultat:
    """Count a sheet and gather its profile, the leaders' portraits and what the discreet ones bring."""
    comptes = calculs.compter(r.style for r in tentative.reponses.all())
    dominants, discrets = calculs.dominants(comptes), calculs.discrets(comptes)
    cle = calculs.cle_de_profil(dominants)
    profils = {p.cle: p for p in Profil.objects.filter(cle__in={cle, *dominants, *discrets})}
    return Resultat(
        tentative=tentative,
        comptes=comptes,
        dominants=dominants,
        discrets=discrets,
        profil=profils[cle],
        portraits=tuple(profils[style] for style in dominants),
        apports=tuple(profils[style] for style in discrets),
    )


PAGES = (
    (
        "sonar-test",
        "Le test de style",
        "Six questions, quatre réponses chacune : reconnaissez votre manière d’innover en trois minutes.",
        "sonar:test",
        ("test", "diagnostic", "style", "questionnaire"),
    ),
    (
        "sonar-regle",
        "La règle du test",
        "Comment les réponses sont comptées, ce que veut dire une égalité, ce que le test ne dit pas.",
        "sonar:regle",
        ("règle", "score", "égalité", "méthode"),
    ),
    (
        "sonar-barometre",
        "Le baromètre des styles",
        "Comment répondent celles et ceux qui passent le test : par question, mois après mois, en données "
        "ouvertes.",
        "sonar:barometre",
        ("baromètre", "statistiques", "données ouvertes", "open data", "répartition"),
    ),
)


def inscrire_au_catalogue() -> None:
    """Bring the catalogue in line with Sonar's public pages and portraits."""
    for cle, titre, resume, vue, mots in PAGES:
        inscrire(type="page", cle=cle, titre=titre, resume=resume, adresse=reverse(vue), mots_cles=mots)
    synchroniser(
        "portrait",
        [
            {
                "cle": profil.cle,
                "titre": f"{profil.nom}\u00a0: {profil.titre}",
                "resume": profil.accroche,
                "adresse": profil.get_absolute_url(),
                "mots_cles": ["Sonar", "portrait", *(style.label for style in profil.styles)],
            }
            for profil in Profil.objects.all()
        ],
    )
    # Whatever changed: the load runs at each start, and an upgrade may bring new templates.
    perimer_pages()
