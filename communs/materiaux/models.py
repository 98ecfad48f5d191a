"""A collected clue: a file or a text, with its source, its place, its date and the consent of people."""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from communs.dossiers.models import Dossier
from communs.etats.models import Acteur, Versionne
from communs.fichiers.models import Fichier
from communs.materiaux.enums import AVEC_FICHIER, PUBLIABLES, Consentement, GenreMateriau, PorteeMateriau
from communs.materiaux.querysets import MateriauQuerySet


class Materiau(Versionne):
    """One clue of a dossier. Deleted by a hand, it can be taken back for a month (`supprime_le`)."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="materiaux")
    genre = models.CharField("sorte", max_length=12, choices=GenreMateriau)
    titre = models.CharField("titre", max_length=150)
    texte = models.TextField(
        "texte ou verbatim",
        max_length=20_000,
        blank=True,
        help_text="Ce qui a été dit ou écrit, mot pour mot ; pour une photo, la phrase entendue devant elle.",
    )
    valeur = models.DecimalField("valeur", max_digits=20, decimal_places=4, null=True, blank=True)
    unite = models.CharField("unité", max_length=40, blank=True)
    fichier = models.OneToOneField(
        Fichier, models.RESTRICT, null=True, blank=True, related_name="materiau", verbose_name="fichier"
    )
    description = models.TextField(
        "description pour qui ne voit pas ou n’entend pas",
        max_length=10_000,
        blank=True,
        help_text="Ce que montre l’image ; la transcription du son ou de la vidéo.",
    )
    source = models.CharField(
        "source", max_length=200, blank=True, help_text="Qui parle, ou d’où cela vient."
    )
    lieu = models.CharField("lieu", max_length=150, blank=True)
    recueilli_le = models.DateField("recueilli le", null=True, blank=True)
    consentement = models.CharField(
        "droit à l’image et à la parole",
        max_length=12,
        choices=Consentement,
        default=Consentement.A_DEMANDER,
    )
    portee_lecture = models.CharField(
        "qui le voit", max_length=10, choices=PorteeMateriau, default=PorteeMateriau.DOSSIER
    )
    depose_par = models.ForeignKey(Acteur, models.PROTECT, related_name="+", verbose_name="déposé par")
    cree_le = models.DateTimeField("déposé le", default=timezone.now, editable=False)
    supprime_le = models.DateTimeField("supprimé le", null=True, blank=True, editable=False)

    objects = MateriauQuerySet.as_manager()

    class Meta:
        verbose_name = "matériau"
        verbose_name_plural = "matériaux"
        ordering = ["-cree_le", "-pk"]
        indexes = [models.Index("dossier", "cree_le", name="materiau_du_dossier")]
        constraints = [
            models.CheckConstraint(condition=Q(genre__in=GenreMateriau.values), name="materiau_connu"),
            models.CheckConstraint(
                condition=Q(genre__in=sorted(AVEC_FICHIER), fichier__isnull=False)
                | ~Q(genre__in=sorted(AVEC_FICHIER)),
                name="materiau_a_son_fichier",
                violation_error_message="Joignez le fichier.",
            ),
            models.CheckConstraint(
                condition=~Q(genre=GenreMateriau.CHIFFRE) | Q(valeur__isnull=False),
                name="materiau_chiffre_a_sa_valeur",
                violation_error_message="Donnez le chiffre.",
            ),
            models.CheckConstraint(
                condition=~Q(genre=GenreMateriau.TEXTE) | ~Q(texte=""),
                name="materiau_ecrit_a_son_texte",
                violation_error_message="Recopiez l’écrit.",
            ),
            models.CheckConstraint(
                condition=Q(consentement__in=Consentement.values)
                & Q(portee_lecture__in=PorteeMateriau.values),
                name="materiau_consentement_et_portee_connus",
            ),
            models.CheckConstraint(
                condition=~Q(portee_lecture=PorteeMateriau.LECTEURS) | Q(consentement__in=sorted(PUBLIABLES)),
                name="materiau_montre_avec_accord",
                violation_error_message=(
                    "Sans l’accord de la personne, ce matériau reste entre les participants du dossier."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(consentement=Consentement.REFUSE) | Q(portee_lecture=PorteeMateriau.RESERVE),
                name="materiau_refuse_est_reserve",
                violation_error_message="Un accord refusé ou retiré réserve le matériau à l’évaluateur.",
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    @property
    def valeur_lisible(self) -> str:
        """The figure as it is written in French: « 12 400,5 »."""
        if self.valeur is None:
            return ""
        return f"{self.valeur.normalize():,f}".replace(",", "\u202f").replace(".", ",")

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid
