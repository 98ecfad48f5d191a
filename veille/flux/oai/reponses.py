"""The answers of the repository, as XML."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from veille.flux.oai import dublin_core, entrepot, jetons, protocole
from veille.flux.oai.jetons import Reprise
from veille.flux.oai.protocole import Demande, ErreurOai
from veille.flux.textes import absolue
from veille.models import Notice

ESPACE = "http://www.openarchives.org/OAI/2.0/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
GRANULARITE = "YYYY-MM-DDThh:mm:ssZ"
# The request is not repeated in an answer that says it could not be read.
_SANS_ECHO = ("badVerb", "badArgument")


def repondre(recus: Mapping[str, Sequence[str]]) -> bytes:
    """The whole answer to these arguments; a refusal is an answer too."""
    racine = etree.Element(_nom("OAI-PMH"), nsmap={None: ESPACE, "xsi": dublin_core.XSI})
    racine.set(f"{{{dublin_core.XSI}}}schemaLocation", f"{ESPACE} {SCHEMA}")
    _ajouter(racine, "responseDate", _instant(timezone.now()))
    requete = _ajouter(racine, "request", absolue(reverse("veille:oai")))
    try:
        demande = protocole.lire(recus)
        echo = {"verb": demande.verbe, **demande.arguments}
        corps = etree.Element(_nom(demande.verbe))
        _VERBES[demande.verbe](corps, demande)
    except ErreurOai as erreur:
        corps = etree.Element(_nom("error"), code=erreur.code)
        corps.text = erreur.message
        if erreur.code in _SANS_ECHO:
            echo = {}
    for nom, valeur in echo.items():
        requete.set(nom, valeur)
    racine.append(corps)
    return etree.tostring(racine, xml_declaration=True, encoding="UTF-8")


def _nom(balise: str) -> str:
    return f"{{{ESPACE}}}{balise}"


def _ajouter(parent: etree._Element, balise: str, texte: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, _nom(balise))
    element.text = texte
    return element


def _instant(quand: datetime) -> str:
    return quand.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _identifier(corps: etree._Element, demande: Demande) -> None:
    contact = parseaddr(settings.VIGIE_EDITEUR["contact"])[1]
    expediteur = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    _ajouter(corps, "repositoryName", "Vigie, la veille")
    _ajouter(corps, "baseURL", absolue(reverse("veille:oai")))
    _ajouter(corps, "protocolVersion", "2.0")
    _ajouter(corps, "adminEmail", contact if "@" in contact else expediteur)
    _ajouter(corps, "earliestDatestamp", _instant(entrepot.plus_ancienne()))
    _ajouter(corps, "deletedRecord", "persistent")
    _ajouter(corps, "granularity", GRANULARITE)


def _formats(corps: etree._Element, demande: Demande) -> None:
    if "identifier" in demande.arguments:
        entrepot.trouver(demande.arguments["identifier"])
    format_ = _ajouter(corps, "metadataFormat")
    _ajouter(format_, "metadataPrefix", dublin_core.PREFIXE)
    _ajouter(format_, "schema", dublin_core.SCHEMA)
    _ajouter(format_, "metadataNamespace", dublin_core.ESPACE)


def _ensembles(corps: etree._Element, demande: Demande) -> None:
    if demande.arguments:
        raise ErreurOai("badResumptionToken", "La liste des ensembles tient en une page.")
    ensembles = entrepot.ensembles()
    if not ensembles:
        raise ErreurOai("noSetHierarchy", "Aucun ensemble pour l’instant.")
    for spec, nom in ensembles:
        ensemble = _ajouter(corps, "set")
        _ajouter(ensemble, "setSpec", spec)
        _ajouter(ensemble, "setName", nom)


def _notice(corps: etree._Element, demande: Demande) -> None:
    notice = entrepot.trouver(demande.arguments["identifier"])
    _verifier_format(demande.arguments["metadataPrefix"])
    _fiche(corps, notice)


def _verifier_format(prefixe: str) -> None:
    if prefixe != dublin_core.PREFIXE:
        raise ErreurOai("cannotDisseminateFormat", "Le seul format est oai_dc.")


def _entete(parent: etree._Element, notice: Notice) -> None:
    entete = _ajouter(parent, "header")
    if entrepot.effacee(notice):
        entete.set("status", "deleted")
    _ajouter(entete, "identifier", entrepot.identifiant(notice))
    _ajouter(entete, "datestamp", _instant(notice.modifie_le))
    for spec in entrepot.ensembles_de(notice):
        _ajouter(entete, "setSpec", spec)


def _fiche(parent: etree._Element, notice: Notice) -> None:
    """A record; of a deleted one, the header alone."""
    fiche = _ajouter(parent, "record")
    _entete(fiche, notice)
    if not entrepot.effacee(notice):
        _ajouter(fiche, "metadata").append(dublin_core.en_xml(notice))


def _lister(montrer: Callable[[etree._Element, Notice], None]) -> Callable[[etree._Element, Demande], None]:
    """A list verb, by what it shows of each notice."""

    def liste(corps: etree._Element, demande: Demande) -> None:
        reprise = _reprise(demande)
        notices, suite = entrepot.page(reprise)
        lues = list(notices)
        if not lues:
            raise ErreurOai("noRecordsMatch", "Aucune notice ne répond à cette demande.")
        for notice in lues:
            montrer(corps, notice)
        if suite or reprise.dernier is not None:
            _jeton(corps, reprise, lues, suite)

    return liste


def _reprise(demande: Demande) -> Reprise:
    """The list asked for, at its start or where its token says."""
    arguments = demande.arguments
    if "resumptionToken" in arguments:
        return jetons.lire(arguments["resumptionToken"], demande.verbe)
    reprise = Reprise(
        demande.verbe,
        arguments["metadataPrefix"],
        arguments.get("set"),
        arguments.get("from"),
        arguments.get("until"),
    )
    protocole.bornes(reprise.de, reprise.a)  # bad dates are told before the rest
    _verifier_format(reprise.format)
    return replace(reprise, total=entrepot.compter(reprise))


def _jeton(corps: etree._Element, reprise: Reprise, lues: Sequence[Notice], suite: bool) -> None:
    """The token of the next page; the last page has an empty one."""
    texte = None
    if suite:
        texte = jetons.ecrire(
            replace(
                reprise,
                apres=lues[-1].modifie_le.isoformat(),
                cle=lues[-1].pk,
                donnees=reprise.donnees + len(lues),
            )
        )
    jeton = _ajouter(corps, "resumptionToken", texte)
    if suite:
        jeton.set("expirationDate", _instant(timezone.now() + jetons.DUREE))
    jeton.set("completeListSize", str(reprise.total))
    jeton.set("cursor", str(reprise.donnees))


_VERBES: Mapping[str, Callable[[etree._Element, Demande], None]] = {
    "Identify": _identifier,
    "ListMetadataFormats": _formats,
    "ListSets": _ensembles,
    "GetRecord": _notice,
    "ListIdentifiers": _lister(_entete),
    "ListRecords": _lister(_fiche),
}
