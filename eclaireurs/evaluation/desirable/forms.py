"""What is ticked, ordered and written of the report."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from communs.etats.forms import FormulaireVersionne
from communs.fichiers.enums import TypeFichier
from eclaireurs.evaluation.desirable.models import Desirable, Piece
from eclaireurs.evaluation.desirable.services import PIECES_MAX


class _Cles(forms.MultipleChoiceField):
    """Keys of what is offered; the service ignores one that is no longer."""

    def valid_value(self, value: str) -> bool:
        return len(value) <= 60


class ChoisirForm(forms.Form):
    cles = _Cles(error_messages={"required": "Cochez au moins une chose à faire entrer dans le rapport."})

    def clean_cles(self) -> list[str]:
        return self.cleaned_data["cles"][: 2 * PIECES_MAX]


class PlacerForm(forms.Form):
    """Where a piece goes; a rank of 0 is the place above the first, which is the first."""

    piece = forms.UUIDField()
    rang = forms.IntegerField(min_value=0, max_value=10 * PIECES_MAX)
    version = forms.IntegerField(min_value=1)


class RetirerForm(forms.Form):
    piece = forms.UUIDField()


class MotifForm(forms.Form):
    motif = forms.CharField(max_length=500, required=False)


def photos(rapport: Desirable) -> QuerySet[Piece]:
    """The pictures among the report's pieces that may be shown now."""
    from communs.materiaux.models import Materiau

    montrables = Materiau.objects.filter(
        dossier=rapport.dossier, fichier__type=TypeFichier.IMAGE
    ).montrables()
    return rapport.pieces.filter(materiau__in=montrables).select_related("materiau").order_by("numero")


class TitreForm(FormulaireVersionne):
    class Meta:
        model = Desirable
        fields = ["titre", "chapeau", "couverture"]
        widgets = {"chapeau": forms.Textarea({"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        couverture: forms.ModelChoiceField = self.fields["couverture"]  # type: ignore[assignment]
        couverture.queryset = photos(self.instance)
        couverture.empty_label = "Aucune : un dessin prendra la place"
        couverture.help_text = (
            "Parmi les photos déjà dans le rapport. La plus grande est souvent la plus simple."
        )


class LegendeForm(FormulaireVersionne):
    class Meta:
        model = Piece
        fields = ["legende"]
        help_texts = {
            "legende": "Une phrase, sous la photo ou l’indice. Le titre, la source et la date viennent du "
            "dossier."
        }
