"""Everything that people type about collectivités."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from communs.collectivites import siren
from communs.collectivites.calculs import aplatir, arbre
from communs.collectivites.enums import Role
from communs.collectivites.models import Adhesion, Collectivite, Service

ADRESSES_MAX = 30


class CollectiviteForm(forms.ModelForm):
    class Meta:
        model = Collectivite
        fields = ["nom", "type", "fuseau"]


class NouvelleCollectiviteForm(forms.ModelForm):
    siren = forms.CharField(
        label="SIREN",
        max_length=20,
        help_text="Les neuf premiers chiffres du SIRET, avec ou sans espaces.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    class Meta:
        model = Collectivite
        fields = ["nom", "type", "siren"]

    def clean_siren(self) -> str:
        return siren.normaliser(self.cleaned_data["siren"])

    def validate_unique(self) -> None:
        """Left to the service: a SIREN already taken by its own author is not an error."""


class ChoixDeService(forms.ModelChoiceField):
    """The services of one collectivité, drawn as a tree in the list."""

    def __init__(self, collectivite: Collectivite, **kwargs: Any) -> None:
        self._rangs = aplatir(arbre(collectivite.services.order_by("nom")))
        kwargs.setdefault("required", False)
        super().__init__(Service.objects.filter(collectivite=collectivite).order_by("nom"), **kwargs)
        self.choices = [
            ("", self.empty_label),
            *((n.service.pk, "— " * n.profondeur + n.service.nom) for n in self._rangs),
        ]


class ServiceForm(forms.ModelForm):
    """Name and place of a service; `parent` empty puts it at the top."""

    class Meta:
        model = Service
        fields = ["nom"]

    def __init__(self, *args: Any, collectivite: Collectivite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = ChoixDeService(
            collectivite,
            label="Rattaché à",
            empty_label="(au premier niveau)",
            initial=self.instance.parent_id,
        )


class AdhesionForm(forms.ModelForm):
    class Meta:
        model = Adhesion
        fields = ["role", "fonction"]
        help_texts = {
            "fonction": "Les personnes élues ou de direction ne sont jamais tirées au sort parmi les agents."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"] = ChoixDeService(
            self.instance.collectivite,
            label="Service",
            empty_label="(aucun en particulier)",
            initial=self.instance.service_id,
        )


class TransmettreForm(forms.Form):
    a = forms.ModelChoiceField(
        Adhesion.objects.none(), label="À qui transmettez-vous votre rôle ?", empty_label="Choisir un membre"
    )

    def __init__(self, *args: Any, adhesion: Adhesion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ = self.fields["a"]
        champ.queryset = (  # type: ignore[attr-defined]
            Adhesion.objects.actives()
            .filter(collectivite=adhesion.collectivite)
            .exclude(pk=adhesion.pk)
            .select_related("compte")
            .order_by("compte__nom", "compte__prenom", "compte__email")
        )
        champ.label_from_instance = lambda autre: autre.compte.nom_affiche  # type: ignore[attr-defined]


class InvitationForm(forms.Form):
    """Several addresses at once, one per line; each malformed one is told."""

    adresses = forms.CharField(
        label="Adresses électroniques",
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
        help_text=f"Une par ligne, {ADRESSES_MAX} au plus.",
    )
    role = forms.ChoiceField(label="Rôle", choices=Role, initial=Role.MEMBRE)

    def __init__(self, *args: Any, collectivite: Collectivite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"] = ChoixDeService(
            collectivite, label="Service", empty_label="(aucun en particulier)"
        )

    def clean_adresses(self) -> list[str]:
        saisies = [s.strip().lower() for s in re.split(r"[\r\n,;]+", self.cleaned_data["adresses"])]
        adresses = list(dict.fromkeys(s for s in saisies if s))
        if not adresses:
            raise ValidationError("Saisissez au moins une adresse.")
        if len(adresses) > ADRESSES_MAX:
            raise ValidationError(f"Invitez au plus {ADRESSES_MAX} personnes à la fois.")
        erreurs = [m for m in map(_faute, adresses) if m]
        if erreurs:
            raise ValidationError(erreurs)
        return adresses


def _faute(adresse: str) -> str | None:
    """What is wrong with one address, in French, or None."""
    if len(adresse) > 254:
        return f"« {adresse[:40]}… » est trop longue pour une adresse électronique."
    try:
        validate_email(adresse)
    except ValidationError:
        return f"« {adresse} » n’est pas une adresse électronique."
    return None
