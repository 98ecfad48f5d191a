"""What people type about the fête."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from communs.collectivites import noms
from communs.dossiers.models import Dossier
from communs.etats.forms import ABIME, FormulaireVersionne
from communs.web.champs import dater_plausiblement
from eclaireurs.evaluation.fete import mur
from eclaireurs.evaluation.fete.enums import GenreDecision
from eclaireurs.evaluation.fete.models import MOTIF_MAX, Atelier, Creneau, Fete, Salle
from eclaireurs.evaluation.suivi.models import Action

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
HEURE = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
GARDE = "garde"  # a subject that is no longer on the wall, left as it stands and not named
CHAMPS = ["le", "debut", "fin", "lieu", "mot"]
WIDGETS = {"le": DATE, "debut": HEURE, "fin": HEURE, "mot": forms.Textarea({"rows": 5})}


class _UneFois(forms.Form):
    """`demande` names the form: sent twice, it writes once."""

    demande = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("demande", uuid4())
        dater_plausiblement(self.fields.values())

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or self.cleaned_data
        if "demande" in self.errors:
            self.add_error(None, ABIME)
        return saisie


class PreparerForm(_UneFois, forms.ModelForm):
    class Meta:
        model = Fete
        fields = CHAMPS
        widgets = WIDGETS

    def champs(self) -> dict[str, Any]:
        return {nom: self.cleaned_data[nom] for nom in CHAMPS}


class PreciserForm(FormulaireVersionne):
    class Meta:
        model = Fete
        fields = CHAMPS
        widgets = WIDGETS


class SalleForm(forms.ModelForm):
    places = forms.IntegerField(label="Places", min_value=1, max_value=2000)

    class Meta:
        model = Salle
        fields = ["nom", "places"]
        widgets = {"nom": forms.TextInput({"autocomplete": "off"})}


class CreneauForm(forms.ModelForm):
    class Meta:
        model = Creneau
        fields = ["debut", "fin"]
        widgets = {"debut": HEURE, "fin": HEURE}


class _AtelierForm(forms.ModelForm):
    """`sujet` is one list: an evaluation, or one of its actions."""

    sujet = forms.ChoiceField(label="Ce que l’atelier concerne", required=False)

    class Meta:
        model = Atelier
        fields = ["titre", "intention", "creneau", "salle"]
        widgets = {
            "titre": forms.TextInput({"autocomplete": "off"}),
            "intention": forms.Textarea({"rows": 4}),
        }

    field_order = ["titre", "intention", "sujet", "creneau", "salle"]

    def __init__(self, *args: Any, fete: Fete, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dossiers = {d.pk: d for d in mur.dossiers(fete).order_by("titre", "pk")}
        self._actions = {a.pk: a for a in mur.actions_a_debattre(fete)}
        sienne = self.instance.action  # kept as its subject, even once there is nothing more to decide of it
        if sienne is not None and sienne.plan.dossier_id in self._dossiers:
            self._actions.setdefault(sienne.pk, sienne)
        sujet: Any = self.fields["sujet"]
        sujet.choices = [("", "Toutes les évaluations, ou autre chose"), *self._garde(), *self._groupes()]
        for nom, vide in (
            ("creneau", "Les organisateurs choisiront"),
            ("salle", "Les organisateurs choisiront"),
        ):
            liste: Any = self.fields[nom]
            liste.queryset = fete.creneaux.all() if nom == "creneau" else fete.salles.all()
            liste.empty_label = vide
        self.fields["salle"].label_from_instance = lambda s: f"{s.nom} ({s.places} places)"  # type: ignore[attr-defined]
        if self.instance.action_id in self._actions:
            self.initial["sujet"] = f"a{self.instance.action_id}"
        elif self.instance.dossier_id in self._dossiers:
            self.initial["sujet"] = f"d{self.instance.dossier_id}"
        elif self.instance.dossier_id is not None:
            self.initial["sujet"] = GARDE

    def _garde(self) -> list[tuple[str, str]]:
        parti = self.instance.dossier_id is not None and self.instance.dossier_id not in self._dossiers
        return [(GARDE, "Le même sujet, qui n’est plus au mur")] if parti else []

    def _groupes(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        for pk, dossier in self._dossiers.items():
            siennes = [a for a in self._actions.values() if a.plan.dossier_id == pk]
            yield (
                dossier.titre,
                [
                    (f"d{pk}", "L’évaluation entière"),
                    *((f"a{a.pk}", f"{a.code} {a.titre} ({a.get_etat_display().lower()})") for a in siennes),
                ],
            )

    def champs(self) -> dict[str, Any]:
        """The model's values; the subject read back as an evaluation and an action, unless it is kept."""
        saisie = self.cleaned_data
        communs = {nom: saisie[nom] for nom in ("titre", "intention", "creneau", "salle")}
        cle = saisie.get("sujet") or ""
        if cle == GARDE:
            return communs
        action: Action | None = self._actions[int(cle[1:])] if cle.startswith("a") else None
        dossier: Dossier | None = self._dossiers[int(cle[1:])] if cle.startswith("d") else None
        return {**communs, "action": action, "dossier": action.plan.dossier if action else dossier}


class ProposerForm(_UneFois, _AtelierForm):
    """A new session; organisers may propose it for somebody without account."""

    au_nom_de = forms.CharField(
        label="Proposé par",
        max_length=120,
        required=False,
        validators=[noms.valider],
        help_text="Le nom d’une personne sans compte, pour qui vous écrivez. Laissez vide si c’est vous.",
    )

    def __init__(self, *args: Any, prepare: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not prepare:
            del self.fields["au_nom_de"]


class TenirForm(FormulaireVersionne, _AtelierForm):
    class Meta(_AtelierForm.Meta):
        pass


class CompteRenduForm(FormulaireVersionne):
    class Meta:
        model = Atelier
        fields = ["compte_rendu"]
        widgets = {"compte_rendu": forms.Textarea({"rows": 10})}


class InscrireForm(forms.Form):
    nom = forms.CharField(
        label="Nom de la personne",
        max_length=120,
        validators=[noms.valider],
        help_text="Pour qui n’a pas de compte. Ce nom s’efface trois mois après la fête.",
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class DecisionForm(_UneFois):
    """What a session decides: of which action, what, why."""

    action = forms.ChoiceField(label="L’action")
    genre = forms.ChoiceField(label="La décision", choices=GenreDecision.choices, widget=forms.RadioSelect)
    nouveau_titre = forms.CharField(
        label="Nouvel intitulé",
        max_length=200,
        required=False,
        help_text="Seulement pour réorienter : ce que l’action devient.",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    motif = forms.CharField(
        label="Pourquoi",
        max_length=MOTIF_MAX,
        help_text="Ce motif sera lu dans le tableau de suivi.",
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, atelier: Atelier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actions = {str(a.uuid): a for a in mur.actions_a_debattre(atelier.fete)}
        concernees = [a for a in self._actions.values() if a.pk == atelier.action_id]
        groupes: dict[str, list[tuple[str, str]]] = {}
        for action in self._actions.values():
            libelle = f"{action.code} {action.titre} ({action.get_etat_display().lower()})"
            groupes.setdefault(action.plan.dossier.titre, []).append((str(action.uuid), libelle))
        liste: Any = self.fields["action"]
        liste.choices = [("", "Choisissez une action du mur"), *groupes.items()]
        liste.error_messages["invalid_choice"] = (
            "On ne décide plus rien de cette action : elle est faite, abandonnée, ou n’est pas au mur."
        )
        if concernees:
            self.initial.setdefault("action", str(concernees[0].uuid))

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or self.cleaned_data
        if saisie.get("genre") == GenreDecision.REORIENTER and not saisie.get("nouveau_titre"):
            self.add_error("nouveau_titre", "Dites ce que l’action devient.")
        return saisie

    def objet(self) -> Action:
        return self._actions[self.cleaned_data["action"]]


class TrancherForm(forms.Form):
    geste = forms.ChoiceField(choices=[("valider", ""), ("ecarter", "")])
    version = forms.IntegerField(min_value=1)
    version_action = forms.IntegerField(min_value=0, required=False)
    motif = forms.CharField(max_length=500, required=False)


class AfficherForm(forms.Form):
    dossier = forms.UUIDField()
    au_mur = forms.BooleanField(required=False)


def ajouter_les_erreurs(formulaire: forms.BaseForm, erreur: ValidationError) -> None:
    """Each error by its field where the form has it, above the form otherwise."""
    if not hasattr(erreur, "error_dict"):
        formulaire.add_error(None, erreur)
        return
    for nom, erreurs in erreur.error_dict.items():
        formulaire.add_error(nom if nom in formulaire.fields else None, erreurs)
