"""Everything that people type about paths."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator

from communs.collectivites import noms
from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite
from communs.dossiers.forms import AvecDemande
from communs.etats.forms import FormulaireVersionne
from nuancier.models import Famille, Module, Teinte
from nuancier.parcours.enums import Moment, Visibilite
from nuancier.parcours.models import MAX_JOURS, MAX_PASTILLES, Geste, Parcours, Pastille
from nuancier.parcours.services import TROP_DE_PASTILLES

TEINTE_INCONNUE = "Cette teinte n’est pas, ou n’est plus, dans le Nuancier."
MODULE_INCONNU = "Ce module n’est plus dans le Nuancier."
PRESENTATION = ["titre", "intention", "participants", "jours"]
AIDES = {
    "titre": "Celui que vos collègues reconnaîtront, par exemple « Trois jours pour repartir des usages ».",
    "intention": "À qui s’adresse cette formation, et ce qu’elle doit changer.",
    "participants": "La taille du groupe, si vous la connaissez.",
    "jours": "Le nombre de jours dont vous disposez, si vous le connaissez.",
}
EXPLICATIONS = {
    Visibilite.PRIVE: "Personne d’autre ne le lit.",
    Visibilite.COLLECTIVITE: "Les membres de la collectivité choisie le lisent et peuvent en faire une "
    "copie. Vous seul y écrivez.",
    Visibilite.PUBLIC: "N’importe qui le lit et peut en repartir, sans compte. Vos notes sur les pastilles "
    "se lisent ; la préparation reste entre vous.",
}


class ChoixField(forms.CharField):
    """What one picks in the chart: « 4.1 », or « 4.1-aller-voir » for one of its modules."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=80, widget=forms.HiddenInput, **kwargs)

    def clean(self, value: Any) -> tuple[Teinte, Module | None]:
        code, _, cle = super().clean(value).partition("-")
        teinte = Teinte.objects.en_vue().select_related("famille").filter(code=code).first()
        if teinte is None:
            raise ValidationError(TEINTE_INCONNUE)
        if not cle:
            modules = list(teinte.modules.order_by("rang", "pk")[:2])
            return teinte, modules[0] if len(modules) == 1 else None
        module = teinte.modules.filter(cle=cle).first()
        if module is None:
            raise ValidationError(MODULE_INCONNU)
        return teinte, module


class ChoisirForm(forms.Form):
    """One teinte or module, for the basket."""

    choix = ChoixField()


class AjouterForm(AvecDemande, ChoisirForm):
    """One teinte or module, for a path; sent twice it adds one chip."""


class ChercherForm(forms.Form):
    q = forms.CharField(label="Chercher une teinte", max_length=100, required=False)


class DesUn(forms.ModelForm):
    """Whole numbers counted from one: Django's positive fields would say « zéro »."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for champ in self.fields.values():
            if isinstance(champ, forms.IntegerField) and not champ.widget.is_hidden:
                autres = [v for v in champ.validators if not isinstance(v, MinValueValidator)]
                champ.validators = [MinValueValidator(1), *autres]
                champ.widget.attrs |= {"min": 1, "inputmode": "numeric"}


class NouveauForm(AvecDemande, DesUn):
    class Meta:
        model = Parcours
        fields = PRESENTATION
        widgets = {"intention": forms.Textarea(attrs={"rows": 4})}
        help_texts = AIDES


class PresentationForm(DesUn, FormulaireVersionne):
    class Meta:
        model = Parcours
        fields = PRESENTATION
        widgets = {"intention": forms.Textarea(attrs={"rows": 4})}
        help_texts = AIDES


class CopierForm(AvecDemande, forms.ModelForm):
    class Meta:
        model = Parcours
        fields = ["titre"]


class VerserForm(AvecDemande, forms.Form):
    """Where the basket goes: a new path of this title, or the end of one of one's own."""

    parcours = forms.ModelChoiceField(
        Parcours.objects.none(), label="Où", required=False, empty_label="Un nouveau parcours"
    )
    titre = forms.CharField(
        label="Titre du nouveau parcours",
        max_length=120,
        required=False,
        help_text=AIDES["titre"],
        validators=[noms.valider],
    )

    def __init__(self, *args: Any, identite: Identite, nombre: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nombre = nombre
        siens = Parcours.objects.de(identite).order_by("-modifie_le", "-pk")
        self.fields["parcours"].queryset = siens  # type: ignore[attr-defined]
        if not siens.exists():
            del self.fields["parcours"]

    def clean(self) -> dict[str, Any]:
        saisie = super().clean()
        if saisie.get("parcours") is None and not saisie.get("titre") and "titre" not in self.errors:
            self.add_error("titre", "Donnez un titre au nouveau parcours.")
        vise = saisie.get("parcours")
        if vise is not None and vise.pastilles.count() + self.nombre > MAX_PASTILLES:
            self.add_error("parcours", TROP_DE_PASTILLES)
        return saisie


class PastilleForm(DesUn, FormulaireVersionne):
    class Meta:
        model = Pastille
        fields = ["module", "demi_journees", "jour", "moment", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "demi_journees": "Laissez vide pour garder la durée du module.",
            "jour": "Laissez vide pour placer la pastille à la suite de la précédente.",
            "moment": "Sans moment, la pastille commence le matin.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        modules = self.fields["module"]
        modules.queryset = Module.objects.filter(teinte=self.instance.teinte_id)  # type: ignore[attr-defined]
        modules.empty_label = "Pas de module pour l’instant"  # type: ignore[attr-defined]
        self.fields["moment"].choices = [("", "À la suite"), *Moment.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        saisie = super().clean()
        if saisie.get("moment") and saisie.get("jour") is None and "jour" not in self.errors:
            self.add_error("jour", "Un matin ou un après-midi demande un jour.")
        return saisie


class DeplacerForm(forms.Form):
    rang = forms.IntegerField(min_value=0, max_value=MAX_PASTILLES + 1)


class CocherForm(forms.Form):
    fait = forms.BooleanField(required=False)


class AjouterGesteForm(AvecDemande, forms.ModelForm):
    class Meta:
        model = Geste
        fields = ["texte"]
        labels = {"texte": "Ajouter un geste à vous"}


class NoteForm(FormulaireVersionne):
    """The note of a line; its text too when it is one's own."""

    class Meta:
        model = Geste
        fields = ["texte", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.conseil:
            del self.fields["texte"]


class PartageForm(FormulaireVersionne):
    class Meta:
        model = Parcours
        fields = ["visibilite", "collectivite"]
        widgets = {"visibilite": forms.RadioSelect}

    def __init__(self, *args: Any, identite: Identite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        siennes = Collectivite.objects.filter(pk__in=identite.ids_collectivites).order_by("nom", "pk")
        champ = self.fields["collectivite"]
        champ.queryset, champ.empty_label = siennes, "Aucune"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        saisie = super().clean()
        if saisie.get("visibilite") == Visibilite.COLLECTIVITE and saisie.get("collectivite") is None:
            self.add_error("collectivite", "Choisissez la collectivité avec laquelle partager ce parcours.")
        return saisie

    def explications(self) -> list[tuple[forms.BoundField, str]]:
        """Each choice with what it means."""
        return [
            (choix, EXPLICATIONS[Visibilite(valeur)])  # type: ignore[misc]
            for choix, valeur in zip(self["visibilite"].subwidgets, Visibilite.values, strict=True)
        ]


class ModererForm(forms.ModelForm):
    class Meta:
        model = Parcours
        fields = ["modere_motif"]
        labels = {"modere_motif": "Pourquoi"}
        help_texts = {"modere_motif": "La personne qui a écrit ce parcours lira cette phrase."}
        widgets = {"modere_motif": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["modere_motif"].required = True

    def _post_clean(self) -> None:
        """Nothing of the row is validated here: the service writes the whole of it."""


class FiltreForm(forms.Form):
    """What narrows the list of paths; everything in the address."""

    q = forms.CharField(label="Mots du titre", max_length=100, required=False)
    famille = forms.ModelChoiceField(
        Famille.objects.all(), label="Famille", required=False, empty_label="Toutes", to_field_name="numero"
    )
    jours = forms.IntegerField(label="Jours, au plus", min_value=1, max_value=MAX_JOURS, required=False)
