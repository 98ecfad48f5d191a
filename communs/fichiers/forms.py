"""The field that takes a file: posted with the form, or already here by a resumable upload."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite
from communs.fichiers import services
from communs.fichiers.enums import TypeFichier
from communs.fichiers.formats import TAILLES_MAX, TETE, accept, annoncer, reconnaitre
from communs.web.typographie import taille as taille_lisible

SUFFIXE = "-depot"
PAS_DE_CE_TYPE = "Ici, on attend : {types}. Choisissez un autre fichier."


class ChoixDeFichier(forms.Widget):
    """A plain file input, and a hidden one that the script fills with what it has sent by itself."""

    template_name = "fichiers/choix.html"
    needs_multipart_form = True
    billet = ""
    types: tuple[TypeFichier, ...] = tuple(TypeFichier)

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> Any:
        return files.get(name) or data.get(name + SUFFIXE, "")

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> bool:
        return name not in files and name + SUFFIXE not in data

    def use_required_attribute(self, initial: Any) -> bool:
        return False  # a browser would ask for the file that the script has already sent

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        contexte = super().get_context(name, value if isinstance(value, str | UUID) else "", attrs)
        contexte["widget"] |= {
            "suffixe": SUFFIXE,
            "accept": accept(self.types),
            "billet": self.billet,
            "envoi": reverse("fichiers:televersements") if self.billet else "",
            "simple_lisible": taille_lisible(settings.VIGIE_ENVOI_SIMPLE),
        }
        return contexte


class ChampFichier(forms.Field):
    """Its value goes to `services.deposer(depot=…)`: an UploadedFile, or the UUID of a file already here.

    In the form's `__init__`, call `pour(...)`: who uploads, and for which collectivité.
    """

    widget = ChoixDeFichier

    def __init__(self, *, types: Sequence[TypeFichier] = tuple(TypeFichier), **kwargs: Any) -> None:
        limites = ", ".join(f"{t.label.lower()} ({taille_lisible(TAILLES_MAX[t])})" for t in types)
        super().__init__(**{"help_text": f"Taille au plus : {limites}."} | kwargs)
        self.types = self.widget.types = tuple(types)
        self.identite: Identite | None = None

    def pour(self, *, identite: Identite, collectivite: Collectivite) -> None:
        """Open the resumable way for this person: to call once the room's own rule has said yes."""
        self.identite = identite
        self.widget.billet = services.delivrer_billet(identite=identite, collectivite=collectivite)

    def to_python(self, value: Any) -> UploadedFile | UUID | None:
        if isinstance(value, UploadedFile):
            return value
        try:
            return UUID(str(value)) if value else None
        except ValueError as erreur:
            raise ValidationError("Ce fichier n’est plus disponible : choisissez-le de nouveau.") from erreur

    def validate(self, value: UploadedFile | UUID | None) -> None:
        super().validate(value)
        if isinstance(value, UploadedFile):
            annoncer(value.name or "", value.size or 0)
            value.seek(0)
            self._exiger_type(reconnaitre(value.read(TETE), value.name or "").type)
            value.seek(0)
        elif value is not None:
            identite = self.identite or Identite()
            self._exiger_type(services.disponible_pour(identite=identite, uuid=value).type)

    def _exiger_type(self, type: str) -> None:
        if type not in self.types:
            attendus = ", ".join(t.label.lower() for t in self.types)
            raise ValidationError(PAS_DE_CE_TYPE.format(types=attendus))
