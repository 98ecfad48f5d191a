"""Everything that people type about dossiers."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from communs.collectivites import noms, siren
from communs.collectivites.forms import ChoixDeService
from communs.collectivites.models import Adhesion, Collectivite
from communs.dossiers.enums import Visibilite
from communs.dossiers.genres import Genre, genre, tous
from communs.dossiers.models import Commentaire, Dossier, LaissezPasser, Participant
from communs.dossiers.participants import collectivite_de
from communs.etats.forms import ABIME, FormulaireVersionne
from communs.web.champs import dater_plausiblement

LIEN_JOURS, LIEN_JOURS_MAX = 30, 365
EXPLICATIONS = {
    Visibilite.PRIVE: "Seules les personnes invitées ici lisent le dossier.",
    Visibilite.COLLECTIVITE: "Les agents de la collectivité et de ses partenaires le lisent aussi, sans rien "
    "pouvoir y changer.",
    Visibilite.LIEN: "En plus, qui a reçu un lien de lecture lit sans compte. Chaque lien se révoque.",
    Visibilite.PUBLIC: "N’importe qui lit le dossier. Les noms, les commentaires et le journal restent entre "
    "vous.",
}


class AvecDemande(forms.Form):
    """A form that makes something new: `demande` names the attempt, so that sent twice it makes one."""

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

    @property
    def cle(self) -> UUID:
        return self.cleaned_data["demande"]


class OuvrirForm(AvecDemande, forms.ModelForm):
    genre = forms.ChoiceField(label="Quelle affaire ?", widget=forms.RadioSelect)

    class Meta:
        model = Dossier
        fields = ["titre", "resume"]
        widgets = {"resume": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "titre": "Celui que vos collègues reconnaîtront, par exemple « Évaluer la cantine à un euro ».",
            "resume": "Deux ou trois phrases pour qui découvre le dossier.",
        }

    field_order = ["genre", "titre", "resume"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choix = [(g.cle, g.nom) for g in tous()]
        self.fields["genre"].choices = choix  # type: ignore[attr-defined]
        if len(choix) == 1:
            self.initial.setdefault("genre", choix[0][0])


class PresentationForm(FormulaireVersionne):
    class Meta:
        model = Dossier
        fields = ["titre", "resume"]
        widgets = {"resume": forms.Textarea(attrs={"rows": 5})}


class LectureForm(FormulaireVersionne):
    class Meta:
        model = Dossier
        fields = ["visibilite"]
        widgets = {"visibilite": forms.RadioSelect}

    def explications(self) -> list[tuple[forms.BoundField, str]]:
        """Each choice of the list with what it means."""
        return [
            (choix, EXPLICATIONS[Visibilite(valeur)])  # type: ignore[misc]
            for choix, valeur in zip(self["visibilite"].subwidgets, Visibilite.values, strict=True)
        ]


class PartenaireForm(forms.Form):
    siren = forms.CharField(
        label="SIREN de la collectivité partenaire",
        max_length=20,
        help_text="Neuf chiffres. Elle doit déjà être inscrite sur Vigie.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_siren(self) -> str:
        return siren.normaliser(self.cleaned_data["siren"])


class CopieForm(AvecDemande):
    titre = forms.CharField(label="Titre du nouveau dossier", max_length=150, validators=[noms.valider])
    collectivite = forms.ModelChoiceField(
        Collectivite.objects.none(), label="Collectivité qui le mène", empty_label=None
    )

    def __init__(self, *args: Any, collectivites: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["collectivite"].queryset = collectivites.order_by("nom")  # type: ignore[attr-defined]


class _AvecRoles(forms.Form):
    roles = forms.MultipleChoiceField(
        label="Rôles",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un rôle."},
    )

    def _proposer(self, sorte: Genre) -> None:
        self.fields["roles"].choices = sorte.roles.choices  # type: ignore[attr-defined]


class InviterForm(_AvecRoles):
    """Somebody of any organisation or of none, by her address."""

    nom = forms.CharField(
        label="Prénom et nom",
        max_length=160,
        validators=[noms.valider],
        help_text="Montrés aux participants.",
    )
    email = forms.EmailField(label="Adresse électronique", max_length=254)
    organisation = forms.CharField(
        label="Organisation", max_length=150, required=False, validators=[noms.valider]
    )

    field_order = ["nom", "email", "organisation", "roles"]

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._proposer(genre(dossier.genre))


class AjouterForm(_AvecRoles):
    """A member of the lead collectivité, by choice in a list."""

    membre = forms.ModelChoiceField(
        Adhesion.objects.none(), label="Membre de la collectivité", empty_label="Choisir un membre"
    )

    field_order = ["membre", "roles"]

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._proposer(genre(dossier.genre))
        presents = dossier.participants.presents().exclude(compte=None).values("compte")
        champ = self.fields["membre"]
        champ.queryset = (  # type: ignore[attr-defined]
            Adhesion.objects.actives()
            .filter(collectivite=dossier.collectivite_id, compte__emailaddress__verified=True)
            .exclude(compte__in=presents)
            .select_related("compte")
            .order_by("compte__nom", "compte__prenom", "compte__email")
            .distinct()
        )
        champ.label_from_instance = lambda a: a.compte.nom_affiche  # type: ignore[attr-defined]


class ParticipantForm(_AvecRoles):
    """Somebody's roles, and the service where she works."""

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"roles": participant.roles, "service": participant.service_id})
        super().__init__(*args, **kwargs)
        self._proposer(genre(participant.dossier.genre))
        collectivite = collectivite_de(participant)
        self.fields["service"] = ChoixDeService(
            collectivite, label=f"Service ({collectivite.nom})", empty_label="(aucun)"
        )


class TransmettreForm(forms.Form):
    role = forms.ChoiceField(label="Quel rôle ?")
    a = forms.ModelChoiceField(
        Participant.objects.none(), label="À qui ?", empty_label="Choisir une personne"
    )

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sorte = genre(participant.dossier.genre)
        miens = [(r.value, r.label) for r in sorte.roles if r.value in participant.roles]
        self.fields["role"].choices = miens  # type: ignore[attr-defined]
        champ = self.fields["a"]
        champ.queryset = (  # type: ignore[attr-defined]
            participant.dossier.participants.presents()
            .filter(compte__is_active=True)
            .exclude(pk=participant.pk)
            .avec_noms()
            .order_by("compte__nom", "compte__prenom", "compte__email")
        )
        champ.label_from_instance = lambda autre: autre.nom_affiche  # type: ignore[attr-defined]


class LienForm(forms.ModelForm):
    """A secret link: for whom, and until which day (included, in the dossier's own zone)."""

    jusqu_au = forms.DateField(
        label="Valable jusqu’au", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    class Meta:
        model = LaissezPasser
        fields = ["libelle"]
        help_texts = {"libelle": "Pour vous y retrouver, par exemple « Comité intermédiaire »."}

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fuseau = dossier.fuseau
        self.initial.setdefault("jusqu_au", self._aujourd_hui() + timedelta(days=LIEN_JOURS))

    def _aujourd_hui(self) -> date:
        return timezone.localdate(timezone=self.fuseau)

    def clean_jusqu_au(self) -> date:
        jour = self.cleaned_data["jusqu_au"]
        if jour < self._aujourd_hui():
            raise ValidationError("Choisissez une date à venir.")
        if jour > self._aujourd_hui() + timedelta(days=LIEN_JOURS_MAX):
            raise ValidationError("Un lien vaut un an au plus : vous en ferez un autre.")
        return jour

    @property
    def expire_le(self) -> datetime:
        """The end of the last day."""
        jour = self.cleaned_data["jusqu_au"] + timedelta(days=1)
        return datetime.combine(jour, time.min, tzinfo=self.fuseau)


class CommentaireForm(AvecDemande, forms.ModelForm):
    class Meta:
        model = Commentaire
        fields = ["texte"]
        labels = {"texte": "Votre commentaire"}
        widgets = {"texte": forms.Textarea(attrs={"rows": 3})}


class FiltreForm(forms.Form):
    """What narrows a list of dossiers; everything in the address."""

    q = forms.CharField(label="Chercher un dossier", max_length=100, required=False)
    genre = forms.ChoiceField(label="Sorte", required=False)
    miens = forms.BooleanField(label="Seulement ceux où je participe", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["genre"].choices = [("", "Toutes"), *((g.cle, g.nom) for g in tous())]  # type: ignore[attr-defined]
