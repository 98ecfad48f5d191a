"""Teintes for tests, written through the fiche as everywhere else."""

from dataclasses import replace
from typing import Any

from nuancier.fiches import (
    FicheCitation,
    FicheLacune,
    FicheLien,
    FicheModule,
    FicheRessource,
    FicheTeinte,
    ecrire,
)
from nuancier.models import Famille, Nuancier, Teinte

MODULE = FicheModule(
    cle="aller-voir",
    titre="Aller voir",
    format="atelier",
    duree_min=2,
    duree_max=4,
    jauge_min=10,
    jauge_max=15,
    formateurs=1,
    sous_groupe_max=8,
    mixite="demandee",
    mixite_entre=("directions", "niveaux"),
    publics=("tous",),
    profils=("sciences_sociales", "designer"),
    profil="Sociologue, ethnologue ou designer de métier.",
    deroule=("Préparer un guide d’entretien.", "Partir une heure sur le terrain.", "Raconter."),
)
RESSOURCE = FicheRessource(
    cle="manuel-du-terrain",
    titre="Manuel du terrain",
    genre="ouvrage",
    auteurs=("Aline Martin",),
    editeur="Éditions du Phare",
    date="2014",
    annee=2014,
    liens=(FicheLien("https://phare.example/manuel"),),
)
FICHE = FicheTeinte(
    code="4.1",
    titre="Outils et techniques d’immersion",
    titre_court="Techniques d’immersion",
    resume="Aller voir ce que vivent les usagers, là où cela se passe.",
    lexique=("usage", "usagers", "terrain", "empathie"),
    finalites=("Repartir de ce que les gens font vraiment", "Sortir des bureaux"),
    competences=("Préparer une immersion et la mener",),
    savoir_etre=("Écoute", "Empathie"),
    contenus=("Un tour d’horizon des outils d’enquête",),
    lacunes=(FicheLacune("references", "vide", "La source n’en cite aucune."),),
    modules=(MODULE,),
    ressources=(FicheCitation(RESSOURCE, "chapitre 2"),),
)


def creer_nuancier() -> Nuancier:
    """The chart's own row, with its licence."""
    return Nuancier.objects.get_or_create(
        cle="nuancier",
        defaults={
            "titre": "Nuancier de formation",
            "auteur": "La 27e Région",
            "programme": "Ré·acteur public",
            "licence": "CC BY-NC-SA",
            "licence_nom": "Attribution, pas d’utilisation commerciale, partage à l’identique",
            "licence_adresse": "https://creativecommons.org/licenses/by-nc-sa/4.0/deed.fr",
            "attribution": "D’après le Nuancier de La 27e Région.",
            "accroche": "Dix-huit teintes pour se former.",
        },
    )[0]


def creer_famille(numero: int = 4, nom: str = "Repartir des usages") -> Famille:
    return Famille.objects.get_or_create(
        numero=numero,
        defaults={
            "nom": nom,
            "nom_court": nom[:24],
            "accroche": "Regarder avant de décider.",
            "introduction": "Les usages d’abord.\n\nLes moyennes ensuite.",
            "questions": ["Qui se sert vraiment du service ?"],
        },
    )[0]


def creer_teinte(code: str = "4.1", **champs: Any) -> Teinte:
    """A whole teinte, in a family made on the way; `champs` are those of `FicheTeinte`."""
    creer_nuancier()
    creer_famille(int(code.split(".")[0]))
    return ecrire(replace(FICHE, code=code, **champs))
