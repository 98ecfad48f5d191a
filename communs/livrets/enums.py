from django.db.models import TextChoices


class Etat(TextChoices):
    """Life of a printing. `DEMANDE` waits for a worker, `EN_COURS` has one."""

    DEMANDE = "demande", "En attente"
    EN_COURS = "en_cours", "En fabrication"
    PRET = "pret", "Prêt"
    ECHOUE = "echoue", "Échec"
    EXPIRE = "expire", "Expiré"


EN_ROUTE = (Etat.DEMANDE, Etat.EN_COURS)


class Format(TextChoices):
    PDF = "pdf", "PDF"
    ZIP = "zip", "ZIP"
    ODT = "odt", "OpenDocument (ODT)"
    DOCX = "docx", "Word (DOCX)"
    XLSX = "xlsx", "Excel (XLSX)"
