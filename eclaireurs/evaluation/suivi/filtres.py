"""What the address of the tracking table asks for: a view and its filters, always valid."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from communs.collectivites.forms import ChoixDeService
from communs.collectivites.identite import Identite
from communs.dossiers.models import Participant
from eclaireurs.evaluation.suivi.enums import EtatAction, EtatTache
from eclaireurs.evaluation.suivi.models import Action, Plan

MOI, REATTRIBUER, PERSONNE = "moi", "a_reattribuer", "personne"
VUES = {
    "": "Tableau",
    "service": "Par service",
    "personne": "Par personne",
    "retard": "En retard",
}


class FiltreForm(forms.Form):
    """The filters. A value that means nothing any more is left out, never an error page."""

    q = forms.CharField(label="Chercher", max_length=100, required=False)
    etat = forms.ChoiceField(label="État", required=False)
    preconisation = forms.ChoiceField(label="Préconisation", required=False)
    retard = forms.BooleanField(label="En retard seulement", required=False)
    vue = forms.ChoiceField(choices=list(VUES.items()), required=False, widget=forms.HiddenInput)

    field_order = ("q", "etat", "service", "responsable", "preconisation", "retard", "vue")

    def __init__(self, data: QueryDict, *, plan: Plan, identite: Identite, nomme: bool | None = None) -> None:
        super().__init__(data, auto_id="filtre_%s")
        self.identite = identite
        etats = {**dict(EtatTache.choices), **dict(EtatAction.choices)}
        self.fields["etat"].choices = [("", "Tous"), *etats.items()]  # type: ignore[attr-defined]
        rapport = plan.dossier.rapport
        self.fields["preconisation"].choices = [  # type: ignore[attr-defined]
            ("", "Toutes"),
            *((str(n), f"{n}. {t}") for n, t in rapport.preconisations.values_list("numero", "titre")),
        ]
        self.fields["service"] = ChoixDeService(
            plan.dossier.collectivite, label="Service", empty_label="Tous"
        )
        self.nomme = identite.peut("dossiers.voir_les_personnes", plan) if nomme is None else nomme
        if self.nomme:
            self.fields["responsable"] = forms.ChoiceField(
                label="Responsable", required=False, choices=_personnes(plan)
            )
        self.order_fields(self.field_order)
        self.is_valid()

    @property
    def ordre(self) -> str:
        vue = self.cleaned_data.get("vue", "")
        return "" if vue == "personne" and not self.nomme else vue

    def choisis(self) -> dict[str, str]:
        """The filters in force, as the address writes them, without the view."""
        gardes = {nom: self.data.get(nom, "") for nom in self.cleaned_data if nom != "vue"}
        return {nom: valeur for nom, valeur in gardes.items() if valeur and self.cleaned_data[nom]}

    def adresse(self, **autres: str) -> str:
        """The query string of these filters, with others instead: `?etat=faite&vue=service`."""
        parametres = {**self.choisis(), "vue": self.ordre, **autres}
        return "?" + urlencode({nom: valeur for nom, valeur in parametres.items() if valeur})

    def en_mots(self) -> list[tuple[str, str]]:
        """The filters in force as people read them: what, and which value."""
        mots = []
        for nom in self.choisis():
            champ, valeur = self.fields[nom], self.cleaned_data[nom]
            libelles = {str(cle): str(texte) for cle, texte in getattr(champ, "choices", ())}
            oui = "oui" if valeur is True else str(valeur)
            mots.append((str(champ.label), libelles.get(self.data.get(nom, ""), oui)))
        return mots

    def filtrer(self, lignes: QuerySet, aujourdhui: date) -> QuerySet:
        """These actions or tasks, as far as the filters keep them."""
        voulu: dict[str, Any] = self.cleaned_data
        parent = "" if lignes.model is Action else "action__"
        if voulu.get("q"):
            lignes = lignes.filter(Q(titre__icontains=voulu["q"]) | Q(note__icontains=voulu["q"]))
        if voulu.get("etat"):
            lignes = lignes.filter(etat=voulu["etat"])
        if voulu.get("service"):
            lignes = lignes.filter(service=voulu["service"])
        if voulu.get("preconisation"):
            lignes = lignes.filter(**{f"{parent}preconisation__numero": voulu["preconisation"]})
        if voulu.get("retard") or self.ordre == "retard":
            lignes = lignes.en_retard(aujourdhui)  # type: ignore[attr-defined]
        return self._par_personne(lignes, voulu.get("responsable", ""))

    def _par_personne(self, lignes: QuerySet, qui: str) -> QuerySet:
        if not qui:
            return lignes
        if qui == MOI:
            return lignes.filter(responsable__compte=self.identite.compte)
        if qui == PERSONNE:
            return lignes.filter(responsable=None)
        if qui == REATTRIBUER:
            return lignes.filter(responsable__retire_le__isnull=False)
        return lignes.filter(responsable__uuid=UUID(qui))


def _personnes(plan: Plan) -> list[tuple[str, str]]:
    return [
        ("", "Tout le monde"),
        (MOI, "Moi"),
        (PERSONNE, "Personne encore"),
        (REATTRIBUER, "À réattribuer"),
        *((str(p.uuid), p.nom_affiche) for p in presents(plan)),
    ]


def presents(plan: Plan) -> QuerySet[Participant]:
    """The people of the dossier who can answer for something."""
    return plan.dossier.participants.presents().avec_noms().order_by("depuis_le", "pk")
