"""What people type in the collection."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from communs.dossiers.forms import AvecDemande
from communs.etats.forms import FormulaireVersionne
from communs.materiaux.enums import Consentement, GenreMateriau
from eclaireurs.evaluation.cadrage.models import Critere
from eclaireurs.evaluation.collecte.models import Apport, Collecte, Theme


class NouveauThemeForm(forms.ModelForm):
    class Meta:
        model = Theme
        fields = ["titre"]
        widgets = {"titre": forms.TextInput({"autocomplete": "off"})}


class ThemeForm(FormulaireVersionne):
    class Meta:
        model = Theme
        fields = ["titre", "synthese", "video"]
        widgets = {"synthese": forms.Textarea({"rows": 8})}
        help_texts = {
            "synthese": "Ce que ces indices disent ensemble, en dix lignes au plus.",
            "video": "Une minute, filmée au téléphone : déposez-la comme un indice, puis choisissez-la ici.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        videos = self.instance.dossier.materiaux.filter(genre=GenreMateriau.VIDEO, supprime_le=None)
        self.fields["video"].queryset = videos.order_by("-cree_le", "-pk")  # type: ignore[attr-defined]


def casiers(collecte: Collecte) -> list[tuple[str, Any]]:
    """Where a clue may be filed, as the choices of a list: themes, then criteria."""
    themes = [(f"theme:{t.uuid}", t.titre) for t in collecte.themes.all()]
    criteres = [(f"critere:{c.uuid}", c.titre) for c in criteres_de(collecte)]
    return [(nom, choix) for nom, choix in (("Thèmes", themes), ("Critères", criteres)) if choix]


def criteres_de(collecte: Collecte) -> Any:
    """The criteria of the dossier's frame."""
    return Critere.objects.filter(question__cadre__dossier=collecte.dossier_id)


class FiltresForm(forms.Form):
    """The wall's filters, kept in its address."""

    q = forms.CharField(label="Chercher", required=False, max_length=100)
    sorte = forms.ChoiceField(label="Sorte", required=False, choices=[("", "Toutes"), *GenreMateriau.choices])
    casier = forms.ChoiceField(label="Thème ou critère", required=False)
    accord = forms.ChoiceField(label="Accord", required=False, choices=[("", "Tous"), *Consentement.choices])

    def __init__(self, *args: Any, collecte: Collecte, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["casier"].choices = [  # type: ignore[attr-defined]
            ("", "Tous"),
            ("aucun", "Pas encore rangés"),
            *casiers(collecte),
        ]

    def choix(self) -> dict[str, Any]:
        """What is understood of the address; what is not is left out."""
        self.is_valid()
        return self.cleaned_data


class RangerForm(forms.Form):
    """Clues, where to file them, and whether to put them there or take them out."""

    casier = forms.ChoiceField(
        label="Thème ou critère",
        error_messages={"required": "Choisissez où les ranger.", "invalid_choice": "Ce thème n’est plus là."},
    )
    geste = forms.ChoiceField(choices=[("ranger", "Ranger"), ("sortir", "Retirer")])

    def __init__(self, *args: Any, collecte: Collecte, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.collecte = collecte
        self.fields["casier"].choices = [("", "Choisir…"), *casiers(collecte)]  # type: ignore[attr-defined]

    def clean_casier(self) -> Theme | Critere:
        sorte, _, cle = self.cleaned_data["casier"].partition(":")
        siens: Any = self.collecte.themes if sorte == "theme" else criteres_de(self.collecte)
        casier = siens.filter(uuid=UUID(cle)).first()
        if casier is None:  # deleted since the page was read
            raise ValidationError("Ce thème n’est plus là.")
        return casier


class ApportForm(AvecDemande, forms.ModelForm):
    class Meta:
        model = Apport
        fields = ["genre", "theme", "texte"]
        widgets = {"texte": forms.Textarea({"rows": 4}), "genre": forms.RadioSelect}

    def __init__(self, *args: Any, collecte: Collecte, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = collecte.themes.all()  # type: ignore[attr-defined]
        self.fields["theme"].empty_label = "L’ensemble"  # type: ignore[attr-defined]
        self.fields["genre"].choices = self._meta.model._meta.get_field("genre").choices  # type: ignore


class SuiteForm(forms.ModelForm):
    vue = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    class Meta:
        model = Apport
        fields = ["suite"]
        widgets = {"suite": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("vue", self.instance.suite)
        self.fields["suite"].required = True

    def _post_clean(self) -> None:
        """The service writes, under its lock."""
