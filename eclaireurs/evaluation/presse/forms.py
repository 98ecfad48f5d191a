"""What a journalist types."""

from typing import Any

from django import forms

from communs.collectivites.identite import Identite
from communs.dossiers.forms import AvecDemande
from communs.etats.forms import FormulaireVersionne
from communs.fichiers.enums import TypeFichier
from communs.fichiers.forms import ChampFichier
from eclaireurs.evaluation.presse.models import Article
from eclaireurs.evaluation.suivi.models import Plan

TYPES = (TypeFichier.DOCUMENT, TypeFichier.IMAGE, TypeFichier.SON, TypeFichier.VIDEO)


class _AvecUnePiece(forms.ModelForm):
    """The words, and the file that may go with them (`piece`: what `services` calls `depot`)."""

    piece = ChampFichier(label="Un fichier, s’il y en a un", types=TYPES, required=False)

    class Meta:
        model = Article
        fields = ["titre", "media", "texte"]
        widgets = {"texte": forms.Textarea({"rows": 12})}
        help_texts = {
            "media": "Le journal, la radio, le site… ou rien, si vous écrivez en votre nom.",
            "texte": "Votre article, ou ce que vous voulez en donner à lire ici.",
        }

    def __init__(self, *args: Any, plan: Plan, identite: Identite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        piece: ChampFichier = self.fields["piece"]  # type: ignore[assignment]
        piece.pour(identite=identite, collectivite=plan.dossier.collectivite)

    def champs(self) -> dict[str, Any]:
        """The words."""
        return {nom: self.cleaned_data[nom] for nom in ("titre", "media", "texte")}


class VerserForm(AvecDemande, _AvecUnePiece):
    field_order = ["titre", "media", "texte", "piece"]


class ReprendreForm(_AvecUnePiece, FormulaireVersionne):
    sans_fichier = forms.BooleanField(label="Enlever le fichier joint", required=False)
    field_order = ["titre", "media", "texte", "sans_fichier", "piece"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        joint = self.instance.fichier
        if joint is None:
            del self.fields["sans_fichier"]
        else:
            self.fields["piece"].label = "Un autre fichier à la place"
            self.fields["sans_fichier"].help_text = joint.nom
