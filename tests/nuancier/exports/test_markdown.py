"""Markdown: a real parser finds every text where it belongs, and nothing that a text made up."""

from dataclasses import replace

from markdown_it import MarkdownIt

from nuancier.enums import BIBLIOGRAPHIES, LISTES
from nuancier.exports.markdown import en_markdown, sur_une_ligne
from nuancier.exports.notices import lire_citation, lire_lacune, lire_module, separer
from nuancier.fiches import FicheTeinte

ADMIS = (
    *("text", "text_special", "softbreak", "hardbreak"),
    *("strong_open", "strong_close", "link_open", "link_close"),
)


def _texte(jeton) -> str:
    morceaux = []
    for enfant in jeton.children or ():
        assert enfant.type in ADMIS, enfant
        morceaux.append("\n" if enfant.type.endswith("break") else enfant.content)
    return "".join(morceaux)


class Lecteur:
    """What the import must understand, written from docs/nuancier-exports.md."""

    def __init__(self, texte: str) -> None:
        self.fiches: list[FicheTeinte] = []
        self.familles: list[str] = []
        self.section = self.sous_section = ""
        self.code = ""
        self.brut: dict = {}
        jetons = MarkdownIt("commonmark").parse(texte)
        profondeur, genre = 0, ""
        for jeton in jetons:
            assert jeton.type not in ("html_block", "fence", "code_block", "hr", "ordered_list_open"), jeton
            profondeur += {"bullet_list_open": 1, "bullet_list_close": -1}.get(jeton.type, 0)
            if jeton.type in ("heading_open", "paragraph_open", "blockquote_open"):
                genre = f"{jeton.type}{jeton.tag}"
            if jeton.type == "inline":
                self.lire(genre, profondeur, _texte(jeton))
        self.finir()

    def lire(self, genre: str, profondeur: int, texte: str) -> None:
        if genre == "heading_openh1":
            if self.code and not self.brut:
                self.brut = {"code": self.code, "titre": texte, "entete": [], "modules": []}
            else:
                self.finir()
                self.familles.append(texte)
        elif genre == "heading_openh2":
            self.section, self.sous_section = texte, ""
            if self.brut and texte == "EXEMPLE DE MODULE":
                self.brut["modules"].append({"titre": "", "MODALITÉS": [], "DÉROULÉ": []})
        elif genre == "heading_openh3":
            self.sous_section = texte
        elif profondeur == 0 and texte.startswith("TEINTE N°"):
            self.finir()
            self.code = texte.removeprefix("TEINTE N°").strip()
        elif self.brut:
            self.item(profondeur, texte)

    def item(self, profondeur: int, texte: str) -> None:
        if self.section == "EXEMPLE DE MODULE":
            module = self.brut["modules"][-1]
            if profondeur == 0:
                module["titre"] = texte.removeprefix("«\u00a0").removesuffix("\u00a0»")
            else:
                module[self.sous_section].append(texte)
        elif self.section in ("RESSOURCES", "RÉFÉRENCES INSPIRANTES"):
            notices = self.brut.setdefault(self.section, [])
            if profondeur == 1:
                notices.append((texte, []))
            else:
                notices[-1][1].append(separer(texte))
        else:
            self.brut.setdefault(self.section or "entete", []).append(texte)

    def finir(self) -> None:
        brut, self.brut, self.section = self.brut, {}, ""
        if not brut:
            return
        entete = dict(separer(texte) for texte in brut["entete"])
        parties = {p.value: tuple(brut.get(str(p.label).upper(), ())) for p in LISTES}
        parties |= {
            p.value: tuple(lire_citation(*notice) for notice in brut.get(str(p.label).upper(), ()))
            for p in BIBLIOGRAPHIES
        }
        self.fiches.append(
            FicheTeinte(
                code=brut["code"],
                titre=brut["titre"],
                titre_court=entete["Titre court"],
                resume=entete.get("Résumé", ""),
                lacunes=tuple(map(lire_lacune, brut.get("LACUNES", ()))),
                modules=tuple(
                    lire_module(m["titre"], [separer(t) for t in m["MODALITÉS"]], m["DÉROULÉ"])
                    for m in brut["modules"]
                ),
                **parties,
            )
        )
        self.code = ""


def test_the_eighteen_teintes_can_be_read_back(tout):
    lu = Lecteur(en_markdown(tout))
    assert tuple(lu.fiches) == tout.fiches
    assert lu.familles == [chapitre.famille.nom for chapitre in tout.chapitres]


def test_hostile_texts_become_no_structure(hostile_choisie, hostile):
    (fiche,) = Lecteur(en_markdown(hostile_choisie)).fiches
    ressource = hostile.ressources[0].ressource
    attendue = replace(
        hostile,
        resume=sur_une_ligne(hostile.resume),
        contenus=tuple(map(sur_une_ligne, hostile.contenus)),
        ressources=(
            replace(hostile.ressources[0], ressource=replace(ressource, role=sur_une_ligne(ressource.role))),
        ),
    )
    assert fiche == attendue


def test_the_document_opens_with_its_source_and_licence(tout):
    debut = en_markdown(tout).split("\n\n")[0]
    for dit in (tout.nuancier.auteur, tout.nuancier.licence_adresse, tout.nuancier.licence, tout.adresse):
        assert dit in debut


def test_an_introduction_that_names_a_teinte_opens_none(tout):
    famille = tout.familles[1]
    famille.introduction = "TEINTE N° 9.9\n\n# Titre\n\n- puce\n\n===\n\n    code"
    lu = Lecteur(en_markdown(tout))
    assert [fiche.code for fiche in lu.fiches] == [fiche.code for fiche in tout.fiches]
    assert len(lu.familles) == 7
