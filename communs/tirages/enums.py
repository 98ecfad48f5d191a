from django.db.models import TextChoices


class EtatTirage(TextChoices):
    PREPARATION = "preparation", "En préparation"
    ENGAGE = "engage", "Engagé, en attente de la graine"
    TIRE = "tire", "Tiré"
    ABANDONNE = "abandonne", "Abandonné"


class EtatListe(TextChoices):
    """Of a long list handed in, which a worker reads."""

    RECUE = "recue", "En attente"
    EN_COURS = "en_cours", "En cours de lecture"
    LUE = "lue", "Lue"
    REFUSEE = "refusee", "À corriger"


# What everybody may read: from the commitment on, whatever became of it.
PUBLICS = frozenset({EtatTirage.ENGAGE, EtatTirage.TIRE, EtatTirage.ABANDONNE})


class Ceremonie(TextChoices):
    """Where the seed comes from."""

    DES = "des", "Des dés, lancés devant tous et lus par deux personnes"
    CHIFFRE = "chiffre", "Un chiffre public, nommé d’avance"


class Exclusion(TextChoices):
    """Why somebody of the list can't be drawn. Codes are part of the committed text: never change one."""

    ELU = "elu", "Élue ou élu"
    DIRECTION = "direction", "Direction"
    DEJA_TIRE = "deja_tire", "Déjà tirée ou tiré dans ce dossier"
    INDISPONIBLE = "indisponible", "Déclarée ou déclaré indisponible"


class GenreEcriture(TextChoices):
    """What a line of the ledger tells. Codes of what follows the draw are part of the printed record."""

    ENGAGEMENT = "engagement", "Engagement"
    RELEVE = "releve", "Relevé de la graine"
    DIVERGENCE = "divergence", "Relevés divergents"
    GRAINE = "graine", "Graine"
    TITULAIRE = "titulaire", "Titulaire"
    SUPPLEANT = "suppleant", "Suppléance"
    ACCORD = "accord", "Accord"
    REFUS = "refus", "Désistement"
    REMPLACEMENT = "remplacement", "Remplacement"
    EPUISEMENT = "epuisement", "Liste épuisée"
    REPRISE = "reprise", "Désistement annulé"
    ABANDON = "abandon", "Abandon"


SUITES = frozenset(
    {
        GenreEcriture.ACCORD,
        GenreEcriture.REFUS,
        GenreEcriture.REMPLACEMENT,
        GenreEcriture.EPUISEMENT,
        GenreEcriture.REPRISE,
    }
)


class MotifRefus(TextChoices):
    """Why somebody drawn does not take part: a choice, so that the ledger holds nothing personal."""

    EMPECHEE = "empechee", "Empêchée ou empêché ce jour-là"
    REFUSE = "refuse", "Ne souhaite pas participer"
    SANS_REPONSE = "sans_reponse", "Sans réponse"
    PARTIE = "partie", "A quitté la collectivité ou le service"
