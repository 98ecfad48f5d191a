"""Everything that people type when they make an issue."""

from typing import Any

from django import forms

from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite
from communs.dossiers.forms import AvecDemande
from communs.etats.forms import FormulaireVersionne
from communs.fichiers.enums import TypeFichier
from communs.fichiers.forms import ChampFichier
from communs.web.champs import UneParLigne
from veille.enums import GenreRendezVous
from veille.models import Bulletin, Decouverte, Encadre, Numero, Partenaire, RendezVous, Rubrique
from veille.redaction.pieces import AGENDA, DECOUVERTE, ENCADRE, PARTENAIRE, RUBRIQUE

AIDE_MARKDOWN = "Vous pouvez écrire en Markdown : **gras**, *italique*, [lien](https://…), listes."
AIDE_DATE = (
    "Une année (2018), un mois (2018-09), un jour (2018-09-18) ou une saison (2018-23 pour l’automne)."
)
AIDE_ALTERNATIVE = "Ce que l’image dit à qui ne la voit pas. Sans ce texte, le numéro ne peut pas paraître."
JOUR = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
HEURE = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


def _adresse(label: str, max_length: int = 1000) -> forms.URLField:
    return forms.URLField(label=label, max_length=max_length, required=False, assume_scheme="https")


def texte(lignes: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": lignes})


# --- bulletins and issues ------------------------------------------------------------------------

_BULLETIN = ["nom", "sous_titre", "editeur", "presentation", "contact", "collectivite"]
_AIDES_BULLETIN = {
    "presentation": AIDE_MARKDOWN,
    "collectivite": "Les images de ses numéros comptent dans la place de cette collectivité.",
}


class _AvecCollectivite(forms.ModelForm):
    """Only one's own collectivités are offered, and the one already chosen."""

    def __init__(self, *args: Any, identite: Identite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        siennes = {*identite.ids_collectivites, self.instance.collectivite_id}
        champ = self.fields["collectivite"]
        champ.queryset = Collectivite.objects.filter(pk__in=siennes).order_by("nom", "pk")  # type: ignore[attr-defined]
        champ.empty_label = "Aucune"  # type: ignore[attr-defined]


class NouveauBulletinForm(AvecDemande, _AvecCollectivite):
    class Meta:
        model = Bulletin
        fields = [*_BULLETIN[:1], "cle", *_BULLETIN[1:]]
        widgets = {"presentation": texte(5)}
        help_texts = _AIDES_BULLETIN | {"cle": "La fin de son adresse, par exemple « en-quelques-clics »."}


class BulletinForm(_AvecCollectivite, FormulaireVersionne):
    class Meta:
        model = Bulletin
        fields = _BULLETIN
        widgets = {"presentation": texte(5)}
        help_texts = _AIDES_BULLETIN


_AIDES_NUMERO = {
    "cle": "La fin de son adresse, par exemple « hors-serie-2 ».",
    "date": AIDE_DATE,
    "editorial": AIDE_MARKDOWN,
    "colophon": "Qui a fait ce numéro. " + AIDE_MARKDOWN,
    "mentions": "Droits, responsabilité, désabonnement.",
    "envoyer": "Décochez pour un numéro d’archive que personne n’attend dans sa boîte.",
}


class NouveauNumeroForm(AvecDemande, forms.ModelForm):
    class Meta:
        model = Numero
        fields = ["titre", "genre", "numero", "cle", "date"]
        help_texts = _AIDES_NUMERO

    def __init__(self, *args: Any, bulletin: Bulletin, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.bulletin = bulletin


class EnteteForm(FormulaireVersionne):
    class Meta:
        model = Numero
        fields = [
            "titre",
            "genre",
            "numero",
            "cle",
            "date",
            "editorial",
            "colophon",
            "mentions",
            "envoyer",
        ]
        widgets = {"editorial": texte(16), "colophon": texte(6), "mentions": texte(4)}
        help_texts = _AIDES_NUMERO

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.publie_le is not None:
            del self.fields["cle"]


class _AvecImage(forms.ModelForm):
    """An image and its alternative text; without a collectivité to keep it, the field is not there."""

    image = ChampFichier(types=(TypeFichier.IMAGE,), required=False, label="Image")
    retirer_l_image = forms.BooleanField(label="Retirer l’image", required=False)

    def __init__(
        self, *args: Any, identite: Identite, collectivite: Collectivite | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if collectivite is None:
            del self.fields["image"]
        else:
            self.fields["image"].pour(identite=identite, collectivite=collectivite)  # type: ignore[attr-defined]
        if getattr(self.instance, self.colonne) is None:
            del self.fields["retirer_l_image"]

    colonne = ""


class CouvertureForm(_AvecImage, FormulaireVersionne):
    colonne = "couverture"

    class Meta:
        model = Numero
        fields = ["couverture_alternative"]
        help_texts = {"couverture_alternative": AIDE_ALTERNATIVE}


# --- pieces --------------------------------------------------------------------------------------


class RubriqueForm(FormulaireVersionne):
    class Meta:
        model = Rubrique
        fields = ["titre"]


class EncadreForm(FormulaireVersionne):
    class Meta:
        model = Encadre
        fields = ["titre"]


class DecouverteForm(FormulaireVersionne):
    adresse = _adresse("Lien")

    class Meta:
        model = Decouverte
        fields = ["titre", "texte", "mention", "adresse"]
        widgets = {"texte": texte(5)}
        help_texts = {"texte": AIDE_MARKDOWN, "mention": "Par exemple « La Gazette, 12 septembre 2018 »."}


class AgendaForm(FormulaireVersionne):
    adresse = _adresse("Lien")
    inscription_adresse = _adresse("Lien d’inscription")
    organisateurs = UneParLigne(
        forms.CharField(max_length=200),
        label="Organisateurs",
        required=False,
        help_text="Un par ligne.",
    )

    class Meta:
        model = RendezVous
        fields = [
            "genre",
            "titre",
            "debut",
            "fin",
            "heure_debut",
            "heure_fin",
            "lieu",
            "organisateurs",
            "texte",
            "adresse",
            "inscription",
            "inscription_adresse",
        ]
        widgets = {
            "genre": forms.RadioSelect,
            "debut": JOUR,
            "fin": JOUR,
            "heure_debut": HEURE,
            "heure_fin": HEURE,
            "texte": texte(4),
        }
        help_texts = {
            "debut": "Pour un événement. Une date limite n’a que son dernier jour.",
            "inscription": "Par exemple « gratuite, avant le 3 novembre ».",
        }

    def clean(self) -> dict[str, Any]:
        saisie = super().clean()
        genre, debut, fin = (saisie.get(nom) for nom in ("genre", "debut", "fin"))
        if genre == GenreRendezVous.EVENEMENT and debut is None and "debut" not in self.errors:
            self.add_error("debut", "Un événement a un premier jour.")
        if genre == GenreRendezVous.ECHEANCE and debut is not None:
            self.add_error("debut", "Une date limite n’a que son dernier jour : laissez ce champ vide.")
        if genre == GenreRendezVous.ECHEANCE and fin is None and "fin" not in self.errors:
            self.add_error("fin", "Donnez le jour de cette date limite.")
        if debut is not None and fin is not None and fin < debut:
            self.add_error("fin", "Le dernier jour vient après le premier.")
        return saisie


class PartenaireForm(_AvecImage, FormulaireVersionne):
    colonne = "logo"
    adresse = _adresse("Site", 500)

    class Meta:
        model = Partenaire
        fields = ["nom", "adresse", "alternative"]
        help_texts = {"alternative": AIDE_ALTERNATIVE}


FORMULAIRES: dict[str, type[FormulaireVersionne]] = {
    RUBRIQUE.cle: RubriqueForm,
    ENCADRE.cle: EncadreForm,
    DECOUVERTE.cle: DecouverteForm,
    AGENDA.cle: AgendaForm,
    PARTENAIRE.cle: PartenaireForm,
}


class DemandeForm(AvecDemande):
    """Names the attempt of a form that is another's."""


class ChercherForm(forms.Form):
    q = forms.CharField(max_length=200, required=False)
    dans = forms.UUIDField(required=False)


class PrendreForm(forms.Form):
    notice = forms.UUIDField()
    dans = forms.UUIDField(required=False)


class DeplacerForm(forms.Form):
    """One place up or down, or beside `contre`."""

    sens = forms.ChoiceField(choices=[("avant", ""), ("apres", "")])
    contre = forms.UUIDField(required=False)

    @property
    def pas(self) -> int:
        return 1 if self.cleaned_data["sens"] == "apres" else -1
