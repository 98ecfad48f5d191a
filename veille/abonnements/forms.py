"""What readers choose: an address, bulletins, themes."""

from typing import Any

from django import forms
from django.db.models import Q

from veille.abonnements.models import Abonne
from veille.abonnements.services import CONSENTEMENT
from veille.models import Bulletin, Theme


class ChoixForm(forms.Form):
    """The bulletins that the public reads, and the themes that they have spoken of."""

    bulletins = forms.ModelMultipleChoiceField(
        label="Bulletins",
        queryset=Bulletin.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un bulletin."},
    )
    themes = forms.ModelMultipleChoiceField(
        label="Thèmes",
        queryset=Theme.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Sans thème choisi, vous recevez les numéros entiers. Avec des thèmes, seulement les "
        "notices qui en relèvent, et rien quand un numéro n’en contient pas.",
    )

    def __init__(self, *args: Any, abonne: Abonne | None = None, **kwargs: Any) -> None:
        """What `abonne` chose stays on the page, even when the public reads nothing of it any more: a choice
        that silently went would have her receive everything."""
        super().__init__(*args, **kwargs)
        bulletins, themes = Bulletin.objects.publies(), Theme.objects.illustres()
        if abonne is not None:
            bulletins = Bulletin.objects.filter(Q(pk__in=bulletins) | Q(pk__in=abonne.bulletins.all()))
            themes = Theme.objects.filter(Q(pk__in=themes) | Q(pk__in=abonne.themes.all()))
        self.fields["bulletins"].queryset = bulletins  # type: ignore[attr-defined]
        self.fields["themes"].queryset = themes  # type: ignore[attr-defined]


class AbonnementForm(ChoixForm):
    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    accord = forms.BooleanField(
        label=CONSENTEMENT,
        error_messages={"required": "Sans votre accord, nous ne pouvons rien vous envoyer."},
    )
    field_order = ("email", "bulletins", "themes", "accord")


class ChercherForm(forms.Form):
    """One subscriber, by the whole address that she gives."""

    email = forms.EmailField(label="Adresse électronique exacte", max_length=254)


class GesteForm(forms.Form):
    geste = forms.ChoiceField(choices=[(g, g) for g in ("suspendre", "reprendre", "renvoyer")])
