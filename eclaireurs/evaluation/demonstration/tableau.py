"""The table of the demonstration's conclave: what the room proposed that day, and the plan then took up.

Lines are made in bulk from the plan's own actions; their descriptions are typed by those who came.
"""

from itertools import cycle
from uuid import uuid4

from django.utils import timezone

from communs.collectivites.models import Service
from eclaireurs.evaluation.conclave.enums import Reponse
from eclaireurs.evaluation.conclave.models import Convocation
from eclaireurs.evaluation.conclave.portes import Convive
from eclaireurs.evaluation.conclave.tableau import services
from eclaireurs.evaluation.conclave.tableau.models import Proposition, TableauMartyr
from eclaireurs.evaluation.conclave.tableau.saisies import Saisie
from eclaireurs.evaluation.conclave.tableau.transitions import TABLEAU
from eclaireurs.evaluation.demonstration import gens
from eclaireurs.evaluation.demonstration.recit import Recit
from eclaireurs.evaluation.rapport.models import Preconisation


def remplir_le_tableau(recit: Recit, jour: int) -> None:
    """From the first line to the closing, on the day of the conclave."""
    commencer_le_tableau(recit, jour)
    with recit.le(jour, 16):
        recit.franchir(TABLEAU, _tableau(recit), "clore", "applicateur")
        # The plan of the demonstration is told in bulk, from the same page: nothing is left to pour.
        Proposition.objects.filter(tableau=_tableau(recit)).update(versee_le=timezone.now())
        TableauMartyr.objects.filter(dossier=recit.dossier).update(verse_le=timezone.now())


def commencer_le_tableau(recit: Recit, jour: int) -> None:
    """Its lines, and the first descriptions, by eleven o'clock."""
    with recit.le(jour, 9):
        services.ouvrir(identite=recit.identite("applicateur"), dossier=recit.dossier)
    with recit.le(jour, 10):
        lignes = _proposer(recit)
    with recit.le(jour, 11):
        _decrire(recit, lignes)


def _tableau(recit: Recit) -> TableauMartyr:
    return TableauMartyr.objects.select_related("dossier__collectivite").get(dossier=recit.dossier)


def _proposer(recit: Recit) -> dict[str, Proposition]:
    """The actions by their code, and their tasks."""
    tableau = _tableau(recit)
    preconisations = {p.numero: p for p in recit.dossier.rapport.preconisations.all()}
    actions: dict[str, Proposition] = {}
    taches = []
    for p, piece in enumerate(recit.contenu["preconisations"], start=1):
        for a, (titre, _, nom, _, debut, fin, etapes) in enumerate(piece["actions"], start=1):
            lieu = gens.service(recit.collectivite, nom)
            action = _ligne(recit, tableau, preconisations[p], a, titre, lieu, debut, fin)
            actions[f"{p}.{a}"] = action
            for t, (etape, _, _, _, du, au) in enumerate(etapes, start=1):
                tache = _ligne(recit, tableau, preconisations[p], t, etape, lieu, du, au)
                tache.action = action
                taches.append(tache)
    Proposition.objects.bulk_create(actions.values())
    Proposition.objects.bulk_create(taches)
    return actions


def _ligne(
    recit: Recit,
    tableau: TableauMartyr,
    preconisation: Preconisation,
    ordre: int,
    titre: str,
    service: Service,
    debut: int,
    fin: int,
) -> Proposition:
    return Proposition(
        tableau=tableau,
        preconisation=preconisation,
        ordre=ordre,
        titre=titre,
        service=service,
        debut_le=recit.jour(debut),
        fin_le=recit.jour(fin),
    )


def _decrire(recit: Recit, lignes: dict[str, Proposition]) -> None:
    """Each description by somebody who came."""
    venus = Convocation.objects.filter(conclave__dossier=recit.dossier, reponse=Reponse.ACCEPTEE)
    tour = cycle(venus.order_by("pk"))
    for code, texte in recit.contenu["tableau"].items():
        qui = next(tour)
        services.ecrire(
            convive=Convive(qui.uuid, qui.nom_affiche, qui.service, anime=False),
            proposition=lignes[str(code)],
            saisies={"description": Saisie(texte, 1)},
            demande=uuid4(),
        )
