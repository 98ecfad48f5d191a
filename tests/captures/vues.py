"""The pictures of README.md and of the guides: where each is taken, by whom, and what of it is kept.

Addresses are those of the demonstration; `{dossier}`, `{fete}` and `{rapport}` are found by the command.
"""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

Gestes = Callable[[Page], None]

EVALUATEUR, APPLICATEUR = "maelle@port-lumiere.example", "yanis@port-lumiere.example"
ALICE, DOCUMENTALISTE = "alice@port-lumiere.example", "denise@vigie.example"


def rien(page: Page) -> None:
    """The page as it opens."""


@dataclass(frozen=True)
class Vue:
    """One picture: `nom` under docs/images/, kept from the top of `cadre`, `hauteur` pixels at most."""

    nom: str
    chemin: str
    qui: str = ""  # the account that looks; nobody by default
    cadre: str = "body"
    hauteur: int = 760
    largeur: int = 1000
    gestes: Gestes = rien
    sombre: bool = False


def remplir_un_indice(page: Page) -> None:
    page.get_by_label("Verbatim").or_(page.locator("textarea[name=texte]")).first.fill(
        "« Je viens surtout pour parler au chauffeur. »"
    )
    page.get_by_text("Accord donné").first.click()
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")


def ouvrir_une_contribution(page: Page) -> None:
    page.locator(".enquete-file h3 a").first.click()
    page.wait_for_load_state("load")


def ouvrir_les_avis(page: Page) -> None:
    avis = page.locator(".option-du-comite details")
    if avis.count():
        avis.first.locator("summary").click()


def cocher_une_reponse(page: Page) -> None:
    page.locator("fieldset").first.locator("input[type=radio]").nth(1).evaluate("e => e.click()")


def evaluateur(nom: str, chemin: str, **suite: object) -> Vue:
    return Vue(f"guide/{nom}", chemin, qui=EVALUATEUR, **suite)  # type: ignore[arg-type]


def applicateur(nom: str, chemin: str, **suite: object) -> Vue:
    return Vue(f"guide/{nom}", chemin, qui=APPLICATEUR, **suite)  # type: ignore[arg-type]


DU_GUIDE = (
    evaluateur("mon-espace", "/espace/", cadre="main"),
    evaluateur("ou-on-en-est", "{dossier}", cadre=".au-travail", hauteur=900),
    evaluateur("participants", "{dossier}participants/", cadre="main .titre-2"),
    evaluateur("cadrage", "{dossier}cadrage/", cadre="main .titre-2"),
    evaluateur(
        "deposer",
        "{dossier}collecte/deposer/photo/",
        cadre="main",
        largeur=420,
        hauteur=1140,
        gestes=remplir_un_indice,
    ),
    evaluateur("mur-des-indices", "{dossier}collecte/", cadre=".tete-de-section"),
    evaluateur("compilation", "{dossier}collecte/compilation/", cadre=".tete-de-section", hauteur=900),
    evaluateur("enquete", "{dossier}enquete/", cadre=".tete-de-section"),
    evaluateur(
        "contribution",
        "{dossier}enquete/contributions/",
        cadre=".tete-de-section",
        hauteur=960,
        gestes=ouvrir_une_contribution,
    ),
    evaluateur("relais", "{dossier}enquete/relais/", cadre="main .titre-2"),
    evaluateur("rapport-final", "{dossier}rapport/", cadre="main .titre-2"),
    evaluateur("conclave", "{dossier}conclave/", cadre=".conclave-tete", hauteur=900),
    evaluateur(
        "comite-final", "{dossier}suivi/comite/", cadre="main .titre-2", hauteur=900, gestes=ouvrir_les_avis
    ),
    evaluateur("composer", "{dossier}desirable/composer/", cadre="main .titre-2", hauteur=900),
    Vue("guide/rapport-public", "{rapport}", hauteur=1060),
    evaluateur("mur-de-la-fete", "{fete}mur/", cadre=".dossier", hauteur=900),
    applicateur("mon-espace-applicateur", "/espace/", cadre="main"),
    applicateur("tableau-martyr", "{dossier}conclave/tableau/", cadre=".martyr", hauteur=1000),
    applicateur("tableau-de-suivi", "{dossier}suivi/", cadre="main .titre-2", largeur=1200),
    applicateur("en-retard", "{dossier}suivi/?vue=retard", cadre=".vues", largeur=1200, hauteur=560),
    applicateur("calendrier", "{dossier}suivi/calendrier/", cadre="main .titre-2", largeur=1200),
    applicateur("versions", "{dossier}suivi/versions/", cadre="main .titre-2", hauteur=1200),
    applicateur("programme-de-la-fete", "{fete}", cadre="#programme"),
)
DU_LISEZMOI: tuple[Vue, ...] = (
    Vue("accueil", "/", largeur=1280, hauteur=900),
    Vue("feuille", "/sonar/test/", largeur=1280, hauteur=900, gestes=cocher_une_reponse),
    Vue("resultat", "{resultat}", largeur=1280, hauteur=900),
    Vue("sonar", "/sonar/", largeur=1280, hauteur=2060),
    Vue("carte", "/sonar/carte/", cadre="#la-carte", largeur=1280, hauteur=860),
    Vue("trajectoire", "/sonar/trajectoire/", largeur=1280, hauteur=900),
    Vue("espace", "/espace/port-lumiere/services/", qui=ALICE, largeur=1280, hauteur=900),
    Vue("nuit", "/sonar/test/", largeur=390, hauteur=820, sombre=True),
    Vue("nuancier", "/nuancier/", largeur=1280, hauteur=800),
    Vue("teinte", "/nuancier/teintes/1.4/", largeur=1280, hauteur=800),
    Vue("eclaireurs", "/eclaireurs/", largeur=1280, hauteur=900),
    Vue("suivi", "{dossier}suivi/", qui=APPLICATEUR, cadre="main .titre-2", largeur=1280, hauteur=900),
    Vue(
        "collecte", "{dossier}collecte/", qui=EVALUATEUR, cadre=".tete-de-section", largeur=1280, hauteur=900
    ),
    Vue("veille", "/veille/", largeur=1280, hauteur=900),
    Vue("numero", "/veille/en-quelques-clics/hors-serie-2/", largeur=1280, hauteur=900),
    Vue("base", "/veille/atelier/notices/", qui=DOCUMENTALISTE, largeur=1280, hauteur=900),
)
VUES = (*DU_GUIDE, *DU_LISEZMOI)
