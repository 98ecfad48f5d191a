"""What somebody hands in, to be read before anything is written."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile


class ChampFichier(forms.FileField):
    """A file of `taille_max` bytes at most, or `trop_lourd` is said; `accept` names its extensions."""

    def __init__(self, *, taille_max: int, trop_lourd: str, accept: str, **reglages: Any) -> None:
        super().__init__(
            error_messages={"empty": "Ce fichier est vide."},
            widget=forms.ClearableFileInput(attrs={"accept": accept}),
            **reglages,
        )
        self.taille_max, self.trop_lourd = taille_max, trop_lourd

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        recu: UploadedFile | None = super().clean(data, initial)
        if recu and (recu.size or 0) > self.taille_max:
            raise ValidationError(self.trop_lourd)
        return recu


class FichierOuTexteForm(forms.Form):
    """A file or a pasted text, one of the two: a subclass gives both fields, `fichier` and `texte`."""

    aucun = "Choisissez un fichier, ou collez votre texte."
    les_deux = "Vous avez donné un fichier et un texte\u00a0: n’en gardez qu’un."

    def clean(self) -> dict[str, Any]:
        donnees: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return donnees
        fichier, texte = donnees["fichier"], donnees["texte"].strip()
        if bool(fichier) == bool(texte):
            raise ValidationError(self.les_deux if fichier else self.aucun)
        return donnees

    def contenu(self) -> tuple[str, bytes]:
        """The name of the file ("" for a pasted text), and its bytes."""
        recu = self.cleaned_data["fichier"]
        return (str(recu.name), recu.read()) if recu else ("", self.cleaned_data["texte"].encode())
