"""What people type about the frame."""

from typing import Any

from django import forms

from communs.dossiers.models import Dossier, Participant
from communs.etats.forms import FormulaireVersionne
from eclaireurs.evaluation.cadrage.enums import EtatPresence, GenreRencontre
from eclaireurs.evaluation.cadrage.models import Cadre, Critere, Question, Rencontre

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
HEURE = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class PerimetreForm(FormulaireVersionne):
    class Meta:
        model = Cadre
        fields = ["perimetre", "hors_perimetre"]
        widgets = {"perimetre": forms.Textarea({"rows": 6}), "hors_perimetre": forms.Textarea({"rows": 4})}


class QuestionForm(forms.ModelForm):
    class Meta:
        model = Question
        fields = ["texte"]
        widgets = {"texte": forms.TextInput({"autocomplete": "off"})}


class CorrigerQuestionForm(FormulaireVersionne):
    class Meta(QuestionForm.Meta):
        pass


class CritereForm(forms.ModelForm):
    class Meta:
        model = Critere
        fields = ["titre", "signe"]
        widgets = {
            "titre": forms.TextInput({"autocomplete": "off"}),
            "signe": forms.TextInput({"autocomplete": "off"}),
        }


class CorrigerCritereForm(FormulaireVersionne):
    class Meta(CritereForm.Meta):
        pass


class ProgrammerForm(forms.ModelForm):
    class Meta:
        model = Rencontre
        fields = ["genre", "titre", "le"]
        widgets = {"le": DATE}

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or {}
        if saisie.get("genre") == GenreRencontre.AUTRE and not saisie.get("titre"):
            self.add_error("titre", "Dites de quelle rencontre il s’agit.")
        return saisie


class RencontreForm(FormulaireVersionne):
    class Meta:
        model = Rencontre
        fields = ["titre", "le", "heure", "lieu", "ordre_du_jour", "compte_rendu"]
        widgets = {
            "le": DATE,
            "heure": HEURE,
            "ordre_du_jour": forms.Textarea({"rows": 5}),
            "compte_rendu": forms.Textarea({"rows": 12}),
        }


class PresencesForm(forms.Form):
    """One choice per person of the dossier."""

    def __init__(self, *args: Any, dossier: Dossier, rencontre: Rencontre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        deja = dict(rencontre.presences.values_list("participant_id", "etat"))
        presents = dossier.participants.presents().avec_noms().order_by("pk")
        partis = dossier.participants.exclude(retire_le=None).filter(pk__in=deja).avec_noms().order_by("pk")
        self.personnes: list[Participant] = [*presents, *partis]
        for participant in self.personnes:
            self.fields[participant.uuid.hex] = forms.ChoiceField(
                label=participant.nom_affiche,
                choices=[("", "Non noté"), *EtatPresence.choices],
                initial=deja.get(participant.pk, ""),
                required=False,
            )

    def presences(self) -> dict[Participant, str]:
        return {p: self.cleaned_data[p.uuid.hex] for p in self.personnes}


class SignerForm(forms.Form):
    engagement = forms.IntegerField(min_value=1)
