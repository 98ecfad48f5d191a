"""A notice in unqualified Dublin Core, the format that every harvester knows."""

from collections.abc import Iterator

from lxml import etree

from communs.web.markdown import en_texte
from veille.dates import en_clair
from veille.enums import GenreLien
from veille.flux.textes import absolue, propre
from veille.models import Notice
from veille.references.metadonnees import iso

PREFIXE = "oai_dc"
ESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LE_DOCUMENT = (GenreLien.PAGE, GenreLien.DOCUMENT)


def en_xml(notice: Notice) -> etree._Element:
    """The record of a notice obtained with `entieres()`."""
    racine = etree.Element(f"{{{ESPACE}}}dc", nsmap={"oai_dc": ESPACE, "dc": DC, "xsi": XSI})
    racine.set(f"{{{XSI}}}schemaLocation", f"{ESPACE} {SCHEMA}")
    for nom, texte in _champs(notice):
        if texte:
            etree.SubElement(racine, f"{{{DC}}}{nom}").text = propre(texte)
    return racine


def _champs(notice: Notice) -> Iterator[tuple[str, str]]:
    yield "title", "\N{NO-BREAK SPACE}: ".join(t for t in (str(notice), notice.sous_titre) if t)
    for contribution in notice.contributions.all():
        nom = ", ".join(n for n in (contribution.nom, contribution.prenom) if n)
        yield "contributor" if contribution.role else "creator", nom
    for sujet in (*(theme.nom for theme in notice.themes.all()), *notice.mots_cles):
        yield "subject", sujet
    yield "description", en_texte(notice.resume)
    yield "publisher", notice.editeur
    yield "date", iso(notice.date)
    yield "type", notice.get_genre_display()
    yield "format", f"{notice.nombre_pages} p." if notice.nombre_pages else ""
    yield from _identifiants(notice)
    yield "source", _source(notice)
    yield "language", notice.langue
    for territoire in notice.territoires:
        yield "coverage", territoire
    yield "rights", notice.get_acces_display()


def _identifiants(notice: Notice) -> Iterator[tuple[str, str]]:
    """The document first: its numbers, its addresses; what goes with it; our page last."""
    yield "identifier", f"https://doi.org/{notice.doi}" if notice.doi else ""
    yield "identifier", f"urn:ISBN:{notice.isbn}" if notice.isbn else ""
    for lien in notice.liens.all():
        yield "identifier" if lien.genre in _LE_DOCUMENT else "relation", lien.adresse
    yield "relation", f"urn:ISSN:{notice.issn}" if notice.issn else ""
    yield "identifier", absolue(notice.get_absolute_url())


def _source(notice: Notice) -> str:
    """Where the document stands, as one line."""
    if not notice.publication:
        return notice.collection
    pages = f"p. {notice.pages}" if notice.pages else ""
    morceaux = (notice.publication, notice.volume, notice.numero, en_clair(notice.date), pages)
    return ", ".join(morceau for morceau in morceaux if morceau)
