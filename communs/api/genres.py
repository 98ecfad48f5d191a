"""The kinds of problems the API can answer with: their stable addresses, and what to do about them."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse


@dataclass(frozen=True)
class Genre:
    """One kind of problem (RFC 9457). `cle` is part of its address: it never changes."""

    cle: str
    code: int
    titre: str
    que_faire: str

    @property
    def adresse(self) -> str:
        """The `type` member: an address where a person reads what this kind of problem is."""
        return f"{settings.VIGIE_ADRESSE}{reverse('api:problemes')}#{self.cle}"


INVALIDE = Genre(
    "invalide",
    400,
    "Certaines valeurs ne conviennent pas",
    "Corrigez chaque valeur citée dans « errors », puis renvoyez la requête.",
)
ILLISIBLE = Genre(
    "illisible",
    400,
    "La requête n’a pas pu être lue",
    "Vérifiez le nom du site dans l’adresse ; un corps est du JSON complet, en UTF-8, sans clé répétée.",
)
PANNE = Genre(
    "panne",
    500,
    "Une panne de notre côté",
    "Réessayez dans quelques minutes. Si la panne dure, écrivez-nous en citant l’en-tête X-Request-ID.",
)
GENRES = (
    INVALIDE,
    ILLISIBLE,
    Genre(
        "authentification",
        401,
        "Il faut s’identifier",
        "Cette ressource n’est pas publique ; l’API n’en sert aujourd’hui aucune de ce genre.",
    ),
    Genre("interdit", 403, "Cette action ne vous est pas permise", "Demandez à qui détient cette ressource."),
    Genre(
        "introuvable",
        404,
        "Il n’y a rien à cette adresse",
        "Vérifiez l’adresse, barre finale comprise ; ce qu’elle désignait a pu être effacé.",
    ),
    Genre(
        "methode",
        405,
        "Cette adresse n’accepte pas cette méthode",
        "L’en-tête « Allow » de la réponse dit lesquelles elle accepte.",
    ),
    Genre(
        "format-demande",
        406,
        "L’API ne répond qu’en JSON",
        "Demandez « Accept: application/json », ou n’envoyez pas cet en-tête.",
    ),
    Genre(
        "conflit",
        409,
        "Cette feuille a déjà servi",
        "Une feuille remise ne se modifie plus : prenez-en une nouvelle.",
    ),
    Genre("perime", 410, "Cette adresse a expiré", "Une feuille vit trente jours : prenez-en une nouvelle."),
    Genre(
        "trop-volumineux",
        413,
        "La requête est trop volumineuse",
        "Le corps d’une requête tient en 64 ko.",
    ),
    Genre(
        "type-de-contenu",
        415,
        "Ce type de contenu n’est pas accepté",
        "Envoyez du JSON, avec l’en-tête « Content-Type: application/json ».",
    ),
    Genre(
        "trop-de-requetes",
        429,
        "Trop de requêtes en peu de temps",
        "Attendez le nombre de secondes que donne l’en-tête « Retry-After », puis reprenez.",
    ),
    PANNE,
)

_PAR_CODE = {genre.code: genre for genre in reversed(GENRES)} | {400: ILLISIBLE}


def genre_de(code: int) -> Genre:
    """The kind of problem of an HTTP status; an unusual one counts as its family's (400 or 500)."""
    return _PAR_CODE.get(code) or (PANNE if code >= 500 else ILLISIBLE)
