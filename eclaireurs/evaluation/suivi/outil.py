"""The tracking table as a tool of the dossier: where it stands, and what waits for whom."""

import json
from collections.abc import Iterator

from django.http import QueryDict

from communs.collectivites.identite import Identite
from communs.dossiers.genres import Attente, Etape, Outil
from communs.dossiers.models import Dossier
from eclaireurs.evaluation.rapport.calculs import canonique
from eclaireurs.evaluation.rapport.enums import EtatRapport
from eclaireurs.evaluation.suivi import echange, exports
from eclaireurs.evaluation.suivi.enums import ACTIONS_FINIES, TACHES_FINIES, EtatAction, EtatPlan
from eclaireurs.evaluation.suivi.filtres import FiltreForm
from eclaireurs.evaluation.suivi.models import Tache
from eclaireurs.evaluation.suivi.tableau import Regard

SUITES = {
    EtatPlan.PREPARATION: ("Proposer des actions, puis présenter le plan au comité final.", "L’applicateur"),
    EtatPlan.PRESENTE: ("Choisir parmi les actions proposées.", "Le comité de pilotage"),
    EtatPlan.ARRETE: ("Conduire les actions retenues jusqu’au bout.", "L’applicateur et les responsables"),
    EtatPlan.CLOS: ("", ""),
}


def etape(dossier: Dossier) -> Etape:
    plan = dossier.plan
    suite, a_qui = SUITES[EtatPlan(plan.etat)]
    return Etape(
        etat=plan.get_etat_display(),
        commence=plan.etat != EtatPlan.PREPARATION or plan.actions.exists(),
        fini=plan.etat == EtatPlan.CLOS,
        suite=suite,
        a_qui=a_qui,
    )


def attentes(identite: Identite, dossier: Dossier) -> list[Attente]:
    """The reader's own tasks, and the decision that waits for her."""
    plan = dossier.plan
    adresse = dossier.adresse("evaluation:suivi")
    lignes = []
    presentable = plan.etat == EtatPlan.PREPARATION and dossier.rapport.etat != EtatRapport.REDACTION
    if presentable and identite.peut("suivi.presenter", plan) and plan.actions.exists():
        lignes.append(Attente("Le plan peut être présenté au comité final", adresse))
    proposees = plan.actions.filter(etat=EtatAction.PROPOSEE)
    if plan.etat == EtatPlan.PRESENTE and identite.peut("suivi.arbitrer", plan) and proposees.exists():
        lignes.append(Attente("Des actions attendent la décision du comité", adresse))
    if identite.compte is not None and plan.etat == EtatPlan.ARRETE:
        miennes = (
            Tache.objects.filter(action__plan=plan, responsable__compte=identite.compte)
            .exclude(etat__in=TACHES_FINIES)
            .exclude(action__etat__in=ACTIONS_FINIES)
            .order_by("fin_le", "pk")[:10]
        )
        lignes.extend(Attente(t.titre, f"{adresse}?responsable=moi", t.fin_le) for t in miennes)
    return lignes


def copier(identite: Identite, source: Dossier, copie: Dossier) -> None:
    """A plan answers the recommendations of one report: nothing of it is a frame for another."""


def archiver(identite: Identite, dossier: Dossier) -> Iterator[tuple[str, bytes]]:
    """The table as it stands, the report (to read, and as it is sealed), the frozen versions.

    Names only for who may read them.
    """
    plan = dossier.plan
    plan.dossier = dossier
    regard = Regard(plan, identite)
    filtre = FiltreForm(QueryDict(), plan=plan, identite=identite)
    yield "suivi/suivi.csv", exports.en_csv(echange.rangees(plan, filtre, regard), dossier.titre)
    yield "suivi/rapport.md", _rapport(dossier).encode()
    champs = ("numero", "titre", "texte")
    conclusions, preconisations = dossier.rapport.conclusions, dossier.rapport.preconisations
    texte = canonique(conclusions.values_list(*champs), preconisations.values_list(*champs))
    yield "suivi/rapport-final.json", texte.encode()
    nomme = identite.peut("dossiers.voir_les_personnes", dossier)
    gens = dossier.participants.avec_noms().order_by("pk") if nomme else ()
    noms = {str(p.uuid): p.nom_affiche for p in gens}
    for version in plan.versions.order_by("numero"):
        rangees = [{**r, "responsable": noms.get(r["responsable"], "")} for r in version.contenu]
        contenu = json.dumps(rangees, ensure_ascii=False, indent=2)
        yield f"suivi/version-{version.numero}.json", contenu.encode()


def _rapport(dossier: Dossier) -> str:
    rapport = dossier.rapport
    lignes = [f"# {dossier.titre} : rapport final", "", f"État : {rapport.get_etat_display()}"]
    if rapport.scelle:
        lignes.append(f"Empreinte (SHA-256) : {rapport.empreinte}")
    for titre, pieces in (("Conclusions", rapport.conclusions), ("Préconisations", rapport.preconisations)):
        lignes += ["", f"## {titre}"]
        for piece in pieces.all():
            lignes += ["", f"### {piece.numero}. {piece.titre}", "", piece.texte]
    return "\n".join(lignes)


SUIVI = Outil(
    cle="suivi",
    nom="Tableau de suivi",
    question="Comment s’assurer que les actions décidées seront faites ?",
    adresse="evaluation:suivi",
    etape=etape,
    attentes=attentes,
    copier=copier,
    archiver=archiver,
)
