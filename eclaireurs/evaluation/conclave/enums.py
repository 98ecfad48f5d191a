from django.db.models import TextChoices


class EtatConclave(TextChoices):
    PREPARATION = "preparation", "En préparation"
    TIRAGE = "tirage", "Tirage au sort"
    CONVOCATIONS = "convocations", "Convocations envoyées"
    TENUE = "tenue", "Le conclave se tient"
    CLOS = "clos", "Clos"


# From the day people are convoked: what is said of the day concerns somebody.
CONVOQUES = frozenset({EtatConclave.CONVOCATIONS, EtatConclave.TENUE, EtatConclave.CLOS})
# When those who were convoked may come in.
OUVERTS = frozenset({EtatConclave.TENUE, EtatConclave.CLOS})


class Origine(TextChoices):
    """Why somebody is convoked."""

    TIRAGE = "tirage", "Tirée ou tiré au sort"
    REMPLACEMENT = "remplacement", "Appelée ou appelé de la suppléance"
    INVITATION = "invitation", "Invitée ou invité par les pilotes"


class Reponse(TextChoices):
    ATTENDUE = "attendue", "Réponse attendue"
    ACCEPTEE = "acceptee", "Vient"
    REFUSEE = "refusee", "Ne vient pas"
    ECARTEE = "ecartee", "Écartée par la règle"


# Who is out: by her own answer, or because she is now an élue or a director.
DEHORS = frozenset({Reponse.REFUSEE, Reponse.ECARTEE})
