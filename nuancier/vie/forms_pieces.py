"""One form per kind of piece: the same ones edit a teinte and propose for it.

Each gives `valeurs()`, the plain values of the piece, and starts from such values with `initiales`.
"""

from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from communs.web.champs import UneParLigne
from nuancier.enums import BIBLIOGRAPHIES, LISTES, Entre, Manque, Partie, Profil, Public
from nuancier.fiches import CHAMPS_MODULE, CHAMPS_RESSOURCE, CHAMPS_TEINTE
from nuancier.models import Module, Ressource, Teinte
from nuancier.vie.pieces import MANQUES, PRESENTATION, TEINTE, Valeurs

LIGNES_MAX = 60
SEPARATEUR = "|"
LIENS_MAX = 10


class FormDePiece(Protocol):
    """What the views ask of any of them."""

    def is_valid(self) -> bool: ...

    def valeurs(self) -> Valeurs: ...


def _lignes(
    nom: str, *, longueur: int, maximum: int = LIGNES_MAX, rangs: int = 6, aide: str = ""
) -> UneParLigne:
    champ = UneParLigne(
        forms.CharField(max_length=longueur), label=nom, required=False, max_length=maximum, help_text=aide
    )
    champ.widget.attrs["rows"] = rangs
    return champ


def _cases(enum: Any, nom: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=nom, choices=enum.choices, widget=forms.CheckboxSelectMultiple, required=False
    )


class ListeForm(forms.Form):
    """A list: one item per line."""

    lignes = _lignes("Une idée par ligne", longueur=600, rangs=10)

    def valeurs(self) -> Valeurs:
        return list(self.cleaned_data["lignes"])

    @staticmethod
    def initiales(valeurs: Valeurs) -> dict[str, Any]:
        return {"lignes": "\n".join(valeurs or ())}


class PresentationForm(forms.ModelForm):
    class Meta:
        model = Teinte
        fields = list(CHAMPS_TEINTE)
        widgets = {"resume": forms.Textarea(attrs={"rows": 4})}

    def valeurs(self) -> Valeurs:
        return {nom: self.cleaned_data[nom] for nom in CHAMPS_TEINTE}

    @staticmethod
    def initiales(valeurs: Valeurs) -> dict[str, Any]:
        return dict(valeurs or {})


class ModuleForm(forms.ModelForm):
    """Durations in half-days, sizes in people; what is not known stays empty."""

    mixite_entre = _cases(Entre, "Mixité entre")
    publics = _cases(Public, "Publics")
    profils = _cases(Profil, "Profils de formateurs")
    deroule = _lignes("Déroulé", longueur=600, aide="Une étape par ligne, dans l’ordre.")

    class Meta:
        model = Module
        fields = list(CHAMPS_MODULE)

    field_order = ["titre", "format", *CHAMPS_MODULE, "deroule"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A present one may stay without a title, as the source left it.
        self.fields["titre"].required = "format" not in self.initial or bool(self.initial.get("titre"))

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or self.cleaned_data
        # One bound alone is both, but for a largest group: « 12 personnes au plus » is not « 12 personnes ».
        for nom in ("duree", "jauge"):
            if saisie.get(f"{nom}_max") is None:
                saisie[f"{nom}_max"] = saisie.get(f"{nom}_min")
        if saisie.get("duree_min") is None:
            saisie["duree_min"] = saisie.get("duree_max")
        return saisie

    def valeurs(self) -> Valeurs:
        dits = {nom: self.cleaned_data[nom] for nom in (*CHAMPS_MODULE, "deroule")}
        return {nom: list(v) if isinstance(v, tuple) else v for nom, v in dits.items()}

    @staticmethod
    def initiales(valeurs: Valeurs) -> dict[str, Any]:
        dits = dict(valeurs or {})
        return dits | {"deroule": "\n".join(dits.get("deroule", ()))}


class CitationForm(forms.ModelForm):
    """A bibliographic record, its links, and what this teinte says of it."""

    auteurs = _lignes("Auteurs", longueur=120, maximum=20, rangs=2, aide="Un par ligne.")
    organismes = _lignes("Organismes", longueur=120, maximum=20, rangs=2, aide="Un par ligne.")
    liens = _lignes(
        "Liens",
        longueur=650,
        maximum=LIENS_MAX,
        rangs=3,
        aide="Une adresse par ligne, qui commence par https:// ou http:// ; un libellé peut suivre, "
        "après une barre : https://exemple.fr/guide | Le guide.",
    )
    precision = forms.CharField(
        label="Précision", max_length=200, required=False, help_text="« Chapitre 2 », « la première vidéo »…"
    )

    class Meta:
        model = Ressource
        fields = list(CHAMPS_RESSOURCE)
        help_texts = {"date": "Telle qu’elle est écrite : « mars 2014 ».", "langue": "« fr », « en »…"}

    field_order = [*CHAMPS_RESSOURCE[:2], "liens", "precision", *CHAMPS_RESSOURCE[2:]]

    def clean_liens(self) -> list[dict[str, str]]:
        liens = []
        for ligne in self.cleaned_data["liens"]:
            adresse, _, libelle = (morceau.strip() for morceau in ligne.partition(SEPARATEUR))
            try:
                URLValidator(schemes=["http", "https"])(adresse)
            except ValidationError as erreur:
                raise ValidationError(
                    f"« {adresse[:80]} » n’est pas l’adresse d’une page du web."
                ) from erreur
            if len(adresse) > 500 or len(libelle) > 120:
                raise ValidationError("Une adresse compte au plus 500 caractères, un libellé 120.")
            liens.append({"adresse": adresse, "libelle": libelle})
        if len({lien["adresse"] for lien in liens}) < len(liens):
            raise ValidationError("La même adresse est donnée deux fois.")
        return liens

    def valeurs(self) -> Valeurs:
        dits = {nom: self.cleaned_data[nom] for nom in CHAMPS_RESSOURCE}
        fiche = {nom: list(v) if isinstance(v, tuple) else v for nom, v in dits.items()}
        return {
            "ressource": fiche | {"liens": self.cleaned_data["liens"]},
            "precision": self.cleaned_data["precision"],
        }

    @staticmethod
    def initiales(valeurs: Valeurs) -> dict[str, Any]:
        if not valeurs:
            return {}
        fiche = dict(valeurs["ressource"])
        liens = [
            f" {SEPARATEUR} ".join(filter(None, (li["adresse"], li["libelle"]))) for li in fiche["liens"]
        ]
        textes = {nom: "\n".join(fiche[nom]) for nom in ("auteurs", "organismes")}
        return fiche | textes | {"liens": "\n".join(liens), "precision": valeurs["precision"]}


class LacunesForm(forms.Form):
    """For each part, whether something is missing and how the source says it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for partie in Partie:
            self.fields[f"genre_{partie}"] = forms.ChoiceField(
                label=f"{partie.label} : ce qui manque", required=False,
                choices=[("", "Rien"), *Manque.choices],
            )  # fmt: skip
            self.fields[f"remarque_{partie}"] = forms.CharField(
                label=f"{partie.label} : remarque", max_length=200, required=False
            )

    def valeurs(self) -> Valeurs:
        return [
            {"partie": p.value, "genre": genre, "remarque": self.cleaned_data[f"remarque_{p}"]}
            for p in Partie
            if (genre := self.cleaned_data[f"genre_{p}"])
        ]

    @staticmethod
    def initiales(valeurs: Valeurs) -> dict[str, Any]:
        return {
            f"{nom}_{lacune['partie']}": lacune[nom]
            for lacune in valeurs or ()
            for nom in ("genre", "remarque")
        }


class TeinteForm(PresentationForm):
    """A new teinte: what it is, and its lists. Modules and records come later, one by one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for partie in LISTES:
            self.fields[partie.value] = _lignes(
                partie.label, longueur=600, rangs=4, aide="Une idée par ligne ; vide si vous ne savez pas."
            )

    def valeurs(self) -> Valeurs:
        listes = {partie.value: list(self.cleaned_data[partie.value]) for partie in LISTES}
        return super().valeurs() | listes

    @staticmethod
    def initiales(valeurs: Valeurs) -> dict[str, Any]:
        dits = dict(valeurs or {})
        return dits | {p.value: "\n".join(dits.get(p.value, ())) for p in LISTES}


_FORMULAIRES: dict[str, Any] = {
    PRESENTATION: PresentationForm,
    MANQUES: LacunesForm,
    TEINTE: TeinteForm,
    Partie.MODULE.value: ModuleForm,
    **{partie.value: ListeForm for partie in LISTES},
    **{partie.value: CitationForm for partie in BIBLIOGRAPHIES},
}


def formulaire_de(partie: str, donnees: Any = None, valeurs: Valeurs | None = None) -> Any:
    """The form of this piece, bound to `donnees`, starting from `valeurs`."""
    genre = _FORMULAIRES[partie]
    return genre(donnees, initial=genre.initiales(valeurs))
