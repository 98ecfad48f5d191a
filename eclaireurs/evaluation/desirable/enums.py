from django.db.models import TextChoices


class EtatDesirable(TextChoices):
    """Whether the public reads it."""

    BROUILLON = "brouillon", "En composition"
    PUBLIE = "publie", "Publié"
    DEPUBLIE = "depublie", "Retiré du public"


class Partie(TextChoices):
    """The five parts of the report, in the order in which it is read."""

    TERRAIN = "terrain", "Ce que nous avons vu"
    CONCLUSIONS = "conclusions", "Ce que nous en concluons"
    PRECONISATIONS = "preconisations", "Ce que nous recommandons"
    PLAN = "plan", "Ce qui va se faire"
    PRESSE = "presse", "Ce qu’en dit la presse"


class Sorte(TextChoices):
    """What a piece of the report is; each names the field of `Piece` that holds it (the plan has none)."""

    THEME = "theme", "Synthèse"
    MATERIAU = "materiau", "Indice"
    CONCLUSION = "conclusion", "Conclusion"
    PRECONISATION = "preconisation", "Préconisation"
    PLAN = "plan", "Plan d’actions"
    ARTICLE = "article", "Article de presse"


# Where each sort of piece stands. Syntheses and clues share one order: a synthesis opens a chapter, the clues
# that follow belong to it.
PARTIE_DE = {
    Sorte.THEME: Partie.TERRAIN,
    Sorte.MATERIAU: Partie.TERRAIN,
    Sorte.CONCLUSION: Partie.CONCLUSIONS,
    Sorte.PRECONISATION: Partie.PRECONISATIONS,
    Sorte.PLAN: Partie.PLAN,
    Sorte.ARTICLE: Partie.PRESSE,
}

# Booklets of a published version, then of what is being composed.
JOURNAL, LIVRET = "desirable-journal", "desirable-livret"
EPREUVE_JOURNAL, EPREUVE_LIVRET = "desirable-journal-epreuve", "desirable-livret-epreuve"
PUBLIES, EPREUVES = (JOURNAL, LIVRET), (EPREUVE_JOURNAL, EPREUVE_LIVRET)


class Forme(TextChoices):
    """What is printed; the third form is the web page."""

    JOURNAL = "journal", "Journal A3"
    LIVRET = "livret", "Livret A4"
