"""LHEO 2.3, the French exchange format of training offers: one `formation` per module.

The rules restated in `lheo-2.3-extrait.xsd` come from the public definition of the language
(http://lheo.gouv.fr/2.3). A module of the chart is a model that no organisation offers yet: where the
language demands what nobody knows, it gets what the language has for unknown (docs/nuancier-exports.md).
"""

from collections.abc import Iterable, Iterator

from lxml import etree

from nuancier.calculs import dire_duree, dire_format, dire_jauge, dire_mixite, dire_publics
from nuancier.enums import Format, Mixite, Public
from nuancier.exports.selection import Selection, adresse_de
from nuancier.exports.xml import borner
from nuancier.fiches import FicheModule, FicheTeinte

ESPACE = "http://lheo.gouv.fr/2.3"
TEXTE, COURT = 3000, 250
NON, OUI = "0", "1"
INCONNU_DEBUT, INCONNU_FIN = "00000000", "99999999"
NIVEAU_NON_COMMUNIQUE = "0"
NUMERO_INCONNU, SIRET_INCONNU, POSTAL_INCONNU = "9" * 11, "0" * 14, "0" * 5
RIEN = "-"  # what published offers write where a text is compulsory
A_PRECISER = "À préciser par l’organisme qui proposera ce module"
LIEU = "À préciser"
# « Tout public » in the FORMACODE of Centre Inffo; who is meant stands in info-public-vise.
PUBLIC, VERSION_FORMACODE = "83056", "V13"
PRESENTIEL, MIXTE, A_DISTANCE = "0", "1", "2"
EN_GROUPE, PARCOURS_MIXTE = "1", "4"


class _Noeud:
    """An element under construction: children are added in the order of the language."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element

    def dans(self, nom: str, **attributs: str) -> "_Noeud":
        return _Noeud(etree.SubElement(self.element, f"{{{ESPACE}}}{nom}", attributs))

    def dire(self, nom: str, texte: str, longueur: int = COURT, **attributs: str) -> None:
        self.dans(nom, **attributs).element.text = borner(texte, longueur) or RIEN


def en_lheo(selection: Selection) -> bytes:
    """The document, UTF-8."""
    racine = etree.Element(f"{{{ESPACE}}}lheo", nsmap={None: ESPACE})
    lheo = _Noeud(racine)
    offres = lheo.dans("offres")
    for fiche, module in _modules(selection.fiches):
        _formation(offres.dans("formation", numero=_numero(fiche, module)), selection, fiche, module)
    _source(lheo, selection)
    return etree.tostring(racine, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _modules(fiches: Iterable[FicheTeinte]) -> Iterator[tuple[FicheTeinte, FicheModule]]:
    """A teinte without module is offered as it stands, its format unknown to it: as a workshop."""
    for fiche in fiches:
        for module in fiche.modules or (FicheModule(cle="teinte", format=Format.ATELIER),):
            yield fiche, module


def _numero(fiche: FicheTeinte, module: FicheModule) -> str:
    """Stable: the code of the teinte and the key of the module in it."""
    return f"{fiche.code}-{module.cle}"


def _source(parent: _Noeud, selection: Selection) -> None:
    """What the language does not foresee: source and licence."""
    nuancier = selection.nuancier
    extras = parent.dans("extras", info="source et licence")
    for info, texte in (
        ("source", f"{nuancier.titre}, {nuancier.auteur}, {nuancier.programme}"),
        ("attribution", nuancier.attribution),
        ("licence", f"{nuancier.licence} ({nuancier.licence_nom})"),
        ("texte de la licence", nuancier.licence_adresse),
        ("adresse", selection.adresse),
    ):
        extras.dire("extra", texte, TEXTE, info=info)


def _puces(textes: Iterable[str]) -> str:
    return "\n".join(f"- {texte}" for texte in textes)


def _parties(*parties: tuple[str, Iterable[str]]) -> str:
    """Titled lists; those that say nothing are left out."""
    return "\n\n".join(f"{titre}\u00a0:\n{puces}" for titre, lignes in parties if (puces := _puces(lignes)))


def _formation(f: _Noeud, selection: Selection, fiche: FicheTeinte, module: FicheModule) -> None:
    adresse = adresse_de(fiche.code)
    f.dans("domaine-formation")
    f.dire("intitule-formation", module.titre or fiche.titre, 255)
    f.dire("objectif-formation", _puces(fiche.finalites) or fiche.resume or fiche.titre, TEXTE)
    acquis = _parties(("Compétences et savoir-faire", fiche.competences), ("Savoir-être", fiche.savoir_etre))
    f.dire("resultats-attendus", acquis or "Aucune certification\u00a0; à préciser par l’organisme.", TEXTE)
    contenu = _parties(("Contenus", fiche.contenus), ("Déroulé", module.deroule))
    f.dire("contenu-formation", contenu or fiche.resume or fiche.titre, TEXTE)
    f.dire("certifiante", NON)
    _web(f.dans("contact-formation").dans("coordonnees"), adresse)
    mixte = module.format == Format.EN_LIGNE
    f.dire("parcours-de-formation", PARCOURS_MIXTE if mixte else EN_GROUPE)
    f.dire("code-niveau-entree", NIVEAU_NON_COMMUNIQUE)
    f.dans("url-formation").dire("urlweb", adresse, 400)
    _action(f.dans("action", numero=_numero(fiche, module)), module)
    _organisme(f.dans("organisme-formation-responsable"))
    f.dire("identifiant-module", _numero(fiche, module), TEXTE)
    _source(f, selection)


def _action(a: _Noeud, module: FicheModule) -> None:
    duree = ", ".join(filter(None, [dire_duree(module), module.duree_precision]))
    a.dire("rythme-formation", duree or "À préciser", TEXTE)
    a.dire("code-public-vise", PUBLIC, 5, ref=VERSION_FORMACODE)
    a.dire("info-public-vise", _public(module))
    a.dire("niveau-entree-obligatoire", NON)
    a.dire("modalites-alternance", "Sans alternance", TEXTE)
    a.dire("modalites-enseignement", _enseignement(module))
    a.dire("conditions-specifiques", _conditions(module), TEXTE)
    a.dire("prise-en-charge-frais-possible", NON)
    a.dire("modalites-entrees-sorties", "0")
    _session(a.dans("session"))
    a.dire("modalites-pedagogiques", _pedagogie(module), 200)
    if duree:
        a.dire("duree-indicative", duree, 150)


def _public(module: FicheModule) -> str:
    return ". ".join(filter(None, ["Agents publics", dire_publics(module), module.publics_precision]))


def _enseignement(module: FicheModule) -> str:
    if module.format == Format.EN_LIGNE:
        return MIXTE if module.presentiel_possible else A_DISTANCE
    return MIXTE if module.en_ligne_complement else PRESENTIEL


def _conditions(module: FicheModule) -> str:
    """« aucune » is the word of the language."""
    dits = []
    if Public.SENSIBILISES in module.publics:
        dits.append("Être déjà sensibilisé à l’innovation publique.")
    if module.mixite == Mixite.REQUISE:
        dits.append(f"Mixité {dire_mixite(module)}.")
    return " ".join(dits) or "aucune"


def _pedagogie(module: FicheModule) -> str:
    dits = (dire_format(module), module.presentiel_precision, module.en_ligne_complement, dire_jauge(module))
    return ". ".join(dit.strip().rstrip(".") for dit in dits if dit)


def _session(session: _Noeud) -> None:
    periode = session.dans("periode")
    periode.dire("debut", INCONNU_DEBUT)
    periode.dire("fin", INCONNU_FIN)
    adresse = session.dans("adresse-inscription").dans("adresse")
    adresse.dire("ligne", LIEU, 50)
    adresse.dire("codepostal", POSTAL_INCONNU, 5)
    adresse.dire("ville", LIEU, 50)


def _organisme(o: _Noeud) -> None:
    o.dire("numero-activite", NUMERO_INCONNU, 11)
    o.dans("SIRET-organisme-formation").dire("SIRET", SIRET_INCONNU, 14)
    o.dire("nom-organisme", A_PRECISER)
    o.dire("raison-sociale", A_PRECISER)
    o.dans("coordonnees-organisme").dans("coordonnees").dire("ligne", LIEU, 50)
    o.dans("contact-organisme").dans("coordonnees").dire("ligne", LIEU, 50)


def _web(coordonnees: _Noeud, adresse: str) -> None:
    coordonnees.dans("web").dire("urlweb", adresse, 400)
