"""Fields of the desk: a date with its precision, the address of a page."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from veille.dates import MOIS, SAISONS, lire_date
from veille.notices.verifications import lire_adresse

_MOIS = [
    ("", "Mois ou saison"),
    ("Mois", [(f"{rang:02}", nom) for rang, nom in enumerate(MOIS, 1)]),
    ("Saison", [(str(rang), nom) for rang, nom in SAISONS.items()]),
]
_JOURS = [("", "Jour"), *((f"{jour:02}", str(jour)) for jour in range(1, 32))]


class TroisMenus(forms.MultiWidget):
    """Year, then month or season, then day: what stays empty is what is not known."""

    template_name = "veille/notices/champ_date.html"
    use_fieldset = True

    def __init__(self) -> None:
        annee = {"inputmode": "numeric", "maxlength": "4", "placeholder": "Année", "aria-label": "Année"}
        super().__init__(
            {
                "annee": forms.TextInput(attrs=annee),
                "mois": forms.Select(choices=_MOIS, attrs={"aria-label": "Mois ou saison"}),
                "jour": forms.Select(choices=_JOURS, attrs={"aria-label": "Jour"}),
            }
        )

    def decompress(self, value: str | None) -> list[str]:
        morceaux = (value or "").split("-")
        return [*morceaux, "", "", ""][:3]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_


class ChampDate(forms.MultiValueField):
    """A date as `veille.dates` writes it."""

    def __init__(self, **kwargs: Any) -> None:
        champs = (
            forms.CharField(required=False, max_length=4),
            forms.ChoiceField(required=False, choices=_MOIS),
            forms.ChoiceField(required=False, choices=_JOURS),
        )
        super().__init__(
            champs,
            widget=TroisMenus(),
            required=False,
            require_all_fields=False,
            help_text="Seulement ce que vous savez : l’année, l’année et la saison, le mois, ou le jour.",
            **kwargs,
        )

    def compress(self, data_list: list[str]) -> str:
        annee, mois, jour = [*(data_list or []), "", "", ""][:3]
        if not (annee or mois or jour):
            return ""
        if not annee.isdecimal() or len(annee) != 4:
            raise ValidationError("Écrivez l’année en quatre chiffres.", code="date")
        if jour and (not mois or int(mois) > 12):
            raise ValidationError("Un jour va avec un mois : choisissez-le, ou effacez le jour.", code="date")
        texte = "-".join(filter(None, (annee, mois, jour)))
        try:
            lire_date(texte)
        except ValidationError as faux:
            raise ValidationError("Ce jour n’existe pas dans le calendrier.", code="date") from faux
        return texte


class AdresseWeb(forms.CharField):
    """http(s) only."""

    widget = forms.URLInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=1000, **kwargs)

    def clean(self, value: Any) -> str:
        return lire_adresse(super().clean(value))
