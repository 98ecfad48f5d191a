"""One form for a whole notice: its own fields, then rows of authors, links and moments."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from communs.web.champs import UneParLigne
from veille.enums import Acces, Role
from veille.notices.champs import AdresseWeb, ChampDate
from veille.notices.fiches import FicheAuteur, FicheLien, FicheMoment, FicheNotice
from veille.notices.models import RESUME_MAX, Contribution, Lien, Moment, Notice, Theme
from veille.notices.verifications import lire_doi, lire_isbn, lire_issn

LISTE_MAX = 40


def _par_ligne(nom: str, aide: str) -> UneParLigne:
    champ = UneParLigne(
        forms.CharField(max_length=120), label=nom, required=False, max_length=LISTE_MAX, help_text=aide
    )
    champ.widget.attrs["rows"] = 3
    return champ


class ChoixDeThemes(forms.ModelMultipleChoiceField):
    """Themes, each with its other words, so that a reader and the filter find it by them."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.nom} ({', '.join(obj.synonymes)})" if obj.synonymes else str(obj.nom)


class NoticeForm(forms.ModelForm):
    """Everything but the rows. `version`: the one that was read."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput, initial=0)
    date = ChampDate(label="Date de parution")
    themes = ChoixDeThemes(
        queryset=Theme.objects.all(),
        to_field_name="cle",
        label="Thèmes",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    territoires = _par_ligne("Territoires", "Un par ligne : Bretagne, Rennes…")
    mots_cles = _par_ligne(
        "Mots-clés", "Un par ligne. Les thèmes servent à classer ; les mots-clés complètent."
    )

    class Meta:
        model = Notice
        fields = [
            "genre", "titre", "sous_titre", "date", "langue", "acces", "en_ligne", "publication",
            "collection", "editeur", "lieu", "volume", "numero", "pages", "nombre_pages", "pages_precision",
            "doi", "isbn", "issn", "resume", "themes", "territoires", "mots_cles", "note",
        ]  # fmt: skip
        widgets = {
            "resume": forms.Textarea(attrs={"rows": 9, "maxlength": RESUME_MAX}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {"en_ligne": "Le document se lit en ligne"}
        help_texts = {
            "langue": "« fr », « en »…",
            "pages": "Dans la revue ou l’ouvrage : 32-51.",
            "nombre_pages": "Du document entier.",
            "pages_precision": "« dont 12 d’annexes », « non paginé »…",
            "doi": "Collez l’adresse entière ou le DOI seul.",
            "isbn": "À 10 ou 13 chiffres ; il est gardé à 13.",
            "resume": "Mise en forme légère : **gras**, *italique*, - liste, [texte](https://adresse).",
            "note": "Pour l’atelier seulement : le public ne la lit jamais.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["titre"].required = True
        self.fields["acces"].choices = [("", "Non précisé"), *Acces.choices]  # type: ignore[attr-defined]
        for nom, longueur in (("doi", 300), ("isbn", 30), ("issn", 20)):  # pasted with what is around
            self.fields[nom] = forms.CharField(
                label=self.fields[nom].label,
                max_length=longueur,
                required=False,
                help_text=self.fields[nom].help_text,
            )

    def clean_doi(self) -> str:
        lu = lire_doi(self.cleaned_data["doi"])
        if len(lu) > 200:
            raise ValidationError("Un DOI compte au plus 200 caractères.")
        return lu

    def clean_isbn(self) -> str:
        return lire_isbn(self.cleaned_data["isbn"])

    def clean_issn(self) -> str:
        return lire_issn(self.cleaned_data["issn"])

    def valeurs(self) -> dict[str, Any]:
        """The fields of the fiche that are not rows."""
        dits = {nom: self.cleaned_data[nom] for nom in self.Meta.fields if nom != "themes"}
        dits |= {nom: tuple(dits[nom]) for nom in ("territoires", "mots_cles")}
        cles = {theme.cle for theme in self.cleaned_data["themes"]}
        # In the order of the vocabulary, as `fiches.lire` gives them: the same themes are the same fiche.
        return dits | {"themes": tuple(t.cle for t in Theme.objects.all() if t.cle in cles)}

    @staticmethod
    def initiales(fiche: FicheNotice) -> dict[str, Any]:
        dits = {nom: getattr(fiche, nom) for nom in NoticeForm.Meta.fields}
        return dits | {nom: "\n".join(dits[nom]) for nom in ("territoires", "mots_cles")}

    def _post_clean(self) -> None:
        """The service writes, and the models check there: the row of this form stays untouched."""


class AuteurForm(forms.ModelForm):
    class Meta:
        model = Contribution
        fields = ["nom", "prenom", "organisme", "role"]
        labels = {"nom": "Nom", "organisme": "C’est un organisme"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "auteur ou autrice"), *Role.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or self.cleaned_data
        if saisie.get("organisme") and saisie.get("prenom"):
            self.add_error("prenom", "Un organisme n’a pas de prénom : écrivez tout dans le nom.")
        return saisie

    def _post_clean(self) -> None:
        """See NoticeForm."""


class LienForm(forms.ModelForm):
    adresse = AdresseWeb(label="Adresse", required=False)

    class Meta:
        model = Lien
        fields = ["adresse", "libelle", "genre"]

    def _post_clean(self) -> None:
        """See NoticeForm."""


class MomentForm(forms.ModelForm):
    date = ChampDate(label="Quand")

    class Meta:
        model = Moment
        fields = ["genre", "date", "texte"]

    def _post_clean(self) -> None:
        """See NoticeForm."""


# For each list of a fiche: the form of its rows, what the row becomes, what is called one of them, how many.
LISTES: dict[str, tuple[type[forms.ModelForm], Any, str, int]] = {
    "auteurs": (AuteurForm, FicheAuteur, "auteur", 60),
    "liens": (LienForm, FicheLien, "lien", 20),
    "moments": (MomentForm, FicheMoment, "moment", 10),
}


class FusionForm(forms.Form):
    """Which notice stays, and the versions that were read."""

    gardee = forms.ChoiceField(widget=forms.RadioSelect)
    version_une = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    version_autre = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, cles: tuple[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gardee"].choices = [(str(pk), str(pk)) for pk in cles]  # type: ignore[attr-defined]


class MotifForm(forms.Form):
    motif = forms.CharField(
        label="Pourquoi ?", max_length=300, help_text="Une phrase, que l’on lira dans l’historique."
    )


class ThemeForm(forms.ModelForm):
    synonymes = _par_ligne(
        "Autres mots pour le dire", "Un par ligne. Ils mènent à ce thème sans le remplacer."
    )

    class Meta:
        model = Theme
        fields = ["nom", "definition", "synonymes"]
        widgets = {"definition": forms.Textarea(attrs={"rows": 3})}


class AvantForm(forms.Form):
    """Where to go on from, in a list that goes back in time."""

    avant = forms.IntegerField(required=False, min_value=1, max_value=2**62)

    @property
    def cle(self) -> int | None:
        """The key given; nothing, or nonsense, is the beginning."""
        return self.cleaned_data["avant"] if self.is_valid() else None
