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
