"""How the veille says a notice and a date: one hand for the page, the PDF, the mail and the basket."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from veille.dates import DatePrecise, en_clair
from veille.enums import Acces, Genre, GenreMoment, Role
from veille.models import Contribution, Notice, RendezVous

NB = "\N{NO-BREAK SPACE}"
LANGUES = {
    "en": "en anglais",
    "de": "en allemand",
    "es": "en espagnol",
    "it": "en italien",
    "pt": "en portugais",
    "nl": "en néerlandais",
    "ca": "en catalan",
}
_FEMININS = {
    *(Genre.ETUDE, Genre.NOTE, Genre.THESE, Genre.COMMUNICATION),
    *(Genre.VIDEO, Genre.WEBSERIE, Genre.FORMATION, Genre.LETTRE),
}


@dataclass(frozen=True)
class Reference:
    """The line that stands under a title: `dans` is what the document stands in, set in italics."""

    auteurs: str
    dans: str
    suite: str
    acces: str

    @property
    def source(self) -> str:
        return ", ".join(filter(None, (self.dans, self.suite)))

    def __str__(self) -> str:
        return " ".join(map(_phrase, filter(None, (self.auteurs, self.source, self.acces))))


def reference(notice: Notice) -> Reference:
    """The parts of the line, for a notice obtained with `entieres()`: no query of its own."""
    dans = notice.publication or notice.collection
    contributions = notice.contributions.all()
    faits = (
        notice.collection if notice.publication else "",
        _volume(notice.volume),
        _numero(notice.numero),
        "" if notice.editeur in [str(qui) for qui in contributions] else notice.editeur,
        notice.lieu,
        _date(notice),
        _pages(notice),
        LANGUES.get(notice.langue, ""),
        "en ligne" if notice.en_ligne else "",
        *_moments(notice),
    )
    suite = ", ".join(filter(None, faits))
    return Reference(
        auteurs=auteurs_en_clair(contributions),
        dans=dans,
        suite=suite if dans else capfirst(suite),
        acces=Acces(notice.acces).label if notice.acces else "",
    )


def ligne_bibliographique(notice: Notice) -> str:
    """Who, where, when, how long, on one line of plain text; the title is not in it.

    The notice comes from `entieres()`: no query of its own.
    """
    return str(reference(notice))


def ligne_en_html(notice: Notice) -> SafeString:
    """The same line, what the document stands in within `<cite>`."""
    lue = reference(notice)
    auteurs = f"{_phrase(lue.auteurs)} " if lue.auteurs else ""
    reste = f", {lue.suite}" if lue.dans and lue.suite else lue.suite
    fin = _point(lue.source)
    acces = f" {_phrase(lue.acces)}" if lue.acces else ""
    cite = format_html("<cite>{}</cite>", lue.dans) if lue.dans else ""
    return format_html("{}{}{}{}{}", auteurs, cite, reste, fin, acces)


def auteurs_en_clair(contributions: Iterable[Contribution]) -> str:
    """« Aline Martin et Paul Roux ; avec l’appui d’Atelier du Phare »: in the order of the title page."""
    groupes = groupby(contributions, key=lambda contribution: contribution.role)
    return f"{NB}; ".join(_groupe(role, [str(qui) for qui in ceux]) for role, ceux in groupes)


def enumerer(choses: Sequence[str]) -> str:
    """« un, deux et trois »."""
    *debut, fin = choses
    return f"{', '.join(debut)} et {fin}" if debut else fin


def _groupe(role: str, noms: Sequence[str]) -> str:
    ensemble = enumerer(noms)
    if role == Role.DIRECTION:
        return f"{ensemble} (dir.)"
    if role == Role.APPUI:
        liaison = "d’" if ensemble[0].lower() in "aàâäeéèêëiîïoôuùûüyœæ" else "de "
        return f"avec l’appui {liaison}{ensemble}"
    if role in (Role.COMMANDITAIRE, Role.PARTENAIRE):
        return f"{Role(role).label} {ensemble}"
    return f"{Role(role).label}{NB}: {ensemble}" if role else ensemble


def _date(notice: Notice) -> str:
    """Its date, but for the year alone that the number says already: « 2018/2 (n° 96) »."""
    return "" if notice.date and notice.numero.startswith(f"{notice.date}/") else en_clair(notice.date)


def _volume(volume: str) -> str:
    return f"vol.{NB}{volume}" if volume[:1].isdigit() else volume


def _numero(numero: str) -> str:
    """A bare number takes its sign; « 2018/2 (n° 96) » and « supplément au n° 410 » have theirs."""
    return f"n°{NB}{numero}" if numero[:1].isdigit() and "n°" not in numero else numero


def _pages(notice: Notice) -> str:
    if notice.pages:
        return f"p.{NB}{notice.pages}" if notice.pages[:1].isdigit() else notice.pages
    return notice.pages_precision or (f"{notice.nombre_pages}{NB}p." if notice.nombre_pages else "")


def _moments(notice: Notice) -> list[str]:
    """What the document lived, when it says more than its date does."""
    return [
        moment_en_clair(notice, moment.genre, moment.date)
        for moment in notice.moments.all()
        if moment.date and moment.date != notice.date
    ]


def moment_en_clair(notice: Notice, genre: str, jour: str) -> str:
    """« soutenue le 5 février 2018 », « remis en septembre 2018 »."""
    dit = (
        GenreMoment(genre).label.rstrip("e") if genre == GenreMoment.SOUTENANCE else GenreMoment(genre).label
    )
    accorde = f"{dit}e" if notice.genre in _FEMININS else dit
    lue = en_clair(jour)
    if len(jour) == 10:  # a day of ISO 8601
        return f"{accorde} le {lue}"
    return f"{accorde} {'au' if lue.startswith('printemps') else 'en'} {lue}" if lue else accorde


def _phrase(texte: str) -> str:
    return texte + _point(texte)


def _point(texte: str) -> str:
    """The full stop, unless the text ends with one of its own."""
    return "" if not texte or texte[-1] in ".?!…" else "."


def dates_en_clair(rendez_vous: RendezVous) -> str:
    """« 5 et 6 novembre 2018 », « du 7 au 9 novembre 2018 », « jusqu’au 7 décembre 2018 », hours included."""
    debut, fin = rendez_vous.debut, rendez_vous.fin
    if debut is None:
        jours = f"jusqu’au {_jour(fin)}" if fin else ""
    elif fin is None or fin == debut:
        jours = _jour(debut)
    else:
        jours = _du_au(debut, fin)
    return ", ".join(filter(None, (jours, _heures(rendez_vous.heure_debut, rendez_vous.heure_fin))))


def _jour(jour: date) -> str:
    return _tenir(str(DatePrecise(jour.year, jour.month, jour.day)))


def _tenir(texte: str) -> str:
    """The day does not leave its month at the end of a line."""
    return re.sub(r"^(\d+|1er) ", rf"\1{NB}", texte)


def _du_au(debut: date, fin: date) -> str:
    """Two days that follow are joined by « et »; what both share, month or year, is said once."""
    fin_dite = _jour(fin)
    if (debut.year, debut.month) == (fin.year, fin.month):
        debut_dit = "1er" if debut.day == 1 else str(debut.day)
    elif debut.year == fin.year:
        debut_dit = _jour(debut).rpartition(" ")[0]
    else:
        debut_dit = _jour(debut)
    if (fin - debut).days == 1:
        return f"{debut_dit} et {fin_dite}"
    return f"du {debut_dit} au {fin_dite}"


def _heures(debut: time | None, fin: time | None) -> str:
    if debut and fin:
        return f"de {_heure(debut)} à {_heure(fin)}"
    if debut:
        return f"à {_heure(debut)}"
    return _heure(fin) if fin else ""


def _heure(heure: time) -> str:
    return f"{heure.hour}{NB}h{NB}{heure.minute:02}" if heure.minute else f"{heure.hour}{NB}h"
