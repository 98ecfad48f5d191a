"""The tracking table as files: CSV, spreadsheets, calendar. Pure: rows in, bytes out."""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from communs.echanges.tableurs import MARQUE, ecrire_csv, texte_xlsx
from communs.echanges.textes import normaliser
from eclaireurs.evaluation.suivi.echange import COLONNES, Cellule, Rangee, en_textes
from eclaireurs.evaluation.suivi.models import Action, Plan, Planifie, Tache

LARGEURS = (8, 14, 60, 14, 28, 36, 12, 12, 15, 60)


@dataclass(frozen=True)
class Format:
    """A kind of file: `ecrire` makes its bytes from the table's lines."""

    cle: str
    nom: str
    quoi: str
    type_mime: str
    ecrire: Callable[[Iterable[Rangee], str], bytes]

    @property
    def suffixe(self) -> str:
        return f".{self.cle}"


def en_csv(rangees: Iterable[Rangee], titre: str) -> bytes:
    """RFC 4180: commas, UTF-8."""
    return _csv(rangees, ",").encode()


def en_csv_tableur(rangees: Iterable[Rangee], titre: str) -> bytes:
    """What a French spreadsheet opens with a double click: semicolons and the mark of UTF-8."""
    return (MARQUE + _csv(rangees, ";")).encode()


def _csv(rangees: Iterable[Rangee], separateur: str) -> str:
    return ecrire_csv(COLONNES, (en_textes(r.cellules()) for r in rangees), separateur)


def en_xlsx(rangees: Iterable[Rangee], titre: str) -> bytes:
    """A sheet whose texts stay texts and whose dates are dates."""
    import xlsxwriter

    sortie = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(sortie, options) as classeur:
        classeur.set_properties({"title": titre, "author": "Vigie"})
        feuille = classeur.add_worksheet("Tableau de suivi")
        entete = classeur.add_format({"bold": True, "bottom": 2, "valign": "top"})
        texte = classeur.add_format({"text_wrap": True, "valign": "top"})
        jour = classeur.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
        for colonne, (nom, largeur) in enumerate(zip(COLONNES, LARGEURS, strict=True)):
            feuille.set_column(colonne, colonne, largeur)
            feuille.write_string(0, colonne, nom, entete)
        for no, rangee in enumerate(rangees, start=1):
            for colonne, cellule in enumerate(rangee.cellules()):
                if isinstance(cellule, date) and cellule.year < 1900:  # before the first day of sheets
                    feuille.write_string(no, colonne, cellule.isoformat(), texte)
                elif isinstance(cellule, date):
                    feuille.write_datetime(no, colonne, cellule, jour)
                elif isinstance(cellule, int):
                    feuille.write_number(no, colonne, cellule, texte)
                elif cellule:
                    feuille.write_string(no, colonne, texte_xlsx(normaliser(str(cellule))), texte)
        feuille.freeze_panes(1, 3)
        feuille.set_landscape()
        feuille.set_paper(9)
        feuille.fit_to_pages(1, 0)
        feuille.repeat_rows(0)
    return sortie.getvalue()


def en_ods(rangees: Iterable[Rangee], titre: str) -> bytes:
    """The open format that the State recommends (RGI). Its rows are handed over as XML, for speed."""
    from odfdo import Document, Element

    document = Document("spreadsheet")
    document.body.clear()
    document.meta.title = titre
    lignes = (COLONNES, *(rangee.cellules() for rangee in rangees))
    corps = "".join(f"<table:table-row>{''.join(map(_en_ods, ligne))}</table:table-row>" for ligne in lignes)
    document.body.append(
        Element.from_tag(f'<table:table table:name="Tableau de suivi">{corps}</table:table>')
    )
    sortie = io.BytesIO()
    document.save(sortie)
    return sortie.getvalue()


def _en_ods(valeur: Cellule) -> str:
    """A cell; a text by its lines, its runs of spaces and its tabs as elements, since plain ones collapse."""
    if valeur is None or valeur == "":
        return "<table:table-cell/>"
    if isinstance(valeur, date):
        jour = valeur.isoformat()
        sorte, dit = f'"date" office:date-value="{jour}"', f"<text:p>{jour}</text:p>"
    elif isinstance(valeur, int):
        sorte, dit = f'"float" office:value="{valeur}"', f"<text:p>{valeur}</text:p>"
    else:
        texte = escape(normaliser(valeur)).replace("\t", "<text:tab/>")
        texte = re.sub("  +", lambda blancs: f' <text:s text:c="{len(blancs[0]) - 1}"/>', texte)
        sorte, dit = '"string"', "".join(f"<text:p>{ligne}</text:p>" for ligne in texte.split("\n"))
    return f"<table:table-cell office:value-type={sorte}>{dit}</table:table-cell>"


FORMATS = {
    f.cle: f
    for f in (
        Format(
            "xlsx",
            "Excel (XLSX)",
            "Pour un tableur, dates et largeurs comprises ; se réimporte ici.",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            en_xlsx,
        ),
        Format(
            "ods",
            "OpenDocument (ODS)",
            "Pour LibreOffice, format ouvert recommandé aux administrations ; se réimporte ici.",
            "application/vnd.oasis.opendocument.spreadsheet",
            en_ods,
        ),
        Format(
            "tableur.csv",
            "CSV pour tableur",
            "Points-virgules, s’ouvre d’un double-clic en France ; se réimporte ici.",
            "text/csv; charset=utf-8",
            en_csv_tableur,
        ),
        Format(
            "csv",
            "CSV simple",
            "Virgules et UTF-8, pour un programme ; se réimporte ici.",
            "text/csv; charset=utf-8",
            en_csv,
        ),
    )
}


# --- the calendar ---------------------------------------------------------------------------------


def en_ical(plan: Plan, lignes: Iterable[Planifie]) -> bytes:
    """One all-day event on the day each dated task or action is due (RFC 5545)."""
    agenda = Calendar()
    agenda.add("prodid", "-//Vigie//Tableau de suivi//FR")
    agenda.add("version", "2.0")
    agenda.add("method", "PUBLISH")
    agenda.add("x-wr-calname", f"Vigie : {plan.dossier.titre}")
    for evenement in _evenements(plan, lignes):
        agenda.add_component(evenement)
    return agenda.to_ical()


def _evenements(plan: Plan, lignes: Iterable[Planifie]) -> Iterator[Event]:
    hote = settings.VIGIE_ADRESSE.partition("://")[2].partition(":")[0]
    tableau = settings.VIGIE_ADRESSE + plan.dossier.adresse("evaluation:suivi")
    maintenant = timezone.now().replace(microsecond=0)
    for ligne in lignes:
        le = ligne.fin_le or ligne.debut_le if isinstance(ligne, Action | Tache) else None
        if le is None:
            continue
        evenement = Event()
        evenement.add("uid", f"{ligne.uuid}@{hote}")
        evenement.add("dtstamp", maintenant)
        evenement.add("sequence", ligne.version)
        evenement.add("dtstart", le)
        evenement.add("dtend", le + timedelta(days=1))
        evenement.add("summary", f"{ligne.code} {ligne.titre}")
        evenement.add("description", _description(ligne))
        evenement.add("categories", [plan.dossier.titre])
        evenement.add("url", f"{tableau}#ligne-{ligne.uuid}")
        evenement.add("transp", "TRANSPARENT")
        yield evenement


def _description(ligne: Planifie) -> str:
    morceaux = [ligne.get_etat_display()]  # type: ignore[attr-defined]
    if ligne.service:
        morceaux.append(ligne.service.nom)
    if ligne.note:
        morceaux.append(ligne.note)
    return "\n".join(morceaux)
