"""What a page says of a notice to machines: Dublin Core, COinS, schema.org."""

from typing import Any
from urllib.parse import urlencode

from veille.dates import lire_date
from veille.enums import Genre
from veille.notices.fiches import FicheAuteur, FicheNotice

_TYPES = {
    Genre.ARTICLE: "Article", Genre.NUMERO_SPECIAL: "PublicationIssue", Genre.OUVRAGE: "Book",
    Genre.CHAPITRE: "Chapter", Genre.RAPPORT: "Report", Genre.ETUDE: "Report", Genre.NOTE: "Report",
    Genre.THESE: "Thesis", Genre.COMMUNICATION: "ScholarlyArticle", Genre.BILLET: "BlogPosting",
    Genre.SITE: "WebSite", Genre.MOOC: "Course", Genre.FORMATION: "Course", Genre.VIDEO: "VideoObject",
    Genre.WEBSERIE: "CreativeWorkSeries", Genre.SON: "AudioObject", Genre.TEXTE_OFFICIEL: "Legislation",
    Genre.DONNEES: "Dataset",
}  # fmt: skip
_OPENURL = {
    Genre.ARTICLE: ("journal", "article"), Genre.NUMERO_SPECIAL: ("journal", "issue"),
    Genre.OUVRAGE: ("book", "book"), Genre.CHAPITRE: ("book", "bookitem"),
    Genre.RAPPORT: ("book", "report"), Genre.ETUDE: ("book", "report"), Genre.NOTE: ("book", "report"),
    Genre.COMMUNICATION: ("book", "proceeding"),
}  # fmt: skip


def iso(date: str) -> str:
    """A date as ISO 8601 says it: a season is its year."""
    lue = lire_date(date)
    return date[:4] if lue is not None and lue.saison else date


def _nom(auteur: FicheAuteur) -> str:
    return f"{auteur.nom}, {auteur.prenom}" if auteur.prenom else auteur.nom


def _titre(fiche: FicheNotice) -> str:
    return " : ".join(part for part in (fiche.titre, fiche.sous_titre) if part)


def dublin_core(fiche: FicheNotice, *, adresse: str, themes: list[str]) -> list[tuple[str, str]]:
    """Elements and their values, in order."""
    couples = [
        ("title", _titre(fiche)),
        *(("creator", _nom(a)) for a in fiche.auteurs if not a.role),
        *(("contributor", _nom(a)) for a in fiche.auteurs if a.role),
        ("publisher", fiche.editeur),
        ("date", iso(fiche.date)),
        ("type", Genre(fiche.genre).label),
        ("language", fiche.langue),
        ("source", fiche.publication),
        *(("subject", mot) for mot in (*themes, *fiche.mots_cles)),
        *(("coverage", lieu) for lieu in fiche.territoires),
        ("identifier", f"doi:{fiche.doi}" if fiche.doi else ""),
        ("identifier", f"urn:isbn:{fiche.isbn}" if fiche.isbn else ""),
        ("identifier", adresse),
        *(("relation", lien.adresse) for lien in fiche.liens),
    ]
    return [(nom, valeur) for nom, valeur in couples if valeur]


def coins(fiche: FicheNotice) -> str:
    """The `title` of a COinS span (Z39.88-2004), not yet escaped for HTML."""
    sorte, genre = _OPENURL.get(Genre(fiche.genre), ("", ""))
    if fiche.genre == Genre.THESE:
        sorte = "dissertation"
    these = sorte == "dissertation"
    dedans = fiche.genre in (Genre.ARTICLE, Genre.CHAPITRE, Genre.COMMUNICATION)
    debut, _, fin = fiche.pages.partition("-")
    premier = next((a for a in fiche.auteurs if not a.role), None)
    couples: list[tuple[str, str]] = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{sorte or 'dc'}"),
        ("rft.genre", genre),
        ("rft.atitle" if dedans else "rft.title" if these or not sorte else "rft.btitle", _titre(fiche)),
        ("rft.btitle" if sorte == "book" else "rft.jtitle", fiche.publication if dedans else ""),
        ("rft.inst" if these else "rft.publisher" if not sorte else "rft.pub", fiche.editeur),
        ("rft.place", fiche.lieu),
        ("rft.volume", fiche.volume),
        ("rft.issue", fiche.numero),
        ("rft.spage", debut),
        ("rft.epage", fin),
        ("rft.tpages", str(fiche.nombre_pages or "")),
        ("rft.date", iso(fiche.date)),
        ("rft.isbn", fiche.isbn),
        ("rft.issn", fiche.issn),
        ("rft.language", fiche.langue),
        ("rft_id", f"info:doi/{fiche.doi}" if fiche.doi else ""),
        *(("rft_id", lien.adresse) for lien in fiche.liens[:1]),
    ]
    if premier and sorte:
        qui = [("rft.aucorp", premier.nom)] if premier.organisme else [
            ("rft.aulast", premier.nom), ("rft.aufirst", premier.prenom),
        ]  # fmt: skip
        couples += qui
    couples += [
        ("rft.au" if sorte else "rft.creator", _nom(a))
        for a in fiche.auteurs
        if not a.role and not a.organisme
    ]
    return urlencode([(nom, valeur) for nom, valeur in couples if valeur])


def schema(fiche: FicheNotice, *, adresse: str, themes: list[str]) -> dict[str, Any]:
    """The notice in the words of schema.org."""
    article = fiche.genre in (Genre.ARTICLE, Genre.COMMUNICATION)
    donnees: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(Genre(fiche.genre), "CreativeWork"),
        "@id": adresse,
        "name": _titre(fiche),
        "headline": _titre(fiche)[:110] if article else "",
        "author": [_personne(a) for a in fiche.auteurs if not a.role],
        "editor": [_personne(a) for a in fiche.auteurs if a.role == "direction"],
        "translator": [_personne(a) for a in fiche.auteurs if a.role == "traduction"],
        "publisher": {"@type": "Organization", "name": fiche.editeur} if fiche.editeur else None,
        "datePublished": iso(fiche.date),
        "inLanguage": fiche.langue,
        "isPartOf": {"@type": "CreativeWork", "name": fiche.publication} if fiche.publication else None,
        "pagination": fiche.pages,
        "numberOfPages": fiche.nombre_pages if fiche.genre == Genre.OUVRAGE else None,
        "isbn": fiche.isbn if fiche.genre == Genre.OUVRAGE else "",
        "sameAs": [f"https://doi.org/{fiche.doi}"] if fiche.doi else [],
        "url": next((lien.adresse for lien in fiche.liens if lien.adresse), ""),
        "keywords": [*themes, *fiche.mots_cles],
        "spatialCoverage": list(fiche.territoires),
        "isAccessibleForFree": {"gratuit": True, "payant": False}.get(fiche.acces),
    }
    return {nom: valeur for nom, valeur in donnees.items() if valeur not in (None, "", [])}


def _personne(auteur: FicheAuteur) -> dict[str, str]:
    if auteur.organisme:
        return {"@type": "Organization", "name": auteur.nom}
    return {"@type": "Person", "name": f"{auteur.prenom} {auteur.nom}".strip(), "familyName": auteur.nom}
