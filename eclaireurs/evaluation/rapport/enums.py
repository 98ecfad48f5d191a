from django.db.models import TextChoices


class EtatRapport(TextChoices):
    REDACTION = "redaction", "En rédaction"
    REMIS = "remis", "Remis à l’applicateur"
    SCELLE = "scelle", "Scellé"
