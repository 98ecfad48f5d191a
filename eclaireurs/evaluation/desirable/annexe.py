"""The data of a version, given away: tables as CSV and as one spreadsheet, and what their columns mean.

Pure: what was frozen in, bytes out. Neither people nor notes are in it, for none are in what was frozen but
the words of what was chosen; verbatims stay in the report.
"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from communs.echanges.tableurs import MARQUE, ecrire_csv
from communs.echanges.textes import normaliser, proteger
from eclaireurs.evaluation.desirable.lu import Action, Lu, Tache

LICENCE = "Licence Ouverte 2.0 (Etalab)"
LICENCE_ADRESSE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
Cellule = str | int | date | None


@dataclass(frozen=True)
class Colonne:
    """A column, what it means, and how its value is written (a text, a whole number, a date, a number)."""

    cle: str
    sens: str
    type: str = "string"


@dataclass(frozen=True)
class Table:
    cle: str
    nom: str
    colonnes: tuple[Colonne, ...]
    rangees: Callable[[Lu], list[tuple[Cellule, ...]]]


def _dates(ligne: Action | Tache) -> tuple[Cellule, ...]:
    return (ligne.service, ligne.debut_le, ligne.fin_le)


def _actions(lu: Lu) -> list[tuple[Cellule, ...]]:
    actions = lu.plan.actions if lu.plan is not None else ()
    return [(a.code, a.preconisation, a.titre, a.etat_dit, a.rang, *_dates(a)) for a in actions]


def _taches(lu: Lu) -> list[tuple[Cellule, ...]]:
    actions = lu.plan.actions if lu.plan is not None else ()
    return [
        (t.code, a.code, t.titre, t.etat_dit, t.avancement, *_dates(t)) for a in actions for t in a.taches
    ]


PLANIFIE = (
    Colonne("service", "Service qui en répond ; jamais le nom d’une personne"),
    Colonne("debut", "Début prévu (AAAA-MM-JJ)", "date"),
    Colonne("fin", "Fin prévue (AAAA-MM-JJ)", "date"),
)
TABLES = (
    Table(
        "preconisations",
        "Préconisations",
        (
            Colonne("numero", "Numéro de la préconisation dans le rapport final", "integer"),
            Colonne("titre", "Ce qui est recommandé"),
            Colonne("texte", "Le développement, tel que publié"),
            Colonne("services", "Services concernés, séparés par des points-virgules"),
        ),
        lambda lu: [(p.numero, p.titre, p.texte, " ; ".join(p.services)) for p in lu.preconisations],
    ),
    Table(
        "actions",
        "Actions",
        (
            Colonne("code", "Numéro de l’action : préconisation, point, rang"),
            Colonne("preconisation", "Numéro de la préconisation à laquelle elle répond", "integer"),
            Colonne("titre", "Ce qui est à faire"),
            Colonne("etat", "Proposée, retenue, écartée, en cours, bloquée, faite ou abandonnée"),
            Colonne("rang", "Rang donné par le comité final, s’il en a donné un", "integer"),
            *PLANIFIE,
        ),
        _actions,
    ),
    Table(
        "taches",
        "Tâches",
        (
            Colonne("code", "Numéro de la tâche : code de l’action, point, rang"),
            Colonne("action", "Code de l’action dont elle fait partie"),
            Colonne("titre", "Ce qui est à faire"),
            Colonne("etat", "À faire, en cours, bloquée, faite ou abandonnée"),
            Colonne("avancement", "Avancement, en pour cent", "integer"),
            *PLANIFIE,
        ),
        _taches,
    ),
    Table(
        "chiffres",
        "Chiffres",
        (
            Colonne("titre", "Ce que le chiffre mesure"),
            Colonne("valeur", "La valeur, à la française (virgule décimale)", "number"),
            Colonne("unite", "L’unité"),
            Colonne("provenance", "Source, lieu et date du recueil, tels que publiés"),
            Colonne("commentaire", "Ce qui l’accompagne dans le rapport"),
        ),
        lambda lu: [
            (c.titre, c.valeur.replace("\u202f", ""), c.unite, c.provenance, c.texte) for c in lu.chiffres
        ],
    ),
)
PAR_CLE = {table.cle: table for table in TABLES}


@dataclass(frozen=True)
class Fiche:
    """What a data file says of itself."""

    titre: str
    producteur: str
    version: int
    publiee_le: date
    adresse: str
    empreinte: str

    def lignes(self) -> list[tuple[str, str]]:
        return [
            ("Titre", self.titre),
            ("Producteur", self.producteur),
            ("Version", f"{self.version}, publiée le {self.publiee_le:%d/%m/%Y}"),
            ("Adresse", self.adresse),
            ("Empreinte SHA-256 de la version", self.empreinte),
            ("Licence", f"{LICENCE}, {LICENCE_ADRESSE}"),
        ]


def en_csv(table: Table, lu: Lu) -> bytes:
    """Semicolons and the mark of UTF-8, for a French spreadsheet; formulas neutralised."""
    rangees = ([_texte(c) for c in rangee] for rangee in table.rangees(lu))
    return (MARQUE + ecrire_csv([c.cle for c in table.colonnes], rangees, ";")).encode()


def metadonnees(fiche: Fiche, lu: Lu) -> dict[str, Any]:
    """A Frictionless data package: who, when, under which licence, what each column means."""
    return {
        "profile": "tabular-data-package",
        "name": f"rapport-desirable-version-{fiche.version}",
        "title": fiche.titre,
        "homepage": fiche.adresse,
        "version": str(fiche.version),
        "created": fiche.publiee_le.isoformat(),
        "contributors": [{"title": fiche.producteur, "role": "publisher"}],
        "licenses": [{"name": "etalab-2.0", "title": LICENCE, "path": LICENCE_ADRESSE}],
        "vigie:empreinte": fiche.empreinte,
        "resources": [
            {
                "name": table.cle,
                "title": table.nom,
                "path": f"{table.cle}.csv",
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "mediatype": "text/csv",
                "dialect": {"delimiter": ";"},
                "schema": {
                    "fields": [_champ(colonne) for colonne in table.colonnes],
                },
                "vigie:lignes": len(table.rangees(lu)),
            }
            for table in TABLES
        ],
    }


def _champ(colonne: Colonne) -> dict[str, str]:
    champ = {"name": colonne.cle, "type": colonne.type, "description": colonne.sens}
    return champ | ({"decimalChar": ","} if colonne.type == "number" else {})


def en_ods(fiche: Fiche, lu: Lu) -> bytes:
    """One sheet that explains, then one per table; texts stay texts, so that no cell computes."""
    from odfdo import Document, Element

    document = Document("spreadsheet")
    document.body.clear()
    document.meta.title = fiche.titre
    explication: list[tuple[Cellule, ...]] = [*fiche.lignes(), ("", ""), ("Table, colonne", "Ce qu’elle dit")]
    explication += [(f"{t.nom}, {c.cle}", c.sens) for t in TABLES for c in t.colonnes]
    feuilles: list[tuple[str, list[tuple[Cellule, ...]]]] = [("Lisez-moi", explication)]
    feuilles += [(t.nom, [tuple(c.cle for c in t.colonnes), *t.rangees(lu)]) for t in TABLES]
    for nom, rangees in feuilles:
        corps = "".join(f"<table:table-row>{''.join(map(_ods, r))}</table:table-row>" for r in rangees)
        document.body.append(
            Element.from_tag(f'<table:table table:name="{escape(nom)}">{corps}</table:table>')
        )
    sortie = io.BytesIO()
    document.save(sortie)
    return sortie.getvalue()


def _texte(cellule: Cellule) -> str:
    if cellule is None:
        return ""
    return cellule.isoformat() if isinstance(cellule, date) else str(cellule)


def _ods(cellule: Cellule) -> str:
    if cellule is None or cellule == "":
        return "<table:table-cell/>"
    if isinstance(cellule, date):
        jour = cellule.isoformat()
        sorte, dit = f'"date" office:date-value="{jour}"', f"<text:p>{jour}</text:p>"
    elif isinstance(cellule, int):
        sorte, dit = f'"float" office:value="{cellule}"', f"<text:p>{cellule}</text:p>"
    else:
        texte = escape(normaliser(proteger(cellule))).replace("\t", "<text:tab/>")
        texte = re.sub("  +", lambda blancs: f' <text:s text:c="{len(blancs[0]) - 1}"/>', texte)
        sorte, dit = '"string"', "".join(f"<text:p>{ligne}</text:p>" for ligne in texte.split("\n"))
    return f"<table:table-cell office:value-type={sorte}>{dit}</table:table-cell>"
