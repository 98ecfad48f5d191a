"""The tracking table as a tool of the dossier: where it stands, and what waits for whom."""

import json
from collections.abc import Iterator

from django.db.models import F, Window, prefetch_related_objects
from django.db.models.functions import RowNumber
from django.http import QueryDict

from communs.collectivites.identite import Identite
from communs.dossiers.archive import en_csv
from communs.dossiers.genres import Attente, Contenu, Etape, Outil
from communs.dossiers.models import Dossier
from eclaireurs.evaluation.collecte.enums import EtatCollecte
from eclaireurs.evaluation.presse import archive as presse
from eclaireurs.evaluation.presse.models import Article
from eclaireurs.evaluation.rapport.calculs import canonique
from eclaireurs.evaluation.rapport.enums import EtatRapport
from eclaireurs.evaluation.rapport.models import Rapport
from eclaireurs.evaluation.suivi import echange, exports
from eclaireurs.evaluation.suivi.enums import ACTIONS_FINIES, TACHES_FINIES, EtatAction, EtatPlan
from eclaireurs.evaluation.suivi.filtres import FiltreForm
from eclaireurs.evaluation.suivi.models import Action, Avis, Plan, Tache
from eclaireurs.evaluation.suivi.tableau import Regard

SUITES = {
    EtatPlan.PREPARATION: ("Proposer des actions, puis présenter le plan au comité final.", "L’applicateur"),
    EtatPlan.PRESENTE: ("Choisir parmi les actions proposées.", "Le comité de pilotage"),
    EtatPlan.ARRETE: ("Conduire les actions retenues jusqu’au bout.", "L’applicateur et les responsables"),
    EtatPlan.CLOS: ("", ""),
}
RAPPORT_D_ABORD = (
    "Écrire le rapport final et le remettre ; puis proposer des actions.",
    "L’évaluateur, puis l’applicateur",
)

TACHES_DITES = 10  # of each plan
ATTENDENT_LA_PRESSE = frozenset({EtatPlan.PRESENTE, EtatPlan.ARRETE})


def ouvrir(identite: Identite, dossier: Dossier) -> None:
    """The report to write, and the plan that will answer it."""
    Rapport.objects.create(dossier=dossier)
    Plan.objects.create(dossier=dossier)


def etape(dossier: Dossier) -> Etape:
    plan = dossier.plan
    suite, a_qui = SUITES[EtatPlan(plan.etat)]
    if plan.etat == EtatPlan.PREPARATION and dossier.rapport.etat == EtatRapport.REDACTION:
        suite, a_qui = RAPPORT_D_ABORD
    return Etape(
        etat=plan.get_etat_display(),
        commence=plan.etat != EtatPlan.PREPARATION or plan.actions.exists(),
        fini=plan.etat == EtatPlan.CLOS,
        suite=suite,
        a_qui=a_qui,
    )


def attentes(identite: Identite, dossiers: list[Dossier]) -> Iterator[tuple[Dossier, Attente]]:
    """The report to write, the reader's own tasks, the decision or the piece that waits for her."""
    prefetch_related_objects(dossiers, "plan", "rapport", "collecte")
    plans = [dossier.plan for dossier in dossiers]
    proposees = set(Action.objects.filter(plan__in=plans).order_by().values_list("plan", "etat").distinct())
    pourvus = {plan for plan, _ in proposees}
    deja = set(
        Article.objects.filter(plan__in=plans, auteur__compte=identite.compte).values_list("plan", flat=True)
    )
    for dossier, plan in zip(dossiers, plans, strict=True):
        adresse = dossier.adresse("evaluation:suivi")
        remis = dossier.rapport.etat != EtatRapport.REDACTION
        a_ecrire = not remis and dossier.collecte.etat == EtatCollecte.DEBATTUE
        if a_ecrire and identite.peut("rapport.ecrire", dossier.rapport):
            texte = "Le rapport final est à écrire, puis à remettre à l’applicateur"
            yield dossier, Attente(texte, dossier.adresse("evaluation:rapport"))
        presentable = plan.etat == EtatPlan.PREPARATION and remis and plan.pk in pourvus
        if presentable and identite.peut("suivi.presenter", plan):
            yield dossier, Attente("Le plan peut être présenté au comité final", adresse)
        a_trancher = plan.etat == EtatPlan.PRESENTE and (plan.pk, EtatAction.PROPOSEE) in proposees
        if a_trancher and identite.peut("suivi.arbitrer", plan):
            yield dossier, Attente("Des actions attendent la décision du comité", adresse)
        attendue = plan.etat in ATTENDENT_LA_PRESSE and plan.pk not in deja
        if attendue and identite.peut("presse.verser", plan):
            ecrire = dossier.adresse("evaluation:verser_article")
            yield dossier, Attente("Le comité final peut lire votre contribution", ecrire)
    yield from _taches(identite, dossiers)


def _taches(identite: Identite, dossiers: list[Dossier]) -> Iterator[tuple[Dossier, Attente]]:
    """The reader's own tasks, the first ten of each plan under way."""
    if identite.compte is None:
        return
    par_plan = {d.plan.pk: d for d in dossiers if d.plan.etat == EtatPlan.ARRETE}
    rang = Window(RowNumber(), partition_by="action__plan", order_by=[F("fin_le").asc(nulls_last=True), "pk"])
    miennes = (
        Tache.objects.filter(action__plan__in=par_plan, responsable__compte=identite.compte)
        .exclude(etat__in=TACHES_FINIES)
        .exclude(action__etat__in=ACTIONS_FINIES)
        .annotate(rang=rang)
        .filter(rang__lte=TACHES_DITES)
        .order_by("action__plan", "rang")
    )
    for plan, titre, fin_le in miennes.values_list("action__plan", "titre", "fin_le"):
        dossier = par_plan[plan]
        yield dossier, Attente(titre, f"{dossier.adresse('evaluation:suivi')}?responsable=moi", fin_le)


def copier(identite: Identite, source: Dossier, copie: Dossier) -> None:
    """A plan answers the recommendations of one report: nothing of it is a frame for another."""


def archiver(identite: Identite, dossier: Dossier) -> Iterator[tuple[str, Contenu]]:
    """The table as it stands, the report (to read, and as it is sealed), the frozen versions, what was
    said of them by the committee and by the press.

    Names only for who may read them.
    """
    plan = dossier.plan
    plan.dossier = dossier
    regard = Regard(plan, identite)
    filtre = FiltreForm(QueryDict(), plan=plan, identite=identite)
    yield "tableau.csv", exports.en_csv(echange.rangees(plan, filtre, regard), dossier.titre)
    yield "rapport.md", _rapport(dossier).encode()
    champs = ("numero", "titre", "texte")
    conclusions, preconisations = dossier.rapport.conclusions, dossier.rapport.preconisations
    texte = canonique(conclusions.values_list(*champs), preconisations.values_list(*champs))
    yield "rapport-final.json", texte.encode()
    nomme = identite.peut("dossiers.voir_les_personnes", dossier)
    gens = dossier.participants.avec_noms().order_by("pk") if nomme else ()
    noms = {str(p.uuid): p.nom_affiche for p in gens}
    for version in plan.versions.order_by("numero"):
        rangees = [{**r, "responsable": noms.get(r["responsable"], "")} for r in version.contenu]
        contenu = json.dumps(rangees, ensure_ascii=False, indent=2)
        yield f"version-{version.numero}.json", contenu.encode()
    if nomme:
        yield "remarques.csv", en_csv(_remarques(dossier))
        yield "avis.csv", en_csv(_avis(dossier))
        yield from presse.archiver(dossier)


def _remarques(dossier: Dossier) -> Iterator[tuple[str, ...]]:
    yield ("Le", "Par", "Préconisation", "Remarque")
    for r in dossier.plan.remarques.select_related("auteur__compte", "preconisation").order_by(
        "cree_le", "pk"
    ):
        jour = r.cree_le.astimezone(dossier.fuseau).strftime("%d/%m/%Y")
        yield (jour, r.auteur.nom_affiche, str(r.preconisation.numero), r.texte)


def _avis(dossier: Dossier) -> Iterator[tuple[str, ...]]:
    yield ("Action", "Par", "Avis", "Pourquoi")
    avis = Avis.objects.filter(action__plan=dossier.plan).select_related(
        "action__preconisation", "participant__acteur__compte"
    )
    for a in avis.order_by("action__preconisation__numero", "action__numero", "pk"):
        yield (a.action.code, a.participant.nom_affiche, a.get_choix_display(), a.commentaire)


def _rapport(dossier: Dossier) -> str:
    rapport = dossier.rapport
    lignes = [f"# {dossier.titre} : rapport final", "", f"État : {rapport.get_etat_display()}"]
    if rapport.scelle:
        lignes.append(f"Empreinte (SHA-256) : {rapport.empreinte}")
    for titre, pieces in (("Conclusions", rapport.conclusions), ("Préconisations", rapport.preconisations)):
        lignes += ["", f"## {titre}"]
        for piece in pieces.all():
            lignes += ["", f"### {piece.numero}. {piece.titre}", "", piece.texte]
    return "\n".join(lignes)


OUTIL = Outil(
    cle="suivi",
    nom="Tableau de suivi",
    question="Comment s’assurer que les actions décidées seront faites ?",
    adresse="evaluation:suivi",
    ouvrir=ouvrir,
    etape=etape,
    attentes=attentes,
    copier=copier,
    archiver=archiver,
    lieux=("evaluation:rapport",),
    aide="tableau-de-suivi",
)
