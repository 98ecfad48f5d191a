"""What people type about where they stand."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django import forms

from communs.etats.forms import ABIME
from communs.etats.views import Divergence
from sonar.trajectoire.enums import Genre, Niveau
from sonar.trajectoire.models import NOTE_MAX, EtapeTrajectoire, Indicateur, PointTrajectoire, Sujet
from sonar.trajectoire.services import Reponse

SANS_REPONSE = ("", "Je ne sais pas")


class SujetForm(forms.ModelForm):
    """`demande` names the form: sent twice, it opens one subject."""

    demande = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Sujet
        fields = ["genre", "intitule"]
        widgets = {"genre": forms.RadioSelect, "intitule": forms.TextInput({"autocomplete": "off"})}
        help_texts = {
            "intitule": "Ce que vos collègues liront\u00a0: le nom de la collectivité, ou celui du projet."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("demande", uuid4())
        genre: Any = self.fields["genre"]
        genre.choices = Genre.choices

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or self.cleaned_data
        if "demande" in self.errors:
            self.add_error(None, ABIME)
        return saisie


class EtapeForm(forms.Form):
    """One stage of a draft: for each indicator, a level and a note."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(
        self,
        *args: Any,
        indicateurs: Iterable[Indicateur],
        points: Mapping[int, PointTrajectoire],
        version: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.indicateurs = list(indicateurs)
        self.initial["version"] = version
        for indicateur in self.indicateurs:
            point = points.get(indicateur.pk)
            self.fields[f"niveau_{indicateur.pk}"] = forms.TypedChoiceField(
                label=indicateur.texte,
                choices=[*Niveau.choices, SANS_REPONSE],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"note_{indicateur.pk}"] = forms.CharField(
                label="Une note, si vous voulez",
                max_length=NOTE_MAX,
                required=False,
                widget=forms.Textarea({"rows": 2}),
            )
            niveau = point.niveau if point is not None else None
            self.initial[f"niveau_{indicateur.pk}"] = "" if niveau is None else niveau
            self.initial[f"note_{indicateur.pk}"] = point.note if point is not None else ""

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or self.cleaned_data
        if "version" in self.errors:
            self.add_error(None, ABIME)
        return saisie

    def lignes(self) -> list[dict[str, Any]]:
        """For the template: each indicator with its two fields."""
        return [
            {"indicateur": i, "niveau": self[f"niveau_{i.pk}"], "note": self[f"note_{i.pk}"]}
            for i in self.indicateurs
        ]

    def reponses(self) -> dict[int, Reponse]:
        return {
            i.pk: Reponse(
                self.cleaned_data.get(f"niveau_{i.pk}"), self.cleaned_data.get(f"note_{i.pk}", "").strip()
            )
            for i in self.indicateurs
        }

    def divergences(self, enregistres: Mapping[int, PointTrajectoire]) -> list[Divergence]:
        """Both texts, where what was typed is not what is stored."""
        trouvees = []
        for indicateur in self.indicateurs:
            leur = enregistres.get(indicateur.pk)
            votre = self.reponses()[indicateur.pk]
            eux = _dire(leur.niveau, leur.note) if leur is not None else ""
            vous = _dire(votre.niveau, votre.note)
            if eux != vous:
                trouvees.append(Divergence(indicateur.texte, eux, vous))
        return trouvees


def _dire(niveau: int | None, note: str) -> str:
    return "\n".join(t for t in ("" if niveau is None else Niveau(niveau).label, note) if t)


class AvisForm(forms.Form):
    """In a séance: a level for each stage; what is left out is not said."""

    def __init__(self, *args: Any, etapes: Iterable[EtapeTrajectoire], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.etapes = list(etapes)
        for etape in self.etapes:
            self.fields[etape.cle] = forms.TypedChoiceField(
                label=etape.nom,
                choices=[*Niveau.choices, SANS_REPONSE],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    def lignes(self) -> list[dict[str, Any]]:
        return [{"etape": e, "niveau": self[e.cle]} for e in self.etapes]

    def avis(self) -> dict[int, int | None]:
        return {e.pk: self.cleaned_data.get(e.cle) for e in self.etapes}
