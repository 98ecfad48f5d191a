"""The address of a bulletin or of an issue, given again."""

from typing import Any

from communs.etats.forms import FormulaireVersionne
from veille.models import Bulletin, Numero


class _AdresseForm(FormulaireVersionne):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cle"].help_text = (
            f"Aujourd’hui : {self.instance.get_absolute_url()}. Ce que vos lecteurs ont gardé, liens et "
            "favoris, mènera à la nouvelle adresse."
        )


class AdresseDuBulletinForm(_AdresseForm):
    class Meta:
        model = Bulletin
        fields = ["cle"]
        labels = {"cle": "Nouvelle adresse"}


class AdresseDuNumeroForm(_AdresseForm):
    class Meta:
        model = Numero
        fields = ["cle"]
        labels = {"cle": "Nouvelle adresse"}
