"""The panier de veille: sources that are read, and what they bring, waiting to be sorted."""

from uuid import uuid4

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from communs.etats.models import Acteur
from veille.notices.models import Notice, champ_date
from veille.panier.enums import EtatTrouvaille
from veille.panier.querysets import SourceQuerySet, TrouvailleQuerySet

ADRESSE_MAX = 1000
http = URLValidator(schemes=["http", "https"])


class Source(models.Model):
    """A feed. `panne` says what stopped the last reading, "" when all went well.

    `etag` and `modifie_le` are what the server gave last, for the next reading to be conditional.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    nom = models.CharField("nom", max_length=160)
    adresse = models.URLField(
        "adresse du flux",
        max_length=ADRESSE_MAX,
        unique=True,
        validators=[http],
        error_messages={"unique": "Cette source est déjà suivie."},
    )
    site = models.URLField("site", max_length=ADRESSE_MAX, blank=True, validators=[http])
    active = models.BooleanField("suivie", default=True)
    etag = models.CharField(max_length=300, blank=True, editable=False)
    modifie_le = models.CharField(max_length=80, blank=True, editable=False)
    lue_le = models.DateTimeField("lue le", null=True, blank=True, editable=False)
    prochaine_le = models.DateTimeField("prochaine lecture le", default=timezone.now, editable=False)
    reclamee_le = models.DateTimeField(null=True, blank=True, editable=False)
    echecs = models.PositiveSmallIntegerField("échecs de suite", default=0, editable=False)
    panne = models.CharField("panne", max_length=300, blank=True, editable=False)
    cree_le = models.DateTimeField("ajoutée le", default=timezone.now, editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = "source"
        ordering = ["nom", "pk"]
        indexes = [models.Index("prochaine_le", name="source_a_lire", condition=Q(active=True))]
        constraints = [
            models.CheckConstraint(
                condition=(Q(echecs=0) & Q(panne="")) | (Q(echecs__gt=0) & ~Q(panne="")),
                name="source_en_panne_dit_pourquoi",
            )
        ]

    def __str__(self) -> str:
        return self.nom


class Trouvaille(models.Model):
    """One thing that a source brought, or that a reader suggested (`source` is then None).

    `empreinte` is that of its address: what two feeds bring is found once.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    source = models.ForeignKey(
        Source, models.SET_NULL, null=True, blank=True, related_name="trouvailles", verbose_name="source"
    )
    empreinte = models.CharField(max_length=64, unique=True, editable=False)
    titre = models.CharField("titre", max_length=500)
    adresse = models.URLField("adresse", max_length=ADRESSE_MAX, validators=[http])
    auteurs = models.CharField("auteurs", max_length=300, blank=True)
    date = champ_date("date")
    resume = models.TextField("résumé", max_length=2000, blank=True)
    commentaire = models.TextField("pourquoi la signaler", max_length=1000, blank=True)
    suggeree = models.BooleanField("suggérée par un lecteur", default=False, editable=False)
    recue_le = models.DateTimeField("reçue le", default=timezone.now, editable=False)
    etat = models.CharField(
        "état", max_length=10, choices=EtatTrouvaille, default=EtatTrouvaille.NOUVELLE, editable=False
    )
    triee_le = models.DateTimeField("triée le", null=True, blank=True, editable=False)
    triee_par = models.ForeignKey(
        Acteur, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    notice = models.ForeignKey(
        Notice, models.SET_NULL, null=True, blank=True, related_name="trouvailles", editable=False
    )

    objects = TrouvailleQuerySet.as_manager()

    class Meta:
        verbose_name = "trouvaille"
        ordering = ["-recue_le", "-pk"]
        indexes = [
            models.Index(
                models.F("recue_le").desc(),
                models.F("id").desc(),
                name="trouvaille_a_trier",
                condition=Q(etat=EtatTrouvaille.NOUVELLE),
            ),
            models.Index("source", "etat", name="trouvaille_de_la_source"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(etat__in=EtatTrouvaille.values), name="trouvaille_etat_connu"),
            models.CheckConstraint(
                condition=Q(etat=EtatTrouvaille.NOUVELLE, triee_le=None)
                | (~Q(etat=EtatTrouvaille.NOUVELLE) & Q(triee_le__isnull=False)),
                name="trouvaille_triee_a_une_date",
            ),
        ]

    def __str__(self) -> str:
        return self.titre
