"""What participants type, on a phone and without an account."""

from typing import Any
from uuid import uuid4

from django import forms

from communs.web.codes import lire_code
from nuancier.sessions.enums import Suite
from nuancier.sessions.models_stagiaires import COMPETENCES_MAX, Bilan, Stagiaire

ECHELLE = [("1", "1, pas du tout"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5, tout à fait")]
BESOINS = (
    "Boucle magnétique, langue des signes, place près de la porte, régime… Seules les personnes qui animent "
    "le lisent, et c’est effacé dès que la session a eu lieu."
)


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code de la session",
        max_length=20,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        return lire_code(self.cleaned_data["code"])


class MoiForm(forms.ModelForm):
    """Who she is: asked when she joins or confirms, corrected later."""

    class Meta:
        model = Stagiaire
        fields = ["nom", "service", "organisation", "besoins"]
        widgets = {
            "nom": forms.TextInput({"autocomplete": "name"}),
            "organisation": forms.TextInput({"autocomplete": "organization"}),
            "besoins": forms.Textarea({"rows": 3}),
        }
        help_texts = {"besoins": BESOINS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nom"].required = True


class RejoindreForm(MoiForm):
    """`demande` makes the same form sent twice count once."""

    demande = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    class Meta(MoiForm.Meta):
        fields = ["nom", "service", "organisation", "email", "besoins"]
        help_texts = {
            **MoiForm.Meta.help_texts,
            "email": "Pour recevoir votre lien et votre convocation. Sinon, gardez celle de votre page.",
        }


class AttentesForm(forms.Form):
    attentes = forms.CharField(
        label="Qu’attendez-vous de cette formation ?",
        help_text="Une question, une situation qui vous résiste, une envie. Les personnes qui animent vous "
        "lisent ; votre nom n’est pas imprimé.",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
    )
    competences = forms.MultipleChoiceField(
        label=f"Ce qui vous serait le plus utile ({COMPETENCES_MAX} au plus)",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, competences: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ = self.fields["competences"]
        assert isinstance(champ, forms.MultipleChoiceField)  # noqa: S101  (for the type checker)
        champ.choices = [(c, c) for c in competences]
        if not competences:
            del self.fields["competences"]

    def clean_competences(self) -> list[str]:
        choisies = self.cleaned_data["competences"]
        if len(choisies) > COMPETENCES_MAX:
            raise forms.ValidationError(f"Choisissez-en {COMPETENCES_MAX} au plus.")
        return choisies


class NoteField(forms.TypedChoiceField):
    """A mark from 1 to 5, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=ECHELLE,
            coerce=int,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect({"class": "echelle"}),
            **kwargs,
        )


class SatisfactionForm(forms.ModelForm):
    contenu = NoteField(label="Le contenu m’a appris quelque chose")
    animation = NoteField(label="L’animation m’a aidé à apprendre")
    rythme = NoteField(label="Le rythme m’a convenu")
    utilite = NoteField(label="Je m’en servirai dans mon travail")

    class Meta:
        model = Bilan
        fields = ["contenu", "animation", "rythme", "utilite", "mots"]
        labels = {"mots": "En quelques mots : ce qui vous reste, ce qui vous a manqué"}
        widgets = {"mots": forms.Textarea({"rows": 4})}


class LundiForm(forms.ModelForm):
    class Meta:
        model = Bilan
        fields = ["lundi"]
        labels = {"lundi": "Ce que je ferai lundi"}
        help_texts = {
            "lundi": "Un seul geste, petit, à votre portée. Dans trois mois, nous vous demanderons ce qu’il "
            "est devenu."
        }
        widgets = {"lundi": forms.Textarea({"rows": 3})}


class CritiqueForm(forms.ModelForm):
    class Meta:
        model = Bilan
        fields = ["situation", "marche", "manque", "accord", "signee"]
        labels = {
            "situation": "De quelle situation vécue parlez-vous ?",
            "marche": "Ce qui a marché",
            "manque": "Ce qui n’a pas marché, ce qui manque",
            "accord": "Ce texte peut figurer dans le livret de la session",
            "signee": "Avec mon nom",
        }
        help_texts = {
            "situation": "Un atelier, une visite, une discussion : ce que vous avez fait ou vu.",
            "signee": "Sans cette case, le texte est imprimé sans nom.",
        }
        widgets = {nom: forms.Textarea({"rows": 4}) for nom in ("situation", "marche", "manque")}

    def clean(self) -> dict[str, Any]:
        """A name without the agreement to appear means nothing."""
        saisie = super().clean() or {}
        saisie["signee"] = bool(saisie.get("signee") and saisie.get("accord"))
        return saisie


class SuiviForm(forms.ModelForm):
    class Meta:
        model = Bilan
        fields = ["suite", "suivi"]
        labels = {"suite": "Où en êtes-vous ?", "suivi": "Racontez en deux lignes"}
        widgets = {"suite": forms.RadioSelect, "suivi": forms.Textarea({"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ = self.fields["suite"]
        champ.required = True
        assert isinstance(champ, forms.ChoiceField)  # noqa: S101  (for the type checker)
        champ.choices = Suite.choices
