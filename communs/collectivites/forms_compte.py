"""allauth's forms in our words: one password field, no placeholder standing for a label."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms

from communs.collectivites import noms
from communs.collectivites.models import Compte

AIDE_MOT_DE_PASSE = "Au moins 12 caractères. Une phrase courte que vous seul connaissez convient très bien."


def _habiller(formulaire: forms.BaseForm, **libelles: str) -> None:
    """Set our labels and help texts, and remove the placeholders."""
    for nom, champ in formulaire.fields.items():
        champ.widget.attrs.pop("placeholder", None)
        champ.label = libelles.get(nom, champ.label)
    if "password1" in formulaire.fields:
        formulaire.fields["password1"].help_text = AIDE_MOT_DE_PASSE


class ConnexionForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _habiller(self, login="Adresse électronique", password="Mot de passe")  # noqa: S106
        self.fields["password"].help_text = ""  # the page has its own link


class InscriptionForm(allauth_forms.SignupForm):
    field_order = ("email", "prenom", "nom", "password1")

    prenom = forms.CharField(
        label="Prénom",
        max_length=80,
        required=False,
        validators=[noms.valider],
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    nom = forms.CharField(
        label="Nom",
        max_length=80,
        required=False,
        validators=[noms.valider],
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _habiller(self, email="Adresse électronique professionnelle", password1="Mot de passe")
        self.fields["email"].help_text = "Nous vous y envoyons un lien pour vérifier qu’elle est bien à vous."


class AdresseForm(allauth_forms.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _habiller(self, email="Nouvelle adresse électronique")


class MotDePasseForm(allauth_forms.ChangePasswordForm):
    password2 = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _habiller(self, oldpassword="Mot de passe actuel", password1="Nouveau mot de passe")
        self.fields["oldpassword"].help_text = ""


class PremierMotDePasseForm(allauth_forms.SetPasswordForm):
    """For those who came by an identity provider."""

    password2 = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _habiller(self, password1="Mot de passe")


class OubliForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _habiller(self, email="Adresse électronique de votre compte")


class NouveauMotDePasseForm(allauth_forms.ResetPasswordKeyForm):
    password2 = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _habiller(self, password1="Nouveau mot de passe")


class ReauthentificationForm(allauth_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _habiller(self, password="Mot de passe")  # noqa: S106
        self.fields["password"].help_text = ""


class ProfilForm(forms.ModelForm):
    class Meta:
        model = Compte
        fields = ["prenom", "nom"]
        widgets = {
            "prenom": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "nom": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }
