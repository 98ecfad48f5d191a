"""The words of the Nuancier: parts of a teinte, formats, publics, profiles, kinds of references."""

from django.db.models import TextChoices


class Partie(TextChoices):
    """The parts of a teinte, in the order in which they are read."""

    LEXIQUE = "lexique", "Champ lexical"
    FINALITES = "finalites", "Finalités"
    COMPETENCES = "competences", "Compétences et savoir-faire"
    SAVOIR_ETRE = "savoir_etre", "Savoir-être"
    CONTENUS = "contenus", "Exemples de contenus"
    MODULE = "module", "Exemple de module"
    FORMATEURS = "formateurs", "Profil des formateurs"
    RESSOURCES = "ressources", "Ressources"
    REFERENCES = "references", "Références inspirantes"


# The parts that are plain lists of rows (`Element`).
LISTES = (Partie.LEXIQUE, Partie.FINALITES, Partie.COMPETENCES, Partie.SAVOIR_ETRE, Partie.CONTENUS)
# The parts that cite bibliographic records (`Citation`).
BIBLIOGRAPHIES = (Partie.RESSOURCES, Partie.REFERENCES)


class Manque(TextChoices):
    """How the source leaves a part without content."""

    VIDE = "vide", "titre sans contenu"
    A_COMPLETER = "a_completer", "à compléter"
    A_DEFINIR = "a_definir", "à définir"
    ABSENTE = "absente", "partie absente"
    TRONQUEE = "tronquee", "texte coupé"


class Format(TextChoices):
    EN_LIGNE = "en_ligne", "Module en ligne"
    ATELIER = "atelier", "Atelier"
    VOYAGE = "voyage", "Voyage d’étude"


class Mixite(TextChoices):
    """How strongly a module asks for a mixed group; empty when it does not speak of it."""

    PRIVILEGIEE = "privilegiee", "privilégiée, sans être obligatoire"
    DEMANDEE = "demandee", "demandée"
    REQUISE = "requise", "requise"


class Entre(TextChoices):
    """Between whom the group is mixed."""

    DIRECTIONS = "directions", "directions"
    NIVEAUX = "niveaux", "niveaux hiérarchiques"
    STRUCTURES = "structures", "structures"


class Public(TextChoices):
    TOUS = "tous", "Tous publics"
    OPERATIONNELS = "operationnels", "Opérationnels et porteurs de projets en priorité"
    SENSIBILISES = "sensibilises", "Déjà sensibilisés à l’innovation publique"
    INTERESSES = "interesses", "Intéressés par le sujet"


class Profil(TextChoices):
    """Who carries a module."""

    ENSEIGNANT = "enseignant", "Enseignant"
    CONSULTANT = "consultant", "Consultant"
    DESIGNER = "designer", "Designer"
    ARTISTIQUE = "artistique", "Praticien d’un art ou d’une discipline créative"
    FACILITATION = "facilitation", "Éducation populaire, médiation, facilitation"
    SCIENCES_SOCIALES = "sciences_sociales", "Sciences sociales de terrain"
    AGENT = "agent", "Acteur public qui l’a vécu"
    PRATICIEN = "praticien", "Praticien, quel que soit son métier"
    DONNEES = "donnees", "Métiers de la donnée"
    A_DEFINIR = "a_definir", "À définir"


class GenreRessource(TextChoices):
    ARTICLE = "article", "Article"
    ASSOCIATION = "association", "Association"
    BLOG = "blog", "Blog"
    CHAPITRE = "chapitre", "Chapitre"
    COLLECTION = "collection", "Collection"
    DOCUMENTAIRE = "documentaire", "Documentaire"
    EVENEMENT = "evenement", "Événement"
    FORMATION = "formation", "Formation"
    GUIDE = "guide", "Guide"
    JEU = "jeu", "Jeu"
    KIT = "kit", "Kit"
    ORGANISME = "organisme", "Organisme"
    OUVRAGE = "ouvrage", "Ouvrage"
    PLATEFORME = "plateforme", "Plateforme"
    PROGRAMME = "programme", "Programme"
    PROJET = "projet", "Projet"
    RAPPORT = "rapport", "Rapport"
    REVUE = "revue", "Revue"
    SEMINAIRE = "seminaire", "Séminaire"
    SITE = "site", "Site"
    VIDEO = "video", "Vidéo"
