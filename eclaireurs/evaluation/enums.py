from django.db.models import TextChoices


class RoleEvaluation(TextChoices):
    """Who is who in an evaluation (« L’évaluation engagée », actors of the scenario)."""

    EVALUATEUR = "evaluateur", "Évaluateur"
    APPLICATEUR = "applicateur", "Applicateur"
    COMITE = "comite", "Membre du comité de pilotage"
    AGENT = "agent", "Agent chargé d’actions"
    JOURNALISTE = "journaliste", "Journaliste"
