"""The fiche de fabrique as a kind of dossier: its questions, its practices, its logbook."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format

from communs.collectivites.identite import Identite
from communs.dossiers import services as dossiers
from communs.dossiers.genres import Attente, Etape, Genre, Outil, inscrire
from communs.dossiers.models import Dossier
from communs.livrets import services as livrets
from communs.web.typographie import accorder
from sonar.fabrique import archive, services
from sonar.fabrique.avancement import a_repondre, du_tour, pratiques_du_tour
from sonar.fabrique.enums import RoleFabrique
from sonar.fabrique.fiches import EntreeDeBord
from sonar.fabrique.livrets import FICHE

AIDE = "fiche-de-fabrique"
SILENCE = timedelta(days=30)  # a logbook that nobody has opened for that long is worth a word
PLUMES = "Qui contribue à la fiche"


def _ouvrir(identite: Identite, dossier: Dossier) -> None:
    services.ouvrir(dossier)


def _rien_a_copier(identite: Identite, source: Dossier, copie: Dossier) -> None:
    """What is answered belongs to a policy: a copy begins with an empty lap."""


def _etape_questions(dossier: Dossier) -> Etape:
    tour = services.courant(dossier)
    lu = du_tour(tour)
    rang = f", tour {tour.numero}" if tour.numero > 1 else ""
    fini = lu.vides == 0 and lu.total > 0
    ou = f" de l’étape «\u00a0{lu.prochaine.nom}\u00a0»" if lu.prochaine else ""
    return Etape(
        etat=f"{lu.traitees} sur {lu.total}{rang}",
        commence=lu.traitees > 0,
        fini=fini,
        suite="" if fini else f"Répondre aux questions{ou}.",
        a_qui="" if fini else PLUMES,
    )


def _etape_pratiques(dossier: Dossier) -> Etape:
    pratiques = pratiques_du_tour(services.courant(dossier))
    utilisees = sum(bool(pratique.usages) for pratique in pratiques)
    reste = next((pratique.nom for pratique in pratiques if not pratique.usages), "")
    fini = not reste and utilisees > 0
    exemple = f", par exemple «\u00a0{reste}\u00a0»" if reste else ""
    return Etape(
        etat=f"{utilisees} sur {len(pratiques)}",
        commence=utilisees > 0,
        fini=fini,
        suite="" if fini else f"Essayer une pratique qui ouvre le cycle{exemple}.",
        a_qui="" if fini else PLUMES,
    )


def _etape_bord(dossier: Dossier) -> Etape:
    entrees = EntreeDeBord.objects.filter(tour__dossier=dossier, supprime_le=None)
    nombre, derniere = entrees.count(), entrees.aggregate(le=Max("le"))["le"]
    etat = "Vide"
    if derniere is not None:
        etat = f"{nombre} {accorder(nombre, 'entrée,entrées')}, jusqu’au {date_format(derniere, 'j F Y')}"
    suite = "Écrire ce qui s’est passé, au fil de l’eau."
    return Etape(etat=etat, commence=nombre > 0, fini=False, suite=suite, a_qui=PLUMES)


def _attentes_questions(identite: Identite, dossiers: list[Dossier]) -> Iterator[tuple[Dossier, Attente]]:
    miens = [dossier for dossier in dossiers if identite.peut("fabrique.ecrire", dossier)]
    vides = a_repondre(miens) if miens else {}
    for dossier in miens:
        if nombre := vides[dossier.pk]:
            texte = f"{nombre} {accorder(nombre, 'question,questions')} sans réponse dans la fiche"
            yield dossier, Attente(texte, dossier.adresse("fabrique:questions"))


def _aucune_attente(identite: Identite, dossiers: list[Dossier]) -> Iterator[tuple[Dossier, Attente]]:
    """No practice is due: a fiche uses those that serve it."""
    yield from ()


def _attentes_bord(identite: Identite, dossiers: list[Dossier]) -> Iterator[tuple[Dossier, Attente]]:
    """A logbook begun, then left alone for a month."""
    miens = [dossier for dossier in dossiers if identite.peut("fabrique.ecrire", dossier)]
    if not miens:
        return
    vives = EntreeDeBord.objects.filter(tour__dossier__in=miens, supprime_le=None)
    dernieres = dict(vives.values_list("tour__dossier").annotate(le=Max("cree_le")).order_by())
    for dossier in miens:
        derniere = dernieres.get(dossier.pk)
        if derniere is not None and derniere < timezone.now() - SILENCE:
            texte = "Le journal de bord n’a rien reçu depuis un mois"
            yield dossier, Attente(texte, dossier.adresse("fabrique:bord"))


FABRIQUE = inscrire(
    Genre(
        cle="fabrique",
        nom="Fiche de fabrique",
        article="une fiche de fabrique",
        episode="achat",  # a colour only: the brick of the notebooks, nearest to Sonar's coral
        roles=RoleFabrique,
        pilotes=frozenset({RoleFabrique.RESPONSABLE}),
        fondateur=(RoleFabrique.RESPONSABLE,),
        observateurs=frozenset({RoleFabrique.OBSERVATION}),
        outils=(
            Outil(
                cle="questions",
                nom="Questions",
                question="Que savons-nous à chaque étape, et qu’est-ce qui reste vide\u00a0?",
                adresse="fabrique:questions",
                ouvrir=_ouvrir,
                etape=_etape_questions,
                attentes=_attentes_questions,
                copier=_rien_a_copier,
                archiver=archive.questions,
                aide=AIDE,
            ),
            Outil(
                cle="pratiques",
                nom="Pratiques",
                question="Comment sommes-nous sortis du cercle\u00a0?",
                adresse="fabrique:pratiques",
                etape=_etape_pratiques,
                attentes=_aucune_attente,
                copier=_rien_a_copier,
                archiver=archive.pratiques,
                aide=AIDE,
            ),
            Outil(
                cle="bord",
                nom="Journal de bord",
                question="Qu’avons-nous fait, essayé, abandonné, et quand\u00a0?",
                adresse="fabrique:bord",
                etape=_etape_bord,
                attentes=_attentes_bord,
                copier=_rien_a_copier,
                archiver=archive.bord,
                aide=AIDE,
            ),
        ),
    )
)


def _oublier_le_papier(dossier: Dossier) -> None:
    livrets.oublier(gabarits=(FICHE,), reference=str(dossier.uuid))


dossiers.avant_un_dossier(_oublier_le_papier)
