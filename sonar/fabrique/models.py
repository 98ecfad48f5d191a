"""The workshop's content (stages, questions, practices), and the fiches that collectivités fill."""

from django.db import models

from sonar.fabrique.enums import Certitude, Etape


class _AuCycle(models.Model):
    """What the print places on the cycle, with how sure its reading is: a doubt is a row to correct."""

    cle = models.SlugField("clé", max_length=60, unique=True)
    numero = models.PositiveSmallIntegerField("numéro")
    certitude = models.CharField("certitude", max_length=10, choices=Certitude)
    doute = models.CharField("doute", max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering = ["numero", "pk"]


class EtapeDuCycle(_AuCycle):
    """A stage. Its number is its place on the heptagon, clockwise from the top."""

    nom = models.CharField("nom", max_length=80)
    nom_court = models.CharField("nom court", max_length=40)
    texte = models.TextField("ce qui s’y passe", max_length=1000)
    piege = models.CharField("comment on y tourne en rond", max_length=300)

    class Meta(_AuCycle.Meta):
        verbose_name = "étape du cycle"
        verbose_name_plural = "étapes du cycle"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(certitude__in=Certitude.values), name="etape_cycle_certitude_connue"
            ),
            models.CheckConstraint(condition=models.Q(cle__in=Etape.values), name="etape_cycle_connue"),
        ]

    def __str__(self) -> str:
        return self.nom


class QuestionDuCycle(_AuCycle):
    """One of the questions that keep the cycle from turning in circles."""

    etape = models.CharField("étape", max_length=20, choices=Etape)
    intitule = models.CharField("question", max_length=200)

    class Meta(_AuCycle.Meta):
        verbose_name = "question du cycle"
        verbose_name_plural = "questions du cycle"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(certitude__in=Certitude.values), name="question_cycle_certitude_connue"
            ),
            models.CheckConstraint(
                condition=models.Q(etape__in=Etape.values), name="question_cycle_etape_connue"
            ),
        ]

    def __str__(self) -> str:
        return self.intitule


class Pratique(_AuCycle):
    """A practice that opens the cycle, between two stages, at one (`avant` empty), or all along."""

    nom = models.CharField("nom", max_length=80)
    resume = models.CharField("en une phrase", max_length=200)
    texte = models.TextField("ce que c’est", max_length=2000)
    duree = models.CharField("combien de temps", max_length=200)
    qui = models.CharField("avec qui", max_length=300)
    piege = models.TextField("le piège", max_length=600)
    apres = models.CharField("après l’étape", max_length=20, choices=Etape, blank=True)
    avant = models.CharField("avant l’étape", max_length=20, choices=Etape, blank=True)
    transversale = models.BooleanField("tout au long du cycle", default=False)

    class Meta(_AuCycle.Meta):
        verbose_name = "pratique de la fabrique"
        verbose_name_plural = "pratiques de la fabrique"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(certitude__in=Certitude.values), name="pratique_certitude_connue"
            ),
            models.CheckConstraint(
                condition=models.Q(apres__in=Etape.values, transversale=False)
                | models.Q(apres="", avant="", transversale=True),
                name="pratique_placee",
                violation_error_message="Une pratique suit une étape, ou court tout au long du cycle.",
            ),
            models.CheckConstraint(
                condition=models.Q(avant="") | models.Q(avant__in=Etape.values),
                name="pratique_avant_connue",
            ),
        ]

    def __str__(self) -> str:
        return self.nom


class TexteDeFabrique(models.Model):
    """A paragraph of the public page: the intention, the classic cycle, why it turns in circles."""

    cle = models.SlugField("clé", max_length=40, unique=True)
    numero = models.PositiveSmallIntegerField("numéro")
    titre = models.CharField("titre", max_length=80)
    texte = models.TextField("texte", max_length=1500)

    class Meta:
        verbose_name = "texte de la fabrique"
        verbose_name_plural = "textes de la fabrique"
        ordering = ["numero", "pk"]

    def __str__(self) -> str:
        return self.titre
