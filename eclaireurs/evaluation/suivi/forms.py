"""Everything that people type in the tracking table."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from communs.collectivites.forms import ChoixDeService
from communs.collectivites.identite import Identite
from communs.dossiers.models import Participant
from communs.etats.forms import FormulaireVersionne
from eclaireurs.evaluation.suivi.amendements import PREVU, est_fige
from eclaireurs.evaluation.suivi.enums import AvisDuComite
from eclaireurs.evaluation.suivi.lignes import DECISIONS, table_de
from eclaireurs.evaluation.suivi.models import Action, Plan, Planifie, Tache
from eclaireurs.evaluation.suivi.transitions import ACTION, TACHE


class Jour(forms.DateInput):
    """A date as browsers' own calendars write it."""

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"type": "date"})


class ChoixDePersonne(forms.ModelChoiceField):
    """The people of the dossier; `actuel` stays offered after he has left, so that nothing is lost."""

    def __init__(self, plan: Plan, actuel: int | None = None, **kwargs: Any) -> None:
        gens = plan.dossier.participants.filter(Q(retire_le=None) | Q(pk=actuel)).avec_noms()
        kwargs.setdefault("empty_label", "(personne encore)")
        super().__init__(gens.order_by("depuis_le", "pk"), required=False, **kwargs)

    def label_from_instance(self, obj: Participant) -> str:
        return f"{obj.nom_affiche} (à réattribuer)" if obj.retire_le else obj.nom_affiche


class MotifForm(forms.Form):
    motif = forms.CharField(label="Motif", max_length=500, required=False)
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)


class LigneForm(FormulaireVersionne):
    """One line: what was planned for its organisers, how far it is, the next step, and why."""

    etape = forms.ChoiceField(label="Faire avancer", required=False)
    motif = forms.CharField(label="Motif", max_length=500, required=False)
    ordre: tuple[str, ...]

    def __init__(self, *args: Any, identite: Identite, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"ligne-{kwargs['instance'].uuid}-%s", **kwargs)
        ligne: Planifie = self.instance
        plan: Plan = ligne.plan  # type: ignore[attr-defined]
        if identite.peut("suivi.preparer", ligne):
            self.fields["service"] = ChoixDeService(
                plan.dossier.collectivite,
                label="Service",
                empty_label="(aucun)",
                initial=ligne.service_id,
            )
            self.fields["responsable"] = ChoixDePersonne(
                plan,
                ligne.responsable_id,
                label="Responsable",
                initial=ligne.responsable_id,
            )
            for nom in ("debut_le", "fin_le"):
                self.fields[nom].widget = Jour()
        else:
            for nom in set(PREVU) & set(self.fields):
                del self.fields[nom]
        self._offrir_les_etapes(identite, ligne)
        if est_fige(plan):
            self.fields[
                "motif"
            ].help_text = "Le plan est arrêté : dites pourquoi vous changez ce qui était prévu."
        else:
            self.fields["motif"].help_text = "Pour un blocage, un abandon ou une reprise."
        self.order_fields(self.ordre)

    def _offrir_les_etapes(self, identite: Identite, ligne: Planifie) -> None:
        offertes = [t for t in table_de(ligne).offertes(ligne, identite) if not t.obstacle(ligne)]
        if not offertes:
            del self.fields["etape"]
            return
        presente = ligne.get_etat_display().lower()  # type: ignore[attr-defined]
        self.fields["etape"].choices = [  # type: ignore[attr-defined]
            ("", f"(laisser : {presente})"),
            *((t.nom, t.libelle) for t in offertes),
        ]


class ActionForm(LigneForm):
    ordre = ("titre", "service", "responsable", "debut_le", "fin_le", "etape", "motif", "description", "note")

    class Meta:
        model = Action
        fields = ["titre", "debut_le", "fin_le", "description", "note"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}


class TacheForm(LigneForm):
    ordre = ("titre", "service", "responsable", "debut_le", "fin_le", "avancement", "etape", "motif", "note")

    class Meta:
        model = Tache
        fields = ["titre", "debut_le", "fin_le", "avancement", "note"]
        widgets = {"avancement": forms.NumberInput(attrs={"min": 0, "max": 100, "step": 5})}


class _NouvelleLigneForm(forms.ModelForm):
    """A line to add: what is planned, and on a frozen plan why. `demande` names this very form."""

    demande = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: Plan, demande: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"nouvelle-{demande}-%s", **kwargs})
        self.initial["demande"] = demande
        self.fields["service"] = ChoixDeService(
            plan.dossier.collectivite, label="Service", empty_label="(aucun)"
        )
        self.fields["responsable"] = ChoixDePersonne(plan, label="Responsable")
        for nom in ("debut_le", "fin_le"):
            self.fields[nom].widget = Jour()
        if est_fige(plan):
            self.fields["motif"] = forms.CharField(
                label="Motif",
                max_length=500,
                help_text="Le plan est arrêté : dites pourquoi vous le complétez.",
            )
        self.order_fields(("titre", "service", "responsable", "debut_le", "fin_le", "description", "motif"))

    def champs(self) -> dict[str, Any]:
        """What the new line is made of."""
        return {nom: self.cleaned_data[nom] for nom in PREVU if nom in self.cleaned_data}


class NouvelleActionForm(_NouvelleLigneForm):
    class Meta:
        model = Action
        fields = ["titre", "debut_le", "fin_le", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}


class NouvelleTacheForm(_NouvelleLigneForm):
    class Meta:
        model = Tache
        fields = ["titre", "debut_le", "fin_le"]


class RemarqueForm(forms.Form):
    """Something to say of a recommendation; `demande` names this very form."""

    texte = forms.CharField(label="Remarque", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    demande = forms.UUIDField(widget=forms.HiddenInput, required=False)


class AvisForm(forms.Form):
    """A member's opinion of one action."""

    choix = forms.ChoiceField(label="Mon avis", choices=AvisDuComite.choices)
    commentaire = forms.CharField(label="Pourquoi", max_length=500, required=False)


class GelForm(forms.Form):
    motif = forms.CharField(
        label="Pourquoi garder le plan tel qu’il est aujourd’hui ?",
        max_length=500,
        help_text="Par exemple : « revue annuelle » ou « après le vote du budget ».",
    )


class LotForm(forms.Form):
    """What changes on every chosen line; a field left empty changes nothing, `vider` empties it."""

    debut_le = forms.DateField(label="Début prévu", required=False, widget=Jour())
    fin_le = forms.DateField(label="Fin prévue", required=False, widget=Jour())
    etape = forms.ChoiceField(label="Faire avancer", required=False)
    motif = forms.CharField(label="Motif", max_length=500, required=False)
    vider = forms.MultipleChoiceField(
        label="Vider",
        help_text="Ce que vous cochez est effacé sur toutes ces lignes.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("service", "le service"),
            ("responsable", "le responsable"),
            ("debut_le", "le début prévu"),
            ("fin_le", "la fin prévue"),
        ],
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "lot_%s", **kwargs})
        self.fields["service"] = ChoixDeService(
            plan.dossier.collectivite, label="Service", empty_label="(inchangé)"
        )
        self.fields["responsable"] = ChoixDePersonne(plan, label="Responsable", empty_label="(inchangé)")
        etapes = {t.nom: t.libelle for t in (*TACHE.transitions, *ACTION.transitions)}
        self.fields["etape"].choices = [  # type: ignore[attr-defined]
            ("", "(inchangé)"),
            *((nom, libelle) for nom, libelle in etapes.items() if nom not in DECISIONS),
        ]
        self.order_fields(("service", "responsable", "debut_le", "fin_le", "etape", "vider", "motif"))

    def clean(self) -> dict[str, Any]:
        saisie = super().clean() or self.cleaned_data
        for nom in saisie.get("vider", ()):
            if saisie.get(nom):
                self.add_error(nom, "Choisissez : une valeur, ou vider.")
        return saisie

    def champs(self) -> dict[str, Any]:
        """The fields that change, with their values; None where they are emptied."""
        noms = ("service", "responsable", "debut_le", "fin_le")
        choisis = {nom: self.cleaned_data[nom] for nom in noms if self.cleaned_data.get(nom)}
        return choisis | dict.fromkeys(self.cleaned_data["vider"])


class SensForm(forms.Form):
    """Up or down."""

    sens = forms.TypedChoiceField(choices=[("-1", "Monter"), ("1", "Descendre")], coerce=int)


def ajouter_les_erreurs(formulaire: forms.BaseForm, erreur: ValidationError) -> None:
    """Put what a service refuses beside its field where the form has it, else at the top."""
    if not hasattr(erreur, "error_dict"):
        formulaire.add_error(None, erreur)
        return
    for nom, messages in erreur.error_dict.items():
        formulaire.add_error(nom if nom in formulaire.fields else None, messages)
