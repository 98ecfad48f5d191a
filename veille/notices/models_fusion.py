"""What merges leave behind, to be undone; pairs that somebody said are two documents."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from veille.notices.models import Notice


class Fusion(models.Model):
    """One merge. `reports`: the rows that went from the absorbed notice to the kept one, by `model.field`."""

    gardee = models.ForeignKey(Notice, models.CASCADE, related_name="fusions")
    absorbee = models.ForeignKey(Notice, models.CASCADE, related_name="absorptions")
    le = models.DateTimeField("le", default=timezone.now)
    reports = models.JSONField("ce qui a été reporté", default=dict)
    # Whether the public read the kept notice before: if not, undoing takes it back from them.
    etait_en_vue = models.BooleanField("la notice gardée était publique", default=True)

    class Meta:
        verbose_name = "fusion"
        constraints = [
            models.UniqueConstraint(fields=["absorbee"], name="fusion_une_fois"),
            models.CheckConstraint(condition=~Q(gardee=F("absorbee")), name="fusion_de_deux_notices"),
        ]

    def __str__(self) -> str:
        return f"{self.absorbee_id} dans {self.gardee_id}"


class Distinction(models.Model):
    """Two notices that look alike and are not the same, `premiere` being the older."""

    premiere = models.ForeignKey(Notice, models.CASCADE, related_name="+")
    seconde = models.ForeignKey(Notice, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "distinction"
        constraints = [
            models.UniqueConstraint(fields=["premiere", "seconde"], name="distinction_une_fois"),
            models.CheckConstraint(condition=Q(premiere__lt=F("seconde")), name="distinction_dans_l_ordre"),
        ]

    def __str__(self) -> str:
        return f"{self.premiere_id} et {self.seconde_id}"
