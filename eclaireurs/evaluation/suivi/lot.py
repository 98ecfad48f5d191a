"""Changing many lines at once: all of them or none, in a constant number of queries for the fields."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from communs.collectivites.identite import Identite, autoriser
from communs.etats import journal, tables
from communs.etats.models import Acteur
from communs.etats.services import verrouiller
from communs.web.erreurs import Refus
from eclaireurs.evaluation.suivi import annulation, rappels
from eclaireurs.evaluation.suivi.amendements import amendement, est_fige, exiger_motif, valeurs
from eclaireurs.evaluation.suivi.annulation import Trace
from eclaireurs.evaluation.suivi.lignes import DECISIONS, table_de
from eclaireurs.evaluation.suivi.models import Action, Amendement, GesteAnnulable, Plan, Planifie, Tache

LOT_MAX = 2_000
ETAPES_MAX = 200  # each has its own rule, its own journal line
CODES_DITS = 12  # in the journal
VIDE = "Cochez au moins une ligne, et dites ce qui change."


@transaction.atomic
def modifier_lot(
    *,
    identite: Identite,
    plan: Plan,
    actions: Sequence[Action],
    taches: Sequence[Tache],
    champs: Mapping[str, Any],
    etape: str = "",
    motif: str = "",
) -> GesteAnnulable:
    """Give these lines the same service, person, dates (None: empty them); then the same step, where
    they can take it.

    One refused line refuses the whole, and says which: ValidationError with a sentence per line.
    """
    nombre = len(actions) + len(taches)
    if not nombre or not (champs or etape):
        raise ValidationError(VIDE)
    exiger_mesure(nombre, etape)
    plan = verrouiller(plan)
    lignes = _verrouiller(plan, actions, taches)
    traces = [Trace.de(ligne) for ligne in lignes]
    if champs:
        autoriser(identite, "suivi.preparer", plan)
        _ecrire(identite, plan, lignes, champs, exiger_motif(plan, motif))
    if etape:
        lignes = _avancer(identite, lignes, etape, motif)
    rappels.dire(plan, lignes)
    journal.consigner(
        identite=identite, verbe="suivi.modifier_lot", objet=plan, nombre=nombre, codes=_codes(lignes)
    )
    return annulation.retenir(
        identite=identite,
        plan=plan,
        libelle=f"changement de {nombre} lignes",
        avant=[t.noter(ligne.version) for t, ligne in zip(traces, lignes, strict=True)],
    )


def exiger_mesure(nombre: int, etape: str = "") -> None:
    """ValidationError when there are too many lines for one gesture."""
    if nombre > LOT_MAX:
        raise ValidationError(
            f"{nombre} lignes, c’est trop pour un seul geste : {LOT_MAX} au plus. Resserrez les filtres."
        )
    if etape and nombre > ETAPES_MAX:
        raise ValidationError({"etape": f"Une étape se franchit sur {ETAPES_MAX} lignes au plus à la fois."})


def _codes(lignes: Sequence[Planifie]) -> str:
    dits = ", ".join(ligne.code for ligne in lignes[:CODES_DITS])
    return f"{dits}…" if len(lignes) > CODES_DITS else dits


def _verrouiller(plan: Plan, actions: Sequence[Action], taches: Sequence[Tache]) -> list[Planifie]:
    verrouillees = Action.objects.select_for_update(of=("self",)).select_related(
        "preconisation", "service", "responsable"
    )
    lues: list[Planifie] = list(verrouillees.filter(pk__in=[a.pk for a in actions]).order_by("pk"))
    siennes = Tache.objects.select_for_update(of=("self",)).select_related(
        "action__preconisation", "action__responsable", "service", "responsable"
    )
    lues += siennes.filter(pk__in=[t.pk for t in taches]).order_by("pk")
    for ligne in lues:
        (ligne.action if isinstance(ligne, Tache) else ligne).plan = plan  # type: ignore[attr-defined]
    return lues


def _ecrire(
    identite: Identite, plan: Plan, lignes: list[Planifie], champs: Mapping[str, Any], motif: str
) -> None:
    amendements, erreurs = [], []
    for ligne in lignes:
        avant = valeurs(ligne, champs)
        for nom, valeur in champs.items():
            setattr(ligne, nom, valeur)
        ligne.version += 1
        if ligne.debut_le and ligne.fin_le and ligne.fin_le < ligne.debut_le:
            erreurs.append(f"{ligne.code} : la fin prévue viendrait avant le début.")
        apres = valeurs(ligne, champs)
        if est_fige(plan) and avant != apres:
            amendements.append((ligne, avant, apres))
    if erreurs:
        raise ValidationError(erreurs)
    for modele in (Action, Tache):
        clefs = [ligne.pk for ligne in lignes if isinstance(ligne, modele)]
        modele.objects.filter(pk__in=clefs).update(**champs, version=F("version") + 1)
    if amendements:
        commun: dict[str, Any] = {"identite": identite, "plan": plan, "motif": motif}
        auteur = Acteur.objects.de(identite.personne)
        Amendement.objects.bulk_create(
            amendement(**commun, ligne=ligne, avant=avant, apres=apres, auteur=auteur)
            for ligne, avant, apres in amendements
        )


def _avancer(identite: Identite, lignes: list[Planifie], etape: str, motif: str) -> list[Planifie]:
    """Take the step on every line; the refusals are told together, by number."""
    if etape in DECISIONS:
        raise ValidationError("Le comité décide des actions une à une, sur sa page.")
    avancees, erreurs = [], []
    for ligne in lignes:
        table = table_de(ligne)
        if etape not in table.par_nom:
            erreurs.append(f"{ligne.code} : cette étape n’existe pas pour cette ligne.")
            continue
        try:
            avancees.append(
                tables.franchir(
                    table, identite=identite, objet=ligne, nom=etape, motif=motif, code=ligne.code
                )
            )
        except ValidationError as erreur:
            erreurs.append(f"{ligne.code} : {erreur.messages[0]}")
        except Refus as refus:
            erreurs.append(f"{ligne.code} : {refus.message}")
    if erreurs:
        raise ValidationError(erreurs)
    return avancees  # type: ignore[return-value]
