"""The whole form of a notice: fields and rows, read from a fiche or from a post, and the gestures on rows.

Adding, moving and removing a row are buttons of the form: without JavaScript the page comes back with what
was typed; with it, only the list changes.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict

from veille.notices.fiches import FicheNotice
from veille.notices.forms import LISTES, NoticeForm

GESTES = ("ajouter", "retirer", "monter", "descendre")


@dataclass
class Saisie:
    """What the page of a notice holds."""

    notice: NoticeForm
    listes: dict[str, BaseFormSet]

    def est_valide(self) -> bool:
        """All are checked, so that everything wrong shows at once."""
        return all([self.notice.is_valid(), *(liste.is_valid() for liste in self.listes.values())])

    def fiche(self, reste: Any) -> FicheNotice:
        """What was typed; `reste`: what an import brought and no field shows."""
        lignes: dict[str, Any] = {
            nom: tuple(LISTES[nom][1](**f.cleaned_data) for f in liste if _remplie(f))
            for nom, liste in self.listes.items()
        }
        return FicheNotice(**self.notice.valeurs(), **lignes, reste=reste)


def _remplie(form: Any) -> bool:
    """A link of another kind than a page, and nothing else, says nothing."""
    dits = {
        k: v for k, v in form.cleaned_data.items() if k != "genre" or type(form) is not LISTES["liens"][0]
    }
    return any(dits.values())


class Lignes(BaseFormSet):
    """Rows without identity: an empty one says nothing, wherever it stands."""

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()


def _fabrique(nom: str, presentes: int = 0) -> type[BaseFormSet]:
    maximum = max(LISTES[nom][3], presentes)  # what is there already is never refused
    return formset_factory(
        LISTES[nom][0], Lignes, extra=0, max_num=maximum, validate_max=True, absolute_max=maximum + 20
    )


def depuis_la_fiche(fiche: FicheNotice, version: int) -> Saisie:
    """The form of a notice as it is, with an empty author for a new one."""
    initiales: dict[str, list[dict[str, Any]]] = {
        nom: [asdict(ligne) for ligne in getattr(fiche, nom)] for nom in LISTES
    }
    if version == 0:
        initiales |= {nom: initiales[nom] or [{}] for nom in ("auteurs", "liens")}
    return Saisie(
        NoticeForm(initial=NoticeForm.initiales(fiche) | {"version": version}),
        {nom: _fabrique(nom, len(initiales[nom]))(initial=initiales[nom], prefix=nom) for nom in LISTES},
    )


def depuis_le_post(post: QueryDict, presentes: FicheNotice) -> Saisie:
    """The form as it was sent, to be checked."""
    return Saisie(
        NoticeForm(post),
        {nom: _fabrique(nom, len(getattr(presentes, nom)))(post, prefix=nom) for nom in LISTES},
    )


def appliquer_un_geste(post: QueryDict, geste: str) -> Saisie | None:
    """The form with its rows moved, not yet checked; None when the button is no gesture on rows.

    `geste`: `ajouter:auteurs`, `retirer:liens:2`…; `apercu` moves nothing.
    """
    verbe, _, suite = geste.partition(":")
    liste, _, rang = suite.partition(":")
    if verbe != "apercu" and (verbe not in GESTES or liste not in LISTES):
        return None
    lignes = {nom: _lire_les_lignes(post, nom) for nom in LISTES}
    if verbe != "apercu":
        _deplacer(lignes[liste], verbe, int(rang) if rang.isdecimal() else -1, LISTES[liste][3])
    return Saisie(
        NoticeForm(initial=_brut(NoticeForm(), post, "")),
        {nom: _fabrique(nom, len(lignes[nom]))(initial=lignes[nom], prefix=nom) for nom in LISTES},
    )


def _lire_les_lignes(post: QueryDict, nom: str) -> list[dict[str, Any]]:
    """The rows as they were typed, whatever they say."""
    total = post.get(f"{nom}-TOTAL_FORMS", "")
    nombre = min(int(total) if total.isdecimal() else 0, 200)
    return [_brut(LISTES[nom][0](), post, f"{nom}-{rang}-") for rang in range(nombre)]


def _brut(form: forms.BaseForm, post: QueryDict, prefixe: str) -> dict[str, Any]:
    return {
        nom: champ.widget.value_from_datadict(post, {}, f"{prefixe}{nom}")
        for nom, champ in form.fields.items()
    }


def _deplacer(lignes: list[dict[str, Any]], verbe: str, rang: int, maximum: int) -> None:
    if verbe == "ajouter":
        lignes += [{}] if len(lignes) < maximum else []
    elif 0 <= rang < len(lignes):
        ligne = lignes.pop(rang)
        if verbe != "retirer":
            lignes.insert(max(rang - 1, 0) if verbe == "monter" else rang + 1, ligne)
