"""What of a teinte is searched: its texts by part, its keywords."""

from nuancier.enums import Partie
from nuancier.models import Citation, Module, Teinte

# Parts of the index that are no part of the page.
TITRE, FAMILLE, RESUME = "titre", "famille", "resume"
# What each part weighs when one ranks (PostgreSQL's letters).
POIDS: dict[str, str] = {
    TITRE: "A",
    FAMILLE: "B",
    Partie.LEXIQUE.value: "B",
    RESUME: "C",
    Partie.FINALITES.value: "C",
    Partie.COMPETENCES.value: "C",
    Partie.SAVOIR_ETRE.value: "C",
    Partie.CONTENUS.value: "C",
    Partie.MODULE.value: "C",
    Partie.FORMATEURS.value: "D",
    Partie.RESSOURCES.value: "D",
    Partie.REFERENCES.value: "D",
}
# The few words that say what a teinte is about: a broad search ranks by these alone.
TETE: tuple[str, ...] = (TITRE, FAMILLE, Partie.LEXIQUE.value)


def textes(teinte: Teinte) -> dict[str, list[str]]:
    """The texts of a teinte obtained with `entieres()`, by part: every part is there, if only empty."""
    lus: dict[str, list[str]] = {partie: [] for partie in POIDS}
    lus[TITRE] = [teinte.code, teinte.titre, teinte.titre_court]
    lus[FAMILLE] = [teinte.famille.nom]
    lus[RESUME] = [teinte.resume]
    for element in sorted(teinte.elements.all(), key=lambda e: e.rang):
        lus[element.partie].append(element.texte)
    for module in teinte.modules.all():
        lus[Partie.MODULE.value] += _textes_du_module(module)
        lus[Partie.FORMATEURS.value].append(module.profil)
    for citation in sorted(teinte.citations.all(), key=lambda c: (c.rang, c.pk)):
        lus[citation.partie].append(_texte_de(citation))
    return {partie: [texte for texte in lignes if texte] for partie, lignes in lus.items()}


def lexique(teinte: Teinte) -> list[str]:
    """Its keywords, sorted, once each."""
    return sorted({e.texte for e in teinte.elements.all() if e.partie == Partie.LEXIQUE})


def _textes_du_module(module: Module) -> list[str]:
    precisions = (
        module.presentiel_precision,
        module.duree_precision,
        module.en_ligne_complement,
        module.jauge_precision,
        module.mixite_precision,
        module.publics_precision,
    )
    return [module.titre, *(etape.texte for etape in module.etapes.all()), *precisions]


def _texte_de(citation: Citation) -> str:
    lue = citation.ressource
    morceaux = (lue.titre, *lue.auteurs, lue.editeur, lue.dans, *lue.organismes, citation.precision)
    return ", ".join(morceau for morceau in morceaux if morceau)
