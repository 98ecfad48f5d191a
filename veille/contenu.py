"""How `fixtures/veille.yaml` becomes rows."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from communs.echanges.corpus import Cle, Corpus, Ligne, recommandations
from communs.echanges.yaml_lignes import Carte
from veille.models import Numero
from veille.publications import faire_connaitre

_A_PART = ("cle", "auteurs", "moments", "liens", "themes")


def _lignes(document: Carte) -> Iterable[Ligne]:
    for theme in document.cartes("themes"):
        yield Ligne("veille.Theme", {"cle": theme["cle"]}, theme.sauf("cle"), theme.no)
    for notice in document.cartes("notices"):
        yield from _notice(notice)
    for bulletin in document.cartes("bulletins"):
        cle = {"cle": bulletin["cle"]}
        yield Ligne("veille.Bulletin", cle, bulletin.sauf("cle", "numeros"), bulletin.no)
        for numero in bulletin.cartes_si("numeros"):
            yield from _numero(numero, Cle("veille.Bulletin", cle))
    for ligne in document.cartes_si("rapprochements"):
        rapproche = Cle("veille.Theme", {"cle": ligne["theme"]})
        for origine in ligne.cartes("depuis"):
            yield Ligne(
                "veille.Rapprochement",
                {"theme": rapproche, "origine_type": origine["type"], "origine_cle": str(origine["cle"])},
                {},
                origine.no,
            )
    yield from recommandations(document.cartes_si("recommandations"))


def _notice(notice: Carte) -> Iterable[Ligne]:
    cle = {"cle": notice["cle"]}
    yield Ligne("veille.Notice", cle, notice.sauf(*_A_PART), notice.no)
    parent = {"notice": Cle("veille.Notice", cle)}
    for rang, auteur in enumerate(notice.cartes_si("auteurs"), 1):
        champs = auteur.sauf("organisme")
        if "organisme" in auteur:
            champs |= {"nom": auteur["organisme"], "organisme": True}
        yield Ligne("veille.Contribution", parent | {"rang": rang}, champs, auteur.no)
    for modele, nom in (("veille.Moment", "moments"), ("veille.Lien", "liens")):
        for rang, ligne in enumerate(notice.cartes_si(nom), 1):
            yield Ligne(modele, parent | {"rang": rang}, ligne, ligne.no)
    for theme in notice.get("themes", ()):
        yield Ligne(
            "veille.Classement", parent | {"theme": Cle("veille.Theme", {"cle": theme})}, {}, notice.no
        )


def _numero(numero: Carte, bulletin: Cle) -> Iterable[Ligne]:
    cle = {"bulletin": bulletin, "cle": numero["cle"]}
    champs = numero.sauf("cle", "partenaires", "une", "rubriques", "agenda")
    yield Ligne("veille.Numero", cle, champs, numero.no)
    parent = {"numero": Cle("veille.Numero", cle)}
    for rang, partenaire in enumerate(numero.cartes_si("partenaires"), 1):
        yield Ligne("veille.Partenaire", parent | {"rang": rang}, partenaire, partenaire.no)
    yield from _parutions(numero.get("une", ()), parent, numero.no)
    for rang, rubrique in enumerate(numero.cartes_si("rubriques"), 1):
        yield from _rubrique(rubrique, parent, rang)
    for rang, entree in enumerate(numero.cartes_si("agenda"), 1):
        cle_entree: dict[str, Any] = parent | {"cle": entree["cle"]}
        if "notice" in entree:
            cle_entree["notice"] = Cle("veille.Notice", {"cle": entree["notice"]})
        yield Ligne("veille.RendezVous", cle_entree, entree.sauf("cle", "notice") | {"rang": rang}, entree.no)


def _rubrique(rubrique: Carte, numero: dict[str, Any], rang: int) -> Iterable[Ligne]:
    cle = numero | {"cle": rubrique["cle"]}
    champs = {"titre": rubrique["titre"], "rang": rang}
    yield Ligne("veille.Rubrique", cle, champs, rubrique.no)
    parent = {"rubrique": Cle("veille.Rubrique", cle)}
    yield from _parutions(rubrique.get("notices", ()), numero | parent, rubrique.no)
    for place, encadre in enumerate(rubrique.cartes_si("encadres"), 1):
        cle_encadre = parent | {"cle": encadre["cle"]}
        champs = encadre.sauf("cle", "decouvertes") | {"rang": place}
        yield Ligne("veille.Encadre", cle_encadre, champs, encadre.no)
        boite = {"encadre": Cle("veille.Encadre", cle_encadre)}
        for no, lue in enumerate(encadre.cartes("decouvertes"), 1):
            yield Ligne(
                "veille.Decouverte", boite | {"cle": lue["cle"]}, lue.sauf("cle") | {"rang": no}, lue.no
            )


def _parutions(cles: Iterable[str], parents: dict[str, Any], no: int) -> Iterable[Ligne]:
    for rang, cle in enumerate(cles, 1):
        notice = {"notice": Cle("veille.Notice", {"cle": cle})}
        yield Ligne("veille.Parution", parents | notice, {"rang": rang}, no)


def _achever() -> None:
    """What the shipped issues hold becomes public, and is found."""
    livres = Numero.objects.publies().filter(parutions__notice__cle__isnull=False)
    faire_connaitre(livres.distinct())


CORPUS = Corpus("veille", settings.BASE_DIR / "fixtures" / "veille.yaml", _lignes, apres=_achever)
