from django.db.models import TextChoices


class EtatPlan(TextChoices):
    PREPARATION = "preparation", "En préparation"
    PRESENTE = "presente", "Devant le comité final"
    ARRETE = "arrete", "Arrêté, en œuvre"
    CLOS = "clos", "Clos"


class EtatAction(TextChoices):
    PROPOSEE = "proposee", "Proposée"
    RETENUE = "retenue", "Retenue"
    ECARTEE = "ecartee", "Écartée"
    EN_COURS = "en_cours", "En cours"
    BLOQUEE = "bloquee", "Bloquée"
    FAITE = "faite", "Faite"
    ABANDONNEE = "abandonnee", "Abandonnée"


class EtatTache(TextChoices):
    A_FAIRE = "a_faire", "À faire"
    EN_COURS = "en_cours", "En cours"
    BLOQUEE = "bloquee", "Bloquée"
    FAITE = "faite", "Faite"
    ABANDONNEE = "abandonnee", "Abandonnée"


class AvisDuComite(TextChoices):
    """What a member of the committee thinks of a proposed action, before the decision."""

    PRIORITAIRE = "prioritaire", "À faire d’abord"
    UTILE = "utile", "Utile, plus tard"
    A_ECARTER = "a_ecarter", "À écarter"


# Stages in which a change of what was planned is an amendment.
PLANS_FIGES = frozenset({EtatPlan.ARRETE, EtatPlan.CLOS})
# What the committee has let go: nothing moves there any more.
ACTIONS_DELAISSEES = frozenset({EtatAction.PROPOSEE, EtatAction.ECARTEE, EtatAction.ABANDONNEE})
# Actions that nobody is late for.
ACTIONS_HORS_JEU = ACTIONS_DELAISSEES | {EtatAction.FAITE}
TACHES_FINIES = frozenset({EtatTache.FAITE, EtatTache.ABANDONNEE})
ACTIONS_FINIES = frozenset({EtatAction.ECARTEE, EtatAction.FAITE, EtatAction.ABANDONNEE})
