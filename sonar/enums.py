from django.db.models import TextChoices


class Style(TextChoices):
    """The four styles, in the fixed order used everywhere (profile keys, tables, ties)."""

    CULTURE_INTERNE = "culture_interne", "Culture interne"
    USAGES = "usages", "Usages"
    HYBRIDATION = "hybridation", "Hybridation"
    SOLUTION = "solution", "Solution"

    @property
    def signe(self) -> str:
        """The currency sign of the printed test; shown, never stored."""
        return {"culture_interne": "¤", "usages": "¢", "hybridation": "¥", "solution": "§"}[self.value]
