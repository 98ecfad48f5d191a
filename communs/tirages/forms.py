"""Everything that people type about a draw."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from communs.collectivites.calculs import aplatir, arbre
from communs.collectivites.models import Collectivite
from communs.dossiers.forms import AvecDemande
from communs.dossiers.models import Dossier
from communs.echanges import tableurs
from communs.etats.forms import ABIME, FormulaireVersionne
from communs.tirages.enums import Ceremonie, Exclusion, MotifRefus
from communs.tirages.models import Groupe, Inscrit, Tirage

PLACES_MAX = 1000
TEXTE_MAX = 1_500_000  # characters pasted: a longer list comes as a file
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _Reglages(forms.ModelForm):
    """The title, and where the seed will come from."""

    class Meta:
        model = Tirage
        fields = ["titre", "ceremonie", "nombre_de_des", "chiffre", "chiffre_le"]
        widgets = {"ceremonie": forms.RadioSelect, "chiffre_le": DATE}
        labels = {"ceremonie": "D’où viendra la graine ?"}
        help_texts = {
            "titre": "Ce que l’on tire, par exemple « Les agents du conclave ».",
            "ceremonie": "La graine décide de tout, et personne ne doit pouvoir la choisir : des dés lancés "
            "devant témoins, ou un chiffre public que nul ne connaît encore.",
            "nombre_de_des": "Un seul dé lancé trente fois fait aussi bien. De 25 à 100.",
            "chiffre": "Pour un chiffre public : lequel, où on le lira, et comment il s’écrit. Par exemple : "
            "« les six numéros du Loto du 5 décembre, dans l’ordre croissant, séparés par une espace ».",
            "chiffre_le": "Pour un chiffre public : le jour où il sera connu, après aujourd’hui.",
        }

    fuseau: Any = None

    def clean_chiffre_le(self) -> date | None:
        jour = self.cleaned_data["chiffre_le"]
        if jour is not None and jour <= timezone.localdate(timezone=self.fuseau):
            raise ValidationError("Choisissez un jour à venir : un chiffre déjà connu ne tire rien au sort.")
        return jour

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or self.cleaned_data
        if saisie.get("ceremonie") == Ceremonie.CHIFFRE:
            for nom, phrase in (
                ("chiffre", "Dites de quel chiffre public il s’agit."),
                ("chiffre_le", "Dites quel jour il sera connu."),
            ):
                if not saisie.get(nom) and nom not in self.errors:
                    self.add_error(nom, phrase)
        return saisie


class PreparerForm(AvecDemande, _Reglages):
    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fuseau = dossier.fuseau

    def champs(self) -> dict[str, Any]:
        return {nom: self.cleaned_data[nom] for nom in self._meta.fields or ()}


class ReglerForm(FormulaireVersionne, _Reglages):
    class Meta(_Reglages.Meta):
        pass

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fuseau = self.instance.dossier.fuseau


class _Composer(forms.Form):
    ensemble = forms.BooleanField(
        label="Une seule liste, sans distinguer les services",
        required=False,
        help_text="Sinon, on tire dans chaque service séparément.",
    )


class MembresForm(_Composer):
    """Services of the lead collectivité whose members may be drawn."""

    services = forms.MultipleChoiceField(
        label="Dans quels services ?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un service."},
        help_text="Chaque service compte pour lui-même : cochez aussi ceux qui lui sont rattachés.",
    )
    field_order = ["services", "ensemble"]
    SANS = "aucun"

    def __init__(self, *args: Any, collectivite: Collectivite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._services = {str(s.pk): s for s in collectivite.services.order_by("nom")}
        rangs = aplatir(arbre(self._services.values()))
        self.fields["services"].choices = [  # type: ignore[attr-defined]
            *((str(n.service.pk), "— " * n.profondeur + n.service.nom) for n in rangs),
            (self.SANS, "Les membres sans service"),
        ]

    def choisis(self) -> list[Any]:
        return [self._services[cle] for cle in self.cleaned_data["services"] if cle != self.SANS]

    @property
    def sans_service(self) -> bool:
        return self.SANS in self.cleaned_data["services"]


class ParticipantsForm(_Composer):
    """Those who take part in the dossier."""


class TableauForm(_Composer):
    """A table pasted from a spreadsheet, or a file."""

    texte = forms.CharField(
        label="Liste collée",
        required=False,
        max_length=TEXTE_MAX,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        help_text="La première ligne nomme les colonnes. « Nom » suffit ; « Prénom », « Service », "
        "« Identifiant » et « Fonction » (élu, direction, agent) si vous les avez.",
    )
    fichier = forms.FileField(
        label="Ou un fichier",
        required=False,
        help_text="Un .xlsx, un .ods (10 000 lignes) ou un .csv (100 000 lignes), de 5 Mo au plus.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt"}),
    )
    field_order = ["texte", "fichier", "ensemble"]

    def clean_fichier(self) -> UploadedFile | None:
        recu = self.cleaned_data["fichier"]
        if recu and (recu.size or 0) > tableurs.TAILLE_MAX:
            raise ValidationError(tableurs.TROP_LOURD)
        return recu

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or self.cleaned_data
        if not self.errors and bool(saisie.get("texte", "").strip()) == bool(saisie.get("fichier")):
            raise ValidationError("Collez une liste, ou choisissez un fichier : l’un ou l’autre.")
        return saisie

    def octets(self) -> bytes:
        fichier = self.cleaned_data["fichier"]
        return fichier.read() if fichier else self.cleaned_data["texte"].encode()


class PlacesForm(forms.Form):
    """Places and stand-ins of each group; carries the version that its reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, tirage: Tirage, groupes: list[Groupe], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", tirage.version)
        self.groupes = groupes
        for groupe in groupes:
            for nom, label in (("places", "places"), ("suppleants", "suppléances")):
                self.fields[f"{nom}-{groupe.pk}"] = forms.IntegerField(
                    label=f"{groupe.nom} : {label}",
                    min_value=0,
                    max_value=PLACES_MAX,
                    initial=getattr(groupe, nom),
                    widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "places-nombre"}),
                )

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or self.cleaned_data
        if "version" in self.errors:
            self.add_error(None, ABIME)
        return saisie

    def rangees(self) -> list[tuple[Groupe, forms.BoundField, forms.BoundField]]:
        return [(g, self[f"places-{g.pk}"], self[f"suppleants-{g.pk}"]) for g in self.groupes]

    def places(self) -> dict[int, tuple[int, int]]:
        dit = self.cleaned_data
        return {g.pk: (dit[f"places-{g.pk}"], dit[f"suppleants-{g.pk}"]) for g in self.groupes}


class FiltreForm(forms.Form):
    """What narrows the list of people; in the address."""

    q = forms.CharField(label="Chercher une personne", max_length=100, required=False)


class ExclureForm(forms.Form):
    """Why somebody of the list is excluded; nothing takes her back."""

    inscrit = forms.ModelChoiceField(Inscrit.objects.none())
    exclusion = forms.ChoiceField(choices=[("", "Peut être tirée"), *Exclusion.choices], required=False)

    def __init__(self, *args: Any, tirage: Tirage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["inscrit"].queryset = tirage.inscrits.all()  # type: ignore[attr-defined]


class ReleveForm(forms.Form):
    """What one reads on the dice, or of the public figure."""

    valeur = forms.CharField(
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "releve"}),
    )

    def __init__(self, *args: Any, tirage: Tirage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ = self.fields["valeur"]
        if tirage.ceremonie == Ceremonie.DES:
            champ.label = f"Les {tirage.nombre_de_des} dés, dans l’ordre"
            champ.help_text = "Les chiffres à la suite, de 1 à 6 ; les espaces ne comptent pas."
            champ.widget.attrs["inputmode"] = "numeric"
        else:
            champ.label = "Le chiffre public, tel que l’engagement dit de l’écrire"
            champ.help_text = "Majuscules et minuscules se valent ; plusieurs espaces en valent une."


class SuiteForm(forms.Form):
    """What somebody drawn has answered."""

    inscrit = forms.ModelChoiceField(Inscrit.objects.none())
    reponse = forms.ChoiceField(
        choices=[("accord", "D’accord"), ("reprise", "Désistement noté par erreur"), *MotifRefus.choices]
    )

    def __init__(self, *args: Any, tirage: Tirage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["inscrit"].queryset = tirage.inscrits.all()  # type: ignore[attr-defined]
