"""What can be taken away, and what each format is for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from communs.livrets.enums import Format
from nuancier.exports import livrets
from nuancier.exports.en_json import en_json
from nuancier.exports.lheo import en_lheo
from nuancier.exports.markdown import en_markdown
from nuancier.exports.selection import Selection
from nuancier.exports.tables import en_csv


@dataclass(frozen=True)
class Fichier:
    """A text export, answered at once: `ecrire` makes its bytes."""

    cle: str
    nom: str
    quoi: str
    type_mime: str
    suffixe: str
    ecrire: Callable[[Selection], bytes]


@dataclass(frozen=True)
class Document:
    """An export that a worker makes: a gabarit and its format."""

    cle: str
    nom: str
    quoi: str
    gabarit: str
    format: Format


DOCUMENTS = {
    d.cle: d
    for d in (
        Document(
            "livret",
            "Livret (PDF, A5)",
            "À lire, à imprimer, à distribuer : couverture, sommaire, une teinte après l’autre.",
            livrets.LIVRET,
            Format.PDF,
        ),
        Document(
            "cartes",
            "Cartes de couleur (PDF, A4)",
            "À imprimer recto verso, à découper et à étaler sur une table : une carte A6 par teinte.",
            livrets.CARTES,
            Format.PDF,
        ),
        Document(
            "odt",
            "OpenDocument (ODT)",
            "À reprendre dans LibreOffice ; le format ouvert recommandé aux administrations.",
            livrets.ODT,
            Format.ODT,
        ),
        Document("docx", "Word (DOCX)", "À reprendre dans Word.", livrets.DOCX, Format.DOCX),
        Document(
            "xlsx",
            "Classeur (XLSX)",
            "Un module par ligne, pour trier, filtrer, verser dans un catalogue.",
            livrets.XLSX,
            Format.XLSX,
        ),
    )
}
FICHIERS = {
    f.cle: f
    for f in (
        Fichier(
            "tableur",
            "CSV pour tableur",
            "Points-virgules : s’ouvre d’un double-clic en France, un module par ligne.",
            "text/csv; charset=utf-8",
            ".tableur.csv",
            partial(en_csv, tableur=True),
        ),
        Fichier(
            "csv",
            "CSV simple",
            "Virgules et UTF-8, pour un programme.",
            "text/csv; charset=utf-8",
            ".csv",
            partial(en_csv, tableur=False),
        ),
        Fichier(
            "markdown",
            "Markdown",
            "Le texte nu, dans la forme de sa source : à relire, à comparer, à proposer de nouveau.",
            "text/markdown; charset=utf-8",
            ".md",
            lambda selection: en_markdown(selection).encode(),
        ),
        Fichier(
            "json",
            "JSON",
            "Toutes les teintes et leurs notices, pour vos programmes.",
            "application/json",
            ".json",
            en_json,
        ),
        Fichier(
            "lheo",
            "LHEO 2.3 (XML)",
            "Le format français d’échange des offres de formation, une offre par module.",
            "application/xml",
            ".lheo.xml",
            en_lheo,
        ),
    )
}
