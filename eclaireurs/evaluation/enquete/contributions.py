"""What people bring without an account, and the files given with it."""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from communs.collectivites import noms
from communs.dossiers.models import Dossier
from communs.etats.models import Acteur, Versionne
from communs.fichiers.models import Fichier
from communs.materiaux.enums import Consentement
from communs.materiaux.models import Materiau
from eclaireurs.evaluation.collecte.models import Theme
from eclaireurs.evaluation.enquete.enums import EN_ATTENTE, Accord, EtatContribution, Voie
from eclaireurs.evaluation.enquete.models import Enquete, Relais
from eclaireurs.evaluation.enquete.querysets import ContributionQuerySet

TEXTE_MAX = 5_000  # characters of a contribution


class Contribution(Versionne):
    """What somebody brings, without an account. Withdrawn, only its number, dates and relay remain.

    `demande` names the form and stays between the contributor and us; `uuid` names it at the desk.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    demande = models.UUIDField(default=uuid4, unique=True, editable=False)
    enquete = models.ForeignKey(Enquete, models.CASCADE, related_name="contributions")
    numero = models.PositiveIntegerField("numéro", editable=False)
    relais = models.ForeignKey(
        Relais, models.SET_NULL, null=True, blank=True, related_name="contributions", verbose_name="relais"
    )
    voie = models.CharField("venue", max_length=10, choices=Voie, default=Voie.EN_LIGNE)
    saisie_par = models.ForeignKey(
        Acteur, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="saisie par"
    )
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="contributions", verbose_name="thème"
    )
    texte = models.TextField("votre contribution", max_length=TEXTE_MAX, blank=True)
    nom = models.CharField(
        "nom ou prénom à faire paraître", max_length=80, blank=True, validators=[noms.valider]
    )
    accord = models.CharField("publication", max_length=10, choices=Accord, default=Accord.PUBLIER)
    courriel = models.EmailField("adresse électronique", blank=True)
    etat = models.CharField("état", max_length=12, choices=EtatContribution, default=EtatContribution.RECUE)
    motif = models.TextField("ce qui lui est répondu", max_length=2000, blank=True)
    empreinte = models.CharField(max_length=64, blank=True, editable=False)
    recue_le = models.DateTimeField("reçue le", default=timezone.now, editable=False)
    decidee_le = models.DateTimeField("décidée le", null=True, blank=True, editable=False)
    decidee_par = models.ForeignKey(
        Acteur, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="décidée par"
    )
    retiree_le = models.DateTimeField("retirée le", null=True, blank=True, editable=False)
    materiau = models.OneToOneField(
        Materiau, models.SET_NULL, null=True, blank=True, related_name="contribution", editable=False
    )

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = "contribution"
        ordering = ["recue_le", "pk"]
        indexes = [
            models.Index(
                "enquete",
                "recue_le",
                name="contribution_a_relire",
                condition=Q(etat__in=sorted(EN_ATTENTE)),
            ),
            models.Index("enquete", "empreinte", name="contribution_meme_texte"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["enquete", "numero"], name="contribution_numero_unique"),
            models.CheckConstraint(
                condition=Q(etat__in=EtatContribution.values)
                & Q(voie__in=Voie.values)
                & Q(accord__in=Accord.values),
                name="contribution_choix_connus",
            ),
            models.CheckConstraint(
                condition=~Q(texte="") | Q(etat=EtatContribution.RETIREE),
                name="contribution_dit_quelque_chose",
            ),
            models.CheckConstraint(
                condition=(
                    Q(etat=EtatContribution.RETIREE, retiree_le__isnull=False)
                    & Q(texte="", nom="", courriel="", empreinte="", materiau=None)
                )
                | (~Q(etat=EtatContribution.RETIREE) & Q(retiree_le=None)),
                name="contribution_retiree_ne_garde_rien",
            ),
            models.CheckConstraint(
                condition=~Q(etat__in=[EtatContribution.REFUSEE, EtatContribution.A_REPRENDRE])
                | ~Q(motif=""),
                name="contribution_refusee_dit_pourquoi",
            ),
            models.CheckConstraint(
                condition=Q(voie=Voie.PAPIER) | Q(saisie_par=None), name="contribution_saisie_du_papier"
            ),
        ]

    def __str__(self) -> str:
        return f"Contribution n° {self.numero}"

    @property
    def dossier(self) -> Dossier:
        return self.enquete.dossier

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid

    @property
    def en_attente(self) -> bool:
        return self.etat in EN_ATTENTE


class PieceJointe(models.Model):
    """A file given with a contribution. Accepted, the clue holds the file (`materiau`) in its place."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="pieces")
    fichier = models.OneToOneField(
        Fichier, models.RESTRICT, null=True, blank=True, related_name="piece", verbose_name="fichier"
    )
    materiau = models.OneToOneField(
        Materiau, models.SET_NULL, null=True, blank=True, related_name="piece", editable=False
    )
    # Of the people shown or heard in it, as the contributor says.
    consentement = models.CharField(
        "droit à l’image et à la parole",
        max_length=12,
        choices=Consentement,
        default=Consentement.A_DEMANDER,
    )
    jointe_le = models.DateTimeField("jointe le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ["jointe_le", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(consentement__in=Consentement.values), name="piece_consentement_connu"
            )
        ]

    def __str__(self) -> str:
        return f"Pièce {self.pk}"

    @property
    def contenu(self) -> Fichier | None:
        """The file, wherever it now is; None when its clue was deleted."""
        if self.fichier is not None:
            return self.fichier
        return self.materiau.fichier if self.materiau is not None else None


def contribution_de(materiau: Materiau) -> Contribution | None:
    """The contribution that this clue comes from, with its relay; None for what the team collected."""
    siennes = Contribution.objects.filter(Q(materiau=materiau) | Q(pieces__materiau=materiau))
    return siennes.select_related("relais").first()
