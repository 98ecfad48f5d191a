"""The words of an import of an issue."""

from enum import StrEnum


class Sort(StrEnum):
    """What became of a line; the value is what the report calls it."""

    NUMERO = "identité du numéro"
    PARTENAIRE = "partenaire"
    EDITORIAL = "éditorial"
    SOMMAIRE = "sommaire"
    RUBRIQUE = "rubrique"
    TITRE = "titre"
    AUTEURS = "auteurs"
    SOURCE = "source"
    MOMENT = "vie du document"
    RESUME = "résumé"
    LIEN = "lien"
    ENCADRE = "encadré"
    AGENDA = "agenda"
    COLOPHON = "colophon"
    MENTIONS = "mentions légales"
    IGNORE = "laissée de côté"
    INCOMPRIS = "non comprise"
    VIDE = "vide"


class Niveau(StrEnum):
    ERREUR = "erreur"
    DOUTE = "doute"
    CHOIX = "choix"  # what Vigie decided, and says
