"""What narrows the list of the base; everything in the address."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q

from communs.catalogue.calculs import simplifier
from communs.catalogue.querysets import SansAccents
from veille.enums import Genre
from veille.notices.doublons import normaliser
from veille.notices.models import Contribution, Notice, Theme
from veille.notices.querysets import NoticeQuerySet
from veille.notices.verifications import ecritures_d_isbn

ETATS = [
    ("", "Toutes"),
    ("brouillon", "Brouillons"),
    ("publiee", "Publiées"),
    ("retiree", "Retirées du public"),
    ("jamais", "Dans aucun numéro"),
    ("corbeille", "Corbeille"),
    ("fusionnee", "Fusionnées"),
]
TRIS = [("", "Dernières créées"), ("modif", "Dernières modifiées"), ("date", "Date"), ("titre", "Titre")]
_ORDRES = {
    "": ("-pk",),
    "modif": ("-modifie_le", "-pk"),
    "date": ("-date", "-pk"),
    "titre": ("titre_normalise", "pk"),
}


class FiltreForm(forms.Form):
    q = forms.CharField(label="Titre, auteur, DOI ou ISBN", max_length=200, required=False)
    etat = forms.ChoiceField(label="État", choices=ETATS, required=False)
    genre = forms.ChoiceField(label="Type", choices=[("", "Tous"), *Genre.choices], required=False)
    theme = forms.ModelChoiceField(
        label="Thème", queryset=Theme.objects.all(), to_field_name="cle", required=False, empty_label="Tous"
    )
    annee = forms.IntegerField(label="Année", min_value=1, max_value=9999, required=False)
    tri = forms.ChoiceField(label="Ordre", choices=TRIS, required=False)


def filtrer(saisie: dict[str, Any]) -> NoticeQuerySet:
    """The notices of the base that the form asks for, in its order."""
    notices = _de_l_etat(saisie.get("etat") or "")
    if genre := saisie.get("genre"):
        notices = notices.filter(genre=genre)
    if theme := saisie.get("theme"):
        notices = notices.filter(classements__theme=theme)
    if annee := saisie.get("annee"):
        notices = notices.filter(annee=annee)
    if q := (saisie.get("q") or "").strip():
        notices = notices.filter(_cherche(q))
    return notices.order_by(*_ORDRES[saisie.get("tri") or ""])


def _de_l_etat(etat: str) -> NoticeQuerySet:
    presentes: NoticeQuerySet = Notice.objects.presentes()
    if etat == "corbeille":
        return Notice.objects.filter(supprime_le__isnull=False, fusionnee_dans=None)
    if etat == "fusionnee":
        return Notice.objects.filter(fusionnee_dans__isnull=False)
    if etat == "brouillon":
        return presentes.filter(publiee_le=None)
    if etat == "publiee":
        return presentes.en_vue()
    if etat == "retiree":
        return presentes.filter(retiree_le__isnull=False)
    if etat == "jamais":
        return presentes.filter(parutions=None)
    return presentes


def _cherche(q: str) -> Q:
    """Every word in the title or among the names; or the identifier whole."""
    identifiant = Q(doi__iexact=q.removeprefix("https://doi.org/")) | Q(isbn__in=ecritures_d_isbn(q))
    tous = Q()
    for mot in normaliser(q).split():
        nomme = Contribution.objects.annotate(simple=SansAccents("nom"), devant=SansAccents("prenom")).filter(
            Q(simple__contains=simplifier(mot)) | Q(devant__contains=simplifier(mot)), notice=OuterRef("pk")
        )
        tous &= Q(titre_normalise__contains=mot) | Q(Exists(nomme.order_by()))
    return identifiant | tous if tous else identifiant
