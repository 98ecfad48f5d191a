"""What people type in a fiche."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from communs.dossiers.forms import AvecDemande
from communs.dossiers.models import Dossier
from communs.etats.forms import FormulaireVersionne
from sonar.fabrique.fiches import EntreeDeBord, ReponseDeFabrique, UsageDePratique
from sonar.fabrique.models import Pratique

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
POURQUOI = "Dites en une phrase pourquoi cette question ne se pose pas ici."
# Who reads it: said where it is written.
ENTRE_VOUS = "Les personnes qui lisent ce dossier le liront."


class ReponseForm(FormulaireVersionne):
    """`tour` is the lap its reader saw: an answer never slips into the next one."""

    tour = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    class Meta:
        model = ReponseDeFabrique
        fields = ["texte", "sans_objet", "motif"]
        widgets = {"texte": forms.Textarea({"rows": 10}), "motif": forms.TextInput({"autocomplete": "off"})}
        help_texts = {
            "texte": f"Ce que vous savez, et ce que vous ne savez pas. {ENTRE_VOUS}",
            "sans_objet": "La question compte alors comme traitée. Ce qui était écrit est gardé.",
            "motif": "Demandé si la question est sans objet.",
        }

    def clean(self) -> dict[str, Any]:
        saisie = super().clean()
        if not saisie.get("sans_objet"):
            saisie["motif"] = ""
        elif not saisie.get("motif") and "motif" not in self.errors:
            self.add_error("motif", POURQUOI)
        return saisie

    def changements(self) -> dict[str, Any]:
        return {nom: self.cleaned_data[nom] for nom in self.Meta.fields}

    def validate_constraints(self) -> None:
        """`clean` has said it already, beside its field."""


USAGE = ["quand", "avec_qui", "changement"]
AIDES_USAGE = {
    "quand": "Une date, une période\u00a0: «\u00a0le 12 mars, une demi-journée\u00a0».",
    "avec_qui": "Des fonctions plutôt que des noms\u00a0: «\u00a0deux agents, l’élue aux écoles\u00a0».",
    "changement": f"Ce que vous avez vu, et ce que vous faites autrement depuis. {ENTRE_VOUS}",
}
LONG = {"changement": forms.Textarea({"rows": 6})}


class NoterPratiqueForm(AvecDemande, forms.ModelForm):
    class Meta:
        model = UsageDePratique
        fields = USAGE
        help_texts = AIDES_USAGE
        widgets = LONG

    def champs(self) -> dict[str, Any]:
        return {nom: self.cleaned_data[nom] for nom in USAGE}


class CorrigerPratiqueForm(FormulaireVersionne):
    class Meta(NoterPratiqueForm.Meta):
        pass


ENTREE = ["le", "texte", "etape", "pratique_cle"]


class _Entree(forms.ModelForm):
    """The fields of a logbook entry; the practice is chosen among those of the content."""

    pratique_cle = forms.ChoiceField(label="Pratique", required=False)

    class Meta:
        model = EntreeDeBord
        fields = ENTREE
        widgets = {"le": DATE, "texte": forms.Textarea({"rows": 8})}
        help_texts = {
            "le": "Le jour où cela s’est passé.",
            "texte": "Ce que vous avez fait, essayé, entendu, abandonné. Ne nommez que des personnes "
            f"d’accord pour l’être. {ENTRE_VOUS}",
            "etape": "Si l’entrée se rattache à une étape du cycle.",
        }

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aujourdhui = timezone.localdate(timezone=dossier.fuseau)
        self.noms = dict(Pratique.objects.values_list("cle", "nom"))
        if self.instance.pratique_cle:  # one that left the content since
            self.noms.setdefault(self.instance.pratique_cle, self.instance.pratique_nom)
        champs: Any = self.fields
        champs["pratique_cle"].choices = [("", "Aucune"), *self.noms.items()]
        champs["etape"].choices = [("", "Aucune"), *champs["etape"].choices[1:]]

    def clean_le(self) -> Any:
        le = self.cleaned_data["le"]
        if le > self.aujourdhui:
            raise ValidationError("Un journal de bord dit ce qui a eu lieu\u00a0: choisissez un jour passé.")
        return le

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or self.cleaned_data
        saisie["pratique_nom"] = self.noms.get(saisie.get("pratique_cle", ""), "")
        return saisie

    def champs(self) -> dict[str, Any]:
        return {nom: self.cleaned_data[nom] for nom in (*ENTREE, "pratique_nom")}


class ConsignerForm(_Entree, AvecDemande):
    class Meta(_Entree.Meta):
        pass

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, dossier=dossier, **kwargs)
        self.initial.setdefault("le", self.aujourdhui)


class CorrigerEntreeForm(_Entree, FormulaireVersionne):
    class Meta(_Entree.Meta):
        pass
