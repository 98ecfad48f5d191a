"""What the évaluateur types at the desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from communs.etats.forms import FormulaireVersionne
from communs.web.champs import HeuresDuFuseau
from eclaireurs.evaluation.enquete.enums import EtatContribution
from eclaireurs.evaluation.enquete.models import Enquete

QUAND = {"type": "datetime-local"}
FORMAT = "%Y-%m-%dT%H:%M"


class ReglerForm(HeuresDuFuseau, FormulaireVersionne):
    """The hours are those of the dossier's own zone."""

    class Meta:
        model = Enquete
        fields = [
            "titre",
            "introduction",
            "suites",
            "ouvre_le",
            "ferme_le",
            "accepte_fichiers",
            "questionnaire",
        ]
        widgets = {
            "introduction": forms.Textarea({"rows": 6}),
            "suites": forms.Textarea({"rows": 4}),
            "ouvre_le": forms.DateTimeInput(QUAND, format=FORMAT),
            "ferme_le": forms.DateTimeInput(QUAND, format=FORMAT),
        }
        help_texts = {
            "ouvre_le": "Vide, elle s’ouvre dès que vous la publiez.",
            "ferme_le": "Vide, vous la clorez vous-même.",
            "questionnaire": "Un questionnaire de ce dossier, envoyé par un lien, que la page propose.",
        }

    def __init__(self, *args: Any, instance: Enquete, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, fuseau=instance.dossier.fuseau, **kwargs)
        siens = self.instance.dossier.questionnaires.par_lien()
        self.fields["questionnaire"].queryset = siens  # type: ignore[attr-defined]
        self.fields["questionnaire"].empty_label = "Aucun"  # type: ignore[attr-defined]


class FiltreForm(forms.Form):
    """Which contributions, kept in the address."""

    etat = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "Toutes"), *EtatContribution.choices],
        initial=EtatContribution.RECUE,
    )

    def etat_voulu(self) -> str:
        """What the address asks; those to be read when it says nothing that is understood."""
        self.is_valid()
        if "etat" not in self.data:
            return EtatContribution.RECUE
        return self.cleaned_data.get("etat", EtatContribution.RECUE)


class ChoisirForm(forms.Form):
    """What to do with the ticked clues."""

    GESTES = (("public", "Rendre publics"), ("prive", "Garder privés"), ("defaut", "Comme « qui le voit »"))

    geste = forms.ChoiceField(choices=GESTES)

    def publie(self) -> bool | None:
        return {"public": True, "prive": False, "defaut": None}[self.cleaned_data["geste"]]


class DeciderForm(forms.Form):
    """A moderator's decision. `version`: the contribution as it stood before her eyes."""

    geste = forms.ChoiceField(choices=[(n, n) for n in ("accepter", "refuser", "demander", "revoir")])
    version = forms.IntegerField(min_value=1)
    motif = forms.CharField(
        label="Ce que vous lui répondez", max_length=2000, required=False, widget=forms.Textarea({"rows": 4})
    )

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or self.cleaned_data
        if saisie.get("geste") in {"refuser", "demander"} and not saisie.get("motif", "").strip():
            raise ValidationError({"motif": "Dites pourquoi : la personne qui a contribué le lira."})
        return saisie
