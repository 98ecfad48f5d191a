"""Questions, who answers, and the answers: live in a séance, or in one's own time by a link."""

from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from communs.collectivites import noms
from communs.dossiers.models import Dossier
from communs.etats.models import Acteur, Versionne
from communs.fichiers.models import Fichier
from communs.questionnaires.enums import A_OPTIONS, Anonymat, EtatQuestionnaire, Genre, Voie
from communs.questionnaires.querysets import QuestionnaireQuerySet, ReponseQuerySet
from communs.seances.models import Participation, Seance

QUESTIONS_MAX = 50
OPTIONS_MAX, OPTION_SIGNES = 20, 200
TEXTE_MAX = 2_000  # characters of an answer
AVANT_LA_FIN = "Un questionnaire s’ouvre avant de se fermer."
DEGRES = ((4, "4 degrés"), (5, "5 degrés"), (7, "7 degrés"), (10, "10 degrés"))


class Questionnaire(Versionne):
    """The questions of a séance (`seance`), or a form that is sent as a link (`jeton`), never both."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="questionnaires")
    seance = models.OneToOneField(
        Seance, models.CASCADE, null=True, blank=True, related_name="questionnaire", editable=False
    )
    titre = models.CharField("titre", max_length=120, validators=[noms.valider])
    introduction = models.TextField("quelques mots pour qui répond", max_length=2000, blank=True)
    anonymat = models.CharField("réponses", max_length=12, choices=Anonymat, default=Anonymat.NOMINATIF)
    etat = models.CharField(
        "état", max_length=12, choices=EtatQuestionnaire, default=EtatQuestionnaire.PREPARATION
    )
    jeton = models.CharField(max_length=60, unique=True, null=True, default=None, editable=False)
    ouvre_le = models.DateTimeField("s’ouvre le", null=True, blank=True)  # announced; `ouvert_le` was done
    ferme_le = models.DateTimeField("se ferme le", null=True, blank=True)
    cree_le = models.DateTimeField("préparé le", default=timezone.now, editable=False)
    ouvert_le = models.DateTimeField("ouvert le", null=True, blank=True, editable=False)
    clos_le = models.DateTimeField("clos le", null=True, blank=True, editable=False)
    purge_le = models.DateTimeField("noms effacés le", null=True, blank=True, editable=False)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = "questionnaire"
        ordering = ["-cree_le", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(etat__in=EtatQuestionnaire.values), name="questionnaire_etat_connu"
            ),
            models.CheckConstraint(
                condition=Q(anonymat__in=Anonymat.values), name="questionnaire_anonymat_connu"
            ),
            models.CheckConstraint(
                condition=Q(seance=None, jeton__isnull=False)
                | Q(seance__isnull=False, jeton=None, etat=EtatQuestionnaire.PREPARATION),
                name="questionnaire_en_seance_ou_par_lien",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatQuestionnaire.CLOS, clos_le__isnull=False)
                | (~Q(etat=EtatQuestionnaire.CLOS) & Q(clos_le=None)),
                name="questionnaire_clos_a_une_date",
            ),
            models.CheckConstraint(
                condition=Q(ouvre_le=None) | Q(ferme_le=None) | Q(ouvre_le__lt=F("ferme_le")),
                name="questionnaire_s_ouvre_avant_de_se_fermer",
                violation_error_message=AVANT_LA_FIN,
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    def get_absolute_url(self) -> str:
        if self.seance is not None:
            return self.dossier.adresse("seances:seance", self.seance.uuid)
        return self.dossier.adresse("questionnaires:questionnaire", self.uuid)

    @property
    def portee(self) -> UUID:
        return self.dossier.uuid

    @property
    def adresse_publique(self) -> str:
        return reverse("questionnaires:repondre", args=[self.jeton]) if self.jeton else ""

    @property
    def anonyme(self) -> bool:
        return self.anonymat == Anonymat.ANONYME

    @property
    def fini(self) -> bool:
        """Of one sent as a link: its end has come."""
        passe = self.ferme_le is not None and self.ferme_le <= timezone.now()
        return self.etat == EtatQuestionnaire.CLOS or (self.etat == EtatQuestionnaire.OUVERT and passe)

    @property
    def attendu(self) -> bool:
        """Of one sent as a link: it is ready, and opens by itself at a moment to come."""
        tot = self.ouvre_le is not None and self.ouvre_le > timezone.now()
        return self.etat == EtatQuestionnaire.OUVERT and tot

    @property
    def accepte(self) -> bool:
        """Of one sent as a link: it may be answered now."""
        return self.etat == EtatQuestionnaire.OUVERT and not self.fini and not self.attendu


class Question(Versionne):
    """One thing asked. `options` are numbered from 0; a scale's degrees from 1.

    Frozen (`figee_le`) once its results were shown: whoever saw them could otherwise tell a new answer.
    """

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions")
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    rang = models.PositiveSmallIntegerField("rang", default=1, editable=False)
    genre = models.CharField("sorte de réponse", max_length=10, choices=Genre, default=Genre.CHOIX)
    texte = models.CharField("question", max_length=300)
    aide = models.CharField("précision", max_length=500, blank=True)
    options = ArrayField(
        models.CharField(max_length=OPTION_SIGNES),
        verbose_name="réponses proposées",
        default=list,
        blank=True,
    )
    degres = models.PositiveSmallIntegerField("échelle", choices=DEGRES, default=5)
    borne_basse = models.CharField("ce que veut dire 1", max_length=60, blank=True)
    borne_haute = models.CharField("ce que veut dire le plus haut", max_length=60, blank=True)
    obligatoire = models.BooleanField("réponse obligatoire", default=False)
    figee_le = models.DateTimeField("résultats montrés le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "question"
        ordering = ["questionnaire", "rang", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(genre__in=Genre.values), name="question_genre_connu"),
            models.CheckConstraint(
                condition=Q(genre__in=A_OPTIONS, options__len__gte=2)
                | (~Q(genre__in=A_OPTIONS) & Q(options__len=0)),
                name="question_a_ses_options",
            ),
            models.CheckConstraint(condition=~Q(texte=""), name="question_demande_quelque_chose"),
        ]

    def __str__(self) -> str:
        return self.texte

    @property
    def dossier(self) -> Dossier:
        return self.questionnaire.dossier

    @property
    def portee(self) -> UUID:
        return self.questionnaire.portee

    def choix_possibles(self) -> list[tuple[int, str]]:
        """The number and the words of each answer that can be counted; empty for a text or a file."""
        if self.genre == Genre.ECHELLE:
            return [(degre, self._degre(degre)) for degre in range(1, self.degres + 1)]
        return list(enumerate(self.options))

    def _degre(self, degre: int) -> str:
        borne = {1: self.borne_basse, self.degres: self.borne_haute}.get(degre, "")
        return f"{degre}, {borne}" if borne else str(degre)


class Repondant(models.Model):
    """Somebody who answers: of a séance (`participation`), or by the link, with a name if one is asked."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="repondants")
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    participation = models.ForeignKey(
        Participation, models.SET_NULL, null=True, blank=True, related_name="repondants"
    )
    nom = models.CharField("nom", max_length=80, blank=True, validators=[noms.valider])
    voie = models.CharField("voie", max_length=10, choices=Voie, default=Voie.EN_LIGNE, editable=False)
    saisi_par = models.ForeignKey(
        Acteur, models.PROTECT, null=True, related_name="+", verbose_name="saisie par", editable=False
    )
    cree_le = models.DateTimeField("répond depuis le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "personne qui répond"
        verbose_name_plural = "personnes qui répondent"
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "participation"], name="repondant_une_fois_par_seance"
            ),
            models.CheckConstraint(
                condition=Q(voie=Voie.EN_LIGNE, saisi_par=None)
                | Q(voie=Voie.PAPIER, saisi_par__isnull=False, participation=None),
                name="repondant_sur_papier_a_qui_le_saisit",
            ),
        ]

    def __str__(self) -> str:
        return self.nom or "Sans nom"


class Reponse(models.Model):
    """One answer: numbers (`choix`), a text or a file, once per person and question."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="reponses")
    repondant = models.ForeignKey(Repondant, models.CASCADE, related_name="reponses")
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    choix = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    texte = models.TextField("texte", max_length=TEXTE_MAX, blank=True)
    fichier = models.OneToOneField(
        Fichier, models.RESTRICT, null=True, related_name="reponse_de_questionnaire", verbose_name="fichier"
    )
    montree = models.BooleanField("montrée à la salle", default=False)
    le = models.DateTimeField("le", default=timezone.now, editable=False)

    objects = ReponseQuerySet.as_manager()

    class Meta:
        verbose_name = "réponse"
        constraints = [
            models.UniqueConstraint(fields=["question", "repondant"], name="reponse_une_par_personne"),
            models.CheckConstraint(
                condition=Q(choix__len__gt=0, texte="", fichier=None)
                | (Q(choix__len=0, fichier=None) & ~Q(texte=""))
                | Q(choix__len=0, texte="", fichier__isnull=False),
                name="reponse_dit_quelque_chose",
            ),
        ]

    def __str__(self) -> str:
        return self.texte[:60] or ", ".join(map(str, self.choix))


class Provenance(models.Model):
    """How many answers came by a door that another room names (`cle`). A count: no answer leads to it."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="provenances")
    cle = models.UUIDField("porte")
    voie = models.CharField("voie", max_length=10, choices=Voie)
    nombre = models.PositiveIntegerField("réponses", default=0)

    class Meta:
        verbose_name = "provenance"
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "cle", "voie"], name="provenance_une_par_porte_et_voie"
            ),
            models.CheckConstraint(condition=Q(voie__in=Voie.values), name="provenance_voie_connue"),
        ]

    def __str__(self) -> str:
        return f"{self.cle} {self.voie} : {self.nombre}"
