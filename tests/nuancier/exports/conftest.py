"""The chart as it is shipped, and a teinte whose every text is hostile."""

from dataclasses import replace

import pytest

from nuancier.exports.selection import Selection, selectionner
from nuancier.fiches import FicheCitation, FicheLacune, FicheTeinte
from tests.outils.teintes import FICHE, MODULE, RESSOURCE, creer_teinte

LONG = ("très long, " * 14).strip()


@pytest.fixture
def tout(contenu: None) -> Selection:
    """The eighteen teintes."""
    selection = selectionner("tout", None)
    assert selection is not None
    return selection


HOSTILES = (
    '=HYPERLINK("http://x.example";"cliquez")',
    "+1",
    "@SUM(A1)",
    "'déjà protégé",
    "-2",
    "# Titre",
    "## CHAMP LEXICAL",
    "TEINTE N° 9.9",
    "- puce",
    "• Titre",
    "1. un",
    "a ; b, c | d",
    "<script>alert(1)</script> & ]]> <![CDATA[",
    "*gras* _italique_ `code` [lien](http://x.example)",
    "C:\\nouveau \\\\ n",
    "Clé : autre",
    "« été » à l’œuvre… 🎨",
    "deux\nlignes",
)


@pytest.fixture
def hostile(db: None) -> FicheTeinte:
    """A whole teinte that tries to get out of every format; a second module beside the first."""
    ressource = replace(
        RESSOURCE,
        titre="=1+1 • <b>Titre</b> : sous-titre",
        auteurs=("Clé : x", "-Aline", "B. ; C."),
        role="direction\tet suite",
        dans="\\n n’est pas une ligne",
    )
    autre = replace(MODULE, cle="sans-titre", titre="", format="en_ligne", deroule=(), publics=(), profils=())
    fiche = replace(
        FICHE,
        titre="=cmd|' /C calc'!A0 <titre> ]]>",
        titre_court="# TEINTE N° 1.1",
        resume="Une phrase.\nPuis une autre & <b>la suite</b> ]]>. " + LONG,
        contenus=HOSTILES,
        lexique=("* puce", "&amp;"),
        lacunes=(FicheLacune("references", "a_completer", "Ressources : voir — plus loin"),),
        modules=(replace(MODULE, titre="- ]]> « guillemets »", deroule=HOSTILES[:4]), autre),
        ressources=(FicheCitation(ressource, "page 3 : <là>"),),
    )
    creer_teinte(**{nom: getattr(fiche, nom) for nom in fiche.__dataclass_fields__ if nom != "code"})
    return fiche


@pytest.fixture
def hostile_choisie(hostile: FicheTeinte) -> Selection:
    selection = selectionner("teinte:4.1", None)
    assert selection is not None
    return selection
