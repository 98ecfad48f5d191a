from django import forms

from sonar.journal.enums import Forme


class FormulaireImpression(forms.Form):
    """Which of the two forms; anything else, by name or by value, is refused."""

    forme = forms.ChoiceField(
        choices=Forme, error_messages={"required": "Choisissez ce qu’il faut imprimer."}
    )

    def clean(self) -> None:
        if set(self.data) - set(self.fields):
            raise forms.ValidationError("Cette demande contient un champ que nous ne connaissons pas.")
