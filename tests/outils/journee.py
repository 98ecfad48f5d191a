"""A whole evaluation walked by its people on real screens: what each typed, what each asked for."""

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, Request, expect

from communs.collectivites.models import Compte


def _mots(nom: str, *, exact: bool = False) -> re.Pattern[str]:
    """These words, whatever spaces stand between them; a field also says whether it must be filled."""
    mots = r"\s+".join(re.escape(mot) for mot in nom.split())
    return re.compile(rf"^\s*{mots}(\s+(obligatoire|facultatif))?\s*$" if exact else mots)


class Journee:
    """What everybody did so far. Nothing that one person typed is typed again by anybody."""

    def __init__(self, ouvrir: Callable[..., Page]) -> None:
        self._ouvrir = ouvrir
        self.saisies: dict[str, str] = {}
        self.adresses: dict[tuple[str, str], str] = {}

    def entre(self, nom: str, chemin: str, compte: Compte | None = None, largeur: int = 1440) -> "Personne":
        """This person opens her browser at this address."""
        page = self._ouvrir("/sante/vivant/", compte=compte, largeur=largeur)
        personne = Personne(self, nom, page)
        page.on("request", lambda requete: self._retenir(personne, requete))
        personne.va(chemin)
        return personne

    def _retenir(self, qui: "Personne", requete: Request) -> None:
        if requete.is_navigation_request() and requete.frame == qui.page.main_frame:
            chemin = urlsplit(requete.url)
            adresse = f"{chemin.path}?{chemin.query}" if chemin.query else chemin.path
            self.adresses.setdefault((requete.method, adresse), qui.nom)


class Personne:
    """Somebody in front of her screen; names are those that she reads on buttons, links and fields."""

    def __init__(self, journee: Journee, nom: str, page: Page) -> None:
        self.journee, self.nom, self.page = journee, nom, page
        self.site = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))

    @property
    def ici(self) -> str:
        return urlsplit(self.page.url).path

    def va(self, chemin: str) -> None:
        self.page.goto(self.site + chemin)

    def suit(self, lien: str, dans: Locator | None = None, exact: bool = False) -> None:
        with self.page.expect_navigation():
            (dans or self.page).get_by_role("link", name=_mots(lien, exact=exact)).first.click()

    def appuie(self, bouton: str, dans: Locator | None = None) -> None:
        """Press a button that sends a form, and wait for the page that answers."""
        with self.page.expect_navigation():
            (dans or self.page).get_by_role("button", name=_mots(bouton)).first.click()

    def deplie(self, titre: str, dans: Locator | None = None) -> None:
        (dans or self.page).locator("summary", has_text=titre).first.click()

    def champ(self, nom: str, dans: Locator | None = None) -> Locator:
        """The field of this name; of that which begins so, where its label says more."""
        ici = dans or self.page.get_by_role("main")
        exact = ici.get_by_label(_mots(nom, exact=True))
        return exact.first if exact.count() else ici.get_by_label(_mots(nom)).first

    def ecrit(self, champ: str, texte: str, dans: Locator | None = None) -> None:
        assert texte not in self.journee.saisies, (
            f"{self.nom} retape ce que {self.journee.saisies[texte]} a déjà écrit : {texte}"
        )
        self.journee.saisies[texte] = self.nom
        self.champ(champ, dans).fill(texte)

    def date(self, champ: str, le: date) -> None:
        self.ecrit(champ, le.isoformat())

    def regle(self, champ: str, valeur: str, dans: Locator | None = None) -> None:
        """A number, an hour, dice: two people may well give the same."""
        self.champ(champ, dans).fill(valeur)

    def coche(self, *noms: str, dans: Locator | None = None) -> None:
        for nom in noms:
            self.champ(nom, dans).check()

    def choisit(self, champ: str, option: str, dans: Locator | None = None) -> None:
        """By what the option says, or the beginning of it."""
        liste = self.champ(champ, dans)
        valeur = liste.evaluate("(l, t) => [...l.options].find((o) => o.text.includes(t)).value", option)
        liste.select_option(valeur)

    def lit(self, *textes: str) -> None:
        for texte in textes:
            expect(self.page.locator("body")).to_contain_text(texte)

    def trouve(self, champ: str, valeur: str, dans: Locator | None = None) -> None:
        """The field already holds what was typed elsewhere."""
        expect(self.champ(champ, dans)).to_have_value(valeur)

    def ne_lit_pas(self, *textes: str) -> None:
        for texte in textes:
            expect(self.page.locator("body")).not_to_contain_text(texte)
