from django.db.models import TextChoices


class TypeCollectivite(TextChoices):
    """Kinds of organisation that may hold an account; the label is what people read."""

    COMMUNE = "commune", "Commune"
    INTERCOMMUNALITE = "intercommunalite", "Intercommunalité (communauté de communes, d’agglomération…)"
    METROPOLE = "metropole", "Métropole ou communauté urbaine"
    DEPARTEMENT = "departement", "Département"
    REGION = "region", "Région"
    SYNDICAT = "syndicat", "Syndicat mixte ou intercommunal"
    ETABLISSEMENT = "etablissement", "Établissement public local (CCAS, centre de gestion…)"
    ETAT = "etat", "Service de l’État"
    RESEAU = "reseau", "Réseau, groupement ou association de collectivités"


class Role(TextChoices):
    """What a member may do in a collectivité (rules in `permissions.py`)."""

    ADMINISTRATEUR = "administrateur", "Administrateur"
    MEMBRE = "membre", "Membre"


class Fonction(TextChoices):
    """What a member is in the organisation, as its administrators declare it; nothing until they do."""

    AGENT = "agent", "Agent"
    DIRECTION = "direction", "Direction (générale, de pôle ou de service)"
    ELU = "elu", "Élue ou élu"


# Never drawn by lot among agents, and never in their conclave.
HORS_TIRAGE = frozenset({Fonction.DIRECTION, Fonction.ELU})


class Fuseau(TextChoices):
    """Time zones in which French collectivités live; deadlines are dates there."""

    PARIS = "Europe/Paris", "France hexagonale et Corse"
    GUADELOUPE = "America/Guadeloupe", "Guadeloupe"
    GUYANE = "America/Cayenne", "Guyane"
    MARTINIQUE = "America/Martinique", "Martinique"
    MAYOTTE = "Indian/Mayotte", "Mayotte"
    REUNION = "Indian/Reunion", "La Réunion"
    SAINT_BARTHELEMY = "America/St_Barthelemy", "Saint-Barthélemy"
    SAINT_MARTIN = "America/Marigot", "Saint-Martin"
    SAINT_PIERRE = "America/Miquelon", "Saint-Pierre-et-Miquelon"
    NOUVELLE_CALEDONIE = "Pacific/Noumea", "Nouvelle-Calédonie"
    POLYNESIE = "Pacific/Tahiti", "Polynésie française : Tahiti"
    GAMBIER = "Pacific/Gambier", "Polynésie française : Gambier"
    MARQUISES = "Pacific/Marquesas", "Polynésie française : Marquises"
    WALLIS = "Pacific/Wallis", "Wallis-et-Futuna"
