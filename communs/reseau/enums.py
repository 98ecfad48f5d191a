from django.db import models


class Etat(models.TextChoices):
    """What a visit found; each belongs to exactly one of the three groups below."""

    OK = "ok", "La page répond"
    REDIRIGE = "redirige", "La page a changé d’adresse"
    INTROUVABLE = "introuvable", "Page introuvable"
    DISPARU = "disparu", "Page retirée"
    ERREUR_SERVEUR = "erreur_serveur", "Site en panne"
    DELAI = "delai", "Site trop lent"
    INJOIGNABLE = "injoignable", "Site injoignable"
    DNS = "dns", "Nom de site inconnu"
    TLS = "tls", "Certificat refusé"
    INCOMPREHENSIBLE = "incomprehensible", "Réponse incompréhensible"
    ADRESSE_REFUSEE = "adresse_refusee", "Adresse refusée"
    TROP_DE_REDIRECTIONS = "trop_de_redirections", "Trop de redirections"
    ACCES_REFUSE = "acces_refuse", "Accès refusé"
    DECLASSE = "declasse", "Redirection sans chiffrement"
    ROBOTS = "robots", "Refusée aux robots"
    PATIENCE = "patience", "À revoir plus tard"
    TROP_GROS = "trop_gros", "Réponse trop grosse"
    TYPE_REFUSE = "type_refuse", "Contenu d’un autre type"


VIVANTS = frozenset({Etat.OK, Etat.REDIRIGE})
# A reader who follows the link is stopped: three of these in a row mark a dead link.
PANNES = frozenset(
    {
        *(Etat.INTROUVABLE, Etat.DISPARU, Etat.ERREUR_SERVEUR, Etat.DELAI, Etat.INJOIGNABLE),
        *(Etat.DNS, Etat.TLS, Etat.INCOMPREHENSIBLE, Etat.ADRESSE_REFUSEE, Etat.TROP_DE_REDIRECTIONS),
    }
)
# A robot can't tell: perhaps a reader gets through. Counts neither for nor against the link.
INDECIS = frozenset(
    {Etat.ACCES_REFUSE, Etat.DECLASSE, Etat.ROBOTS, Etat.PATIENCE, Etat.TROP_GROS, Etat.TYPE_REFUSE}
)
