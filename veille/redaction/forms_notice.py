"""A notice as it is written inside an issue: what readers see of it. The rest is on the notice's own page."""

from dataclasses import replace
from typing import Any

from django import forms

from communs.dossiers.forms import AvecDemande
from communs.etats.forms import FormulaireVersionne
from communs.web.champs import UneParLigne
from veille.models import Notice
from veille.notices.fiches import FicheAuteur, FicheLien, FicheNotice
from veille.redaction.forms import AIDE_DATE, AIDE_MARKDOWN

CHAMPS = ["titre", "sous_titre", "genre", "publication", "editeur", "numero", "date", "pages", "resume"]


def _auteur(ligne: str) -> FicheAuteur:
    """« Nom, Prénom » is a person, anything else a body."""
    nom, virgule, prenom = (morceau.strip() for morceau in ligne.partition(","))
    return FicheAuteur(nom, prenom) if virgule and prenom else FicheAuteur(nom, organisme=True)


class _NoticeForm(forms.ModelForm):
    adresse = forms.URLField(
        label="Lien", max_length=1000, required=False, widget=forms.URLInput, assume_scheme="https"
    )

    field_order = [*CHAMPS[:3], "auteurs", *CHAMPS[3:-1], "adresse", "resume"]

    def _lien(self, fiche: FicheNotice) -> tuple[FicheLien, ...]:
        """The first link is the one this form shows; the others stay."""
        adresse, liens = self.cleaned_data["adresse"], fiche.liens
        if not liens:
            return (FicheLien(adresse),) if adresse else ()
        return (replace(liens[0], adresse=adresse), *liens[1:])

    def fiche_depuis(self, fiche: FicheNotice) -> FicheNotice:
        """This fiche, saying what was typed."""
        saisie = {nom: self.cleaned_data[nom] for nom in CHAMPS}
        return replace(fiche, liens=self._lien(fiche), **saisie)


class NouvelleNoticeForm(AvecDemande, _NoticeForm):
    auteurs = UneParLigne(
        forms.CharField(max_length=320),
        label="Auteurs",
        required=False,
        help_text="Un par ligne : « Nom, Prénom » pour une personne, un nom sans virgule pour un organisme.",
    )

    class Meta:
        model = Notice
        fields = CHAMPS
        widgets = {"resume": forms.Textarea(attrs={"rows": 8})}
        help_texts = {"date": AIDE_DATE, "resume": AIDE_MARKDOWN}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["titre"].required = True

    def fiche(self) -> FicheNotice:
        auteurs = tuple(_auteur(ligne) for ligne in self.cleaned_data["auteurs"])
        return replace(self.fiche_depuis(FicheNotice()), auteurs=auteurs)


class NoticeForm(_NoticeForm, FormulaireVersionne):
    class Meta:
        model = Notice
        fields = CHAMPS
        widgets = {"resume": forms.Textarea(attrs={"rows": 10})}
        help_texts = {"date": AIDE_DATE, "resume": AIDE_MARKDOWN}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        premier = self.instance.liens.first()
        self.initial.setdefault("adresse", premier.adresse if premier else "")
