"""What trainers type."""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from communs.collectivites import noms
from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite
from communs.dossiers.forms import AvecDemande
from communs.etats.forms import FormulaireVersionne
from communs.fichiers.enums import TypeFichier
from communs.fichiers.forms import ChampFichier
from nuancier.sessions.contenu import IMPRIMABLES, Programme
from nuancier.sessions.enums import GenreMorceau
from nuancier.sessions.inscriptions import INVITATIONS_PAR_ENVOI
from nuancier.sessions.models import Formateur, Jour, Session
from nuancier.sessions.models_livrable import Situation
from nuancier.sessions.models_stagiaires import Stagiaire

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _heure() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class PreparerForm(AvecDemande, forms.ModelForm):
    collectivite = forms.ModelChoiceField(
        Collectivite.objects.none(), label="Collectivité qui organise", empty_label=None
    )

    class Meta:
        model = Session
        fields = ["titre", "organisme", "collectivite"]

    def __init__(self, *args: Any, identite: Identite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ = self.fields["collectivite"]
        assert isinstance(champ, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        champ.queryset = Collectivite.objects.filter(pk__in=identite.ids_collectivites).order_by("nom")


class SessionForm(FormulaireVersionne):
    class Meta:
        model = Session
        fields = ["titre", "organisme", "lieu", "acces", "jauge"]
        widgets = {"acces": forms.Textarea({"rows": 4})}


class JourForm(forms.ModelForm):
    class Meta:
        model = Jour
        fields = ["le", "debut", "pause_debut", "pause_fin", "fin"]
        widgets = {
            "le": DATE,
            "debut": _heure(),
            "pause_debut": _heure(),
            "pause_fin": _heure(),
            "fin": _heure(),
        }
        help_texts = {"pause_debut": "Sans pause de midi, le jour compte pour une seule demi-journée."}

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or {}
        if bool(saisie.get("pause_debut")) != bool(saisie.get("pause_fin")):
            self.add_error("pause_fin", "Donnez le début et la fin de la pause, ou aucun des deux.")
        return saisie


class FormateurForm(forms.ModelForm):
    class Meta:
        model = Formateur
        fields = ["nom", "email"]


class InviterForm(forms.Form):
    """One person per line: an address, or a name and an address. Bounded before it is read."""

    adresses = forms.CharField(
        label="Adresses électroniques",
        help_text=f"Une par ligne, {INVITATIONS_PAR_ENVOI} au plus : « Prénom Nom &lt;adresse&gt; » "
        "ou l’adresse seule.",
        max_length=20_000,
        widget=forms.Textarea({"rows": 6, "spellcheck": "false"}),
    )
    _LIGNE = re.compile(r"^\s*(?:(?P<nom>[^<>]*?)\s*<(?P<entre>[^<>]+)>|(?P<seule>\S+))\s*[,;]?\s*$")

    def clean_adresses(self) -> list[tuple[str, str]]:
        lues: dict[str, str] = {}
        fautes = []
        for numero, ligne in enumerate(self.cleaned_data["adresses"].splitlines(), 1):
            if not ligne.strip():
                continue
            try:
                nom, email = self._lire(ligne)
            except ValidationError:
                fautes.append(f"{numero} (« {ligne.strip()[:60]} »)")
                continue
            lues.setdefault(email, nom)
        if fautes:
            raise ValidationError(f"Ligne à corriger : {', '.join(fautes[:5])}. Rien n’a été envoyé.")
        if len(lues) > INVITATIONS_PAR_ENVOI:
            raise ValidationError(
                f"{len(lues)} adresses : au plus {INVITATIONS_PAR_ENVOI} à la fois. Rien n’a été envoyé."
            )
        return [(nom, email) for email, nom in lues.items()]

    def _lire(self, ligne: str) -> tuple[str, str]:
        trouve = self._LIGNE.match(ligne)
        if trouve is None:
            raise ValidationError("illisible")
        email = (trouve["entre"] or trouve["seule"]).strip(" ,;").lower()
        validate_email(email)
        nom = (trouve["nom"] or "").strip(' "')[:120]
        if nom:
            noms.valider(nom)
        return nom, email


Case = tuple[Stagiaire, Jour, str]


class PresencesForm(forms.Form):
    """One box per person and per half-day; `vues` keeps those that were ticked when it was shown."""

    vues = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, stagiaires: list[Stagiaire], jours: list[Jour], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.jours = jours
        self.cases: dict[str, Case] = {}
        cochees = []
        self.lignes: list[tuple[Stagiaire, list[forms.BoundField]]] = []
        for stagiaire in stagiaires:
            la = {(p.jour_id, p.moment) for p in stagiaire.presences.all()}
            ligne = []
            for jour in jours:
                for demi in jour.demi_journees:
                    cle = f"{stagiaire.uuid.hex}-{jour.pk}-{demi.moment}"
                    self.cases[cle] = (stagiaire, jour, demi.moment)
                    self.fields[cle] = forms.BooleanField(
                        required=False,
                        label=f"{stagiaire.nom_affiche}, {jour.le:%d/%m}, {demi.moment.label.lower()}",
                        initial=(jour.pk, demi.moment) in la,
                    )
                    if self.fields[cle].initial:
                        cochees.append(cle)
                    ligne.append(self[cle])
            self.lignes.append((stagiaire, ligne))
        self.initial["vues"] = " ".join(cochees)

    def presents(self) -> list[Case]:
        return [case for cle, case in self.cases.items() if self.cleaned_data[cle]]

    def vus(self) -> list[Case]:
        """Those that the sheet showed ticked; a sheet that does not say: those ticked now."""
        cles = self.cleaned_data["vues"] if "vues" in self.data else self.initial["vues"]
        return [self.cases[cle] for cle in cles.split() if cle in self.cases]


class SituationForm(FormulaireVersionne):
    teinte = forms.ChoiceField(label="La teinte qu’elle éclaire", required=False)

    class Meta:
        model = Situation
        fields = ["titre", "texte", "teinte"]
        widgets = {"texte": forms.Textarea({"rows": 10})}

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ = self.fields["teinte"]
        assert isinstance(champ, forms.ChoiceField)  # noqa: S101  (for the type checker)
        champ.choices = [
            ("", "Aucune en particulier"),
            *((p.fiche.code, f"{p.fiche.code} {p.fiche.titre_court}") for p in programme.teintes),
        ]


class PhotoForm(forms.Form):
    fichier = ChampFichier(label="Photo", types=(TypeFichier.IMAGE,))
    description = forms.CharField(
        label="Ce qu’on y voit",
        max_length=250,
        help_text="Une phrase, pour qui ne voit pas la photo. Demandez leur accord aux personnes visibles.",
    )

    def __init__(self, *args: Any, identite: Identite, collectivite: Collectivite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ = self.fields["fichier"]
        assert isinstance(champ, ChampFichier)  # noqa: S101  (for the type checker)
        champ.pour(identite=identite, collectivite=collectivite)


class LivrableForm(FormulaireVersionne):
    """The words at the front, and for each piece whether it goes in."""

    class Meta:
        model = Session
        fields = ["livrable_titre", "livrable_mot"]
        widgets = {"livrable_mot": forms.Textarea({"rows": 5})}

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        morceaux = self.instance.morceaux.select_related("situation", "bilan__stagiaire")
        self.morceaux = list(morceaux.order_by("rang", "pk"))
        for morceau in self.morceaux:
            cle = morceau.uuid.hex
            self.fields[f"{cle}-retenu"] = forms.BooleanField(
                required=False, initial=morceau.retenu, label="Dans le livret"
            )
            pas = programme.teinte(morceau.teinte)
            if morceau.genre == GenreMorceau.TEINTE and pas is not None:
                self.fields[f"{cle}-parties"] = forms.MultipleChoiceField(
                    choices=[(p.value, p.label) for p in IMPRIMABLES if getattr(pas.fiche, p.value)],
                    required=False,
                    initial=morceau.parties,
                    label="Parties imprimées",
                    widget=forms.CheckboxSelectMultiple,
                )

    def choix(self) -> dict[UUID, tuple[bool, list[str]]]:
        return {
            m.uuid: (
                self.cleaned_data[f"{m.uuid.hex}-retenu"],
                self.cleaned_data.get(f"{m.uuid.hex}-parties", []),
            )
            for m in self.morceaux
        }


class OrdreForm(forms.Form):
    """The order that dragging left, as the uuids one after the other."""

    version = forms.IntegerField(min_value=1)
    ordre = forms.CharField(max_length=20_000)

    def clean_ordre(self) -> list[UUID]:
        try:
            return [UUID(texte) for texte in self.cleaned_data["ordre"].split()]
        except ValueError as erreur:
            raise ValidationError("Cet ordre est illisible : rechargez la page.") from erreur
