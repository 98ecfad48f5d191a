"""The booklets of the chart: A5 to read, colour cards to cut, documents to go on editing, workbook."""

import io
from collections.abc import Callable, Mapping
from functools import partial
from typing import IO, Any

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from communs.livrets.enums import Format
from communs.livrets.gabarits import Avancer, Gabarit, inscrire
from nuancier.calculs import rubriques
from nuancier.exports.documents import en_document, html_du_document
from nuancier.exports.selection import Selection, selectionner
from nuancier.exports.tables import en_xlsx, rangees
from nuancier.fiches import FicheTeinte

LIVRET, CARTES, ODT, DOCX, XLSX = (f"nuancier.{nom}" for nom in ("livret", "cartes", "odt", "docx", "xlsx"))
VERSION = "1"  # of the layout, printed in the colophon
PAR_FEUILLE = 2  # cards of a sheet, so that each has its bleed and its marks


def _page(selection: Selection, fiche: FicheTeinte) -> dict[str, Any]:
    return {
        "fiche": fiche,
        "famille": selection.famille_de(fiche),
        "rubriques": rubriques(fiche),
        "version": selection.versions[fiche.code],
    }


def contexte(selection: Selection, parametres: Mapping[str, Any]) -> dict[str, Any]:
    """What every template of an export shows."""
    return {
        "selection": selection,
        "nuancier": selection.nuancier,
        "chapitres": [
            (chapitre.famille, [_page(selection, fiche) for fiche in chapitre.fiches])
            for chapitre in selection.chapitres
        ],
        "version": VERSION,
        "accueil": settings.VIGIE_ADRESSE + reverse("nuancier:accueil"),
    }


def _contexte_cartes(selection: Selection, parametres: Mapping[str, Any]) -> dict[str, Any]:
    """Sheets of fronts, each followed by its backs in mirror order, so that both sides meet."""
    cartes = [_page(selection, fiche) for fiche in selection.fiches]
    feuilles = []
    for debut in range(0, len(cartes), PAR_FEUILLE):
        rectos: list[Any] = cartes[debut : debut + PAR_FEUILLE]
        rectos += [None] * (PAR_FEUILLE - len(rectos))
        feuilles.append((rectos, rectos[::-1]))
    return {"selection": selection, "nuancier": selection.nuancier, "feuilles": feuilles}


def adresse_des_exports(selection: Selection) -> str:
    """Back to the page that offers every format of this selection."""
    return f"{reverse('nuancier:exporter')}?{urlencode({'quoi': selection.reference})}"


def _inscrire(cle: str, nom: str, **champs: Any) -> Gabarit:
    return inscrire(
        Gabarit(
            cle=cle,
            nom=nom,
            permission="nuancier.exporter",
            obtenir=selectionner,
            reference=lambda selection: selection.reference,
            fichier=lambda selection: f"{selection.fichier}{'-cartes' if cle == CARTES else ''}",
            retour=adresse_des_exports,
            retour_vers="Revenir aux exports",
            piece="piece-nuancier",
            **champs,
        )
    )


Fabrique = Callable[[Selection], bytes]


def _assembler(fabrique: Fabrique, selection: Selection, avancer: Avancer) -> tuple[IO[bytes], int]:
    avancer(20)
    return io.BytesIO(fabrique(selection)), 1


def _html(selection: Selection) -> str:
    return html_du_document(contexte(selection, {}))


def _fabriquer_document(format: Format, selection: Selection) -> bytes:
    return en_document(_html(selection), format, selection)


_inscrire(LIVRET, "Le livret du Nuancier", template="nuancier/exports/livret.html", contexte=contexte)
_inscrire(CARTES, "Les cartes de couleur", template="nuancier/exports/cartes.html", contexte=_contexte_cartes)
for _cle, _format, _nom in ((ODT, Format.ODT, "Document OpenDocument"), (DOCX, Format.DOCX, "Document Word")):
    _inscrire(
        _cle,
        _nom,
        formats=(_format,),
        assembler=partial(_assembler, partial(_fabriquer_document, _format)),
        contenu=lambda selection: _html(selection).encode(),
    )
_inscrire(
    XLSX,
    "Classeur du Nuancier",
    formats=(Format.XLSX,),
    assembler=partial(_assembler, en_xlsx),
    contenu=lambda selection: repr(list(rangees(selection))).encode(),
)
