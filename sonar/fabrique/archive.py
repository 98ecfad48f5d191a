"""The fiche as texts, for the dossier's archive."""

from collections.abc import Iterator

from django.utils.formats import date_format

from communs.collectivites.identite import Identite
from communs.dossiers.models import Dossier
from sonar.fabrique.avancement import Poste, du_tour, entrees_de, pratiques_du_tour
from sonar.fabrique.enums import Etape

Fichiers = Iterator[tuple[str, bytes]]


def _texte(lignes: list[str]) -> bytes:
    return ("\n".join(lignes).rstrip() + "\n").encode()


def _reponse(poste: Poste) -> str:
    if poste.reponse is None or not poste.reponse.traitee:
        return "(sans réponse)"
    if poste.reponse.sans_objet:
        return f"Sans objet\u00a0: {poste.reponse.motif}"
    return poste.reponse.texte


def questions(identite: Identite, dossier: Dossier) -> Fichiers:
    """One text per lap in which something was answered."""
    for tour in dossier.tours.all():
        lu = du_tour(tour)
        if not lu.traitees:
            continue
        lignes = [f"# {dossier.titre}\u00a0: tour {tour.numero}", ""]
        for etape in lu.etapes:
            lignes += [f"## {etape.nom} ({etape.total - etape.vides}/{etape.total})", ""]
            for poste in etape.postes:
                lignes += [f"### {poste.intitule}", "", _reponse(poste), ""]
        yield f"questions/tour-{tour.numero}.md", _texte(lignes)


def pratiques(identite: Identite, dossier: Dossier) -> Fichiers:
    for tour in dossier.tours.all():
        lignes = []
        for pratique in pratiques_du_tour(tour):
            for usage in pratique.usages:
                lignes += [f"## {pratique.nom}", "", f"Quand\u00a0: {usage.quand}", ""]
                lignes += [f"Avec qui\u00a0: {usage.avec_qui}", ""] if usage.avec_qui else []
                lignes += [usage.changement, ""] if usage.changement else []
        if lignes:
            titre = f"# {dossier.titre}\u00a0: les pratiques du tour {tour.numero}"
            yield f"pratiques/tour-{tour.numero}.md", _texte([titre, "", *lignes])


def bord(identite: Identite, dossier: Dossier) -> Fichiers:
    lignes = []
    for entree in entrees_de(dossier):
        sujets = [Etape(entree.etape).label] if entree.etape else []
        sujets += [entree.pratique_nom] if entree.pratique_nom else []
        a_propos = f" ({', '.join(sujets)})" if sujets else ""
        lignes += [f"## {date_format(entree.le, 'j F Y')}{a_propos}", ""]
        lignes += [entree.auteur.nom_affiche, "", entree.texte, ""]
    if lignes:
        yield (
            "bord/journal-de-bord.md",
            _texte([f"# {dossier.titre}\u00a0: journal de bord", "", *lignes]),
        )
