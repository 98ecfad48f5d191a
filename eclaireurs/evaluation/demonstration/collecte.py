"""The demonstration's clues: found in the field, filed, put before the intermediate committee."""

from uuid import uuid4

from communs.materiaux import services as materiaux
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.cadrage.models import Critere
from eclaireurs.evaluation.collecte import services as collecte
from eclaireurs.evaluation.collecte.models import Theme
from eclaireurs.evaluation.collecte.transitions import COLLECTE
from eclaireurs.evaluation.demonstration.croquis import dessiner
from eclaireurs.evaluation.demonstration.recit import Recit

RANGEMENT, PRESENTATION, DEBAT, SUITES = -124, -122, -120, -118
DITS = ("genre", "titre", "texte", "source", "lieu", "consentement", "description", "valeur", "unite")


def collecter(recit: Recit) -> None:
    """Clues, themes with their syntheses, and what the committee made of them."""
    recueillir(recit)
    with recit.le(PRESENTATION):
        recit.franchir(COLLECTE, recit.dossier.collecte, "presenter", "evaluateur")
    _debattre(recit, list(recit.dossier.collecte.themes.order_by("numero")))


def recueillir(recit: Recit) -> None:
    """Clues, filed under themes with their syntheses."""
    quoi, qui = recit.contenu["collecte"], recit.identite("evaluateur")
    with recit.le(RANGEMENT):
        themes = [_theme(recit, texte) for texte in quoi["themes"]]
    criteres = {
        c.question.numero: c
        for c in Critere.objects.filter(question__cadre=recit.dossier.cadre, numero=1).select_related(
            "question"
        )
    }
    for indice in quoi["indices"]:
        with recit.le(indice["jours"], 15):
            materiau = _deposer(recit, indice)
        casiers: list[Theme | Critere] = [criteres[indice["question"]]]
        if "theme" in indice:
            casiers.append(themes[indice["theme"] - 1])
        with recit.le(RANGEMENT, 16):
            for casier in casiers:
                collecte.ranger(identite=qui, casier=casier, materiaux=[materiau])


def _theme(recit: Recit, texte: dict[str, str]) -> Theme:
    qui = recit.identite("evaluateur")
    theme = collecte.ajouter_theme(identite=qui, collecte=recit.dossier.collecte, titre=texte["titre"])
    champs = {"synthese": texte["synthese"]}
    collecte.travailler_theme(identite=qui, theme=theme, version=theme.version, champs=champs)
    return theme


def _deposer(recit: Recit, indice: dict) -> Materiau:
    champs = {nom: indice[nom] for nom in DITS if nom in indice}
    champs["recueilli_le"] = recit.jour(indice["jours"])
    depot = dessiner(indice["croquis"]) if "croquis" in indice else None
    return materiaux.deposer(
        identite=recit.identite("evaluateur"),
        dossier=recit.dossier,
        demande=uuid4(),
        depot=depot,
        champs=champs,
    )


def _debattre(recit: Recit, themes: list[Theme]) -> None:
    apports = []
    for apport in recit.contenu["collecte"]["apports"]:
        with recit.le(DEBAT, 10):
            fait = collecte.apporter(
                identite=recit.identite(apport["qui"]),
                collecte=recit.dossier.collecte,
                demande=uuid4(),
                genre=apport["genre"],
                texte=apport["texte"],
                theme=themes[apport["theme"] - 1],
            )
        apports.append((fait, apport["suite"]))
    for fait, suite in apports:
        with recit.le(SUITES):
            collecte.repondre(identite=recit.identite("evaluateur"), apport=fait, suite=suite, vue="")
    with recit.le(SUITES, 17):
        recit.franchir(COLLECTE, recit.dossier.collecte, "debattre", "evaluateur")
