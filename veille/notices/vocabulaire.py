"""The controlled vocabulary: themes are made, corrected, merged; the notices under them follow."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from communs.catalogue.calculs import simplifier
from communs.collectivites.identite import Identite, autoriser
from communs.web.cache_pages import perimer_pages
from communs.web.erreurs import Refus
from veille.notices.models import Classement, Notice, Theme
from veille.notices.querysets import CLE_MAX
from veille.notices.reports import reporter
from veille.publications import accorder

PARTI = "Ce thème n’est plus dans le vocabulaire : il a été fusionné ou supprimé entre-temps."
LUI_MEME = "Un thème ne se fusionne pas avec lui-même : choisissez-en deux."
CHOISI = "Des abonnés ont choisi ce thème : fusionnez-le plutôt avec un autre."
SYNONYMES_MAX = 40


@transaction.atomic
def ecrire_theme(
    *, identite: Identite, theme: Theme | None, nom: str, definition: str, synonymes: Sequence[str]
) -> Theme:
    """Make a theme, or correct one: its key never changes, addresses and files hold it.

    Raises ValidationError for a word that another theme has, Refus (410) when it left.
    """
    autoriser(identite, "veille.documenter")
    theme = _verrouiller(theme.pk)[theme.pk] if theme is not None else Theme(cle=_cle(nom))
    avant = (theme.nom, theme.synonymes) if theme.pk is not None else (nom, [])
    theme.nom, theme.definition, theme.synonymes = nom, definition, _uniques(synonymes, nom)
    theme.full_clean()
    _refuser_les_mots_pris(theme)
    theme.save()
    siennes = Notice.objects.filter(themes=theme).order_by("pk")
    if avant[0] != theme.nom:
        siennes.update(modifie_le=timezone.now())  # harvesters read them again
    if avant != (theme.nom, theme.synonymes):
        accorder(siennes)  # they are found by these words
    perimer_pages()
    return theme


def _cle(nom: str) -> str:
    """A key of its own, made of the name."""
    racine = slugify(nom)[:CLE_MAX] or "theme"
    prises = set(Theme.objects.filter(cle__startswith=racine).values_list("cle", flat=True))
    return next(
        c for n in range(1, len(prises) + 2) if (c := f"{racine}-{n}" if n > 1 else racine) not in prises
    )


def _uniques(mots: Sequence[str], nom: str) -> list[str]:
    """Each word once, whatever its capitals and accents, and not the name itself."""
    vus = {simplifier(nom)}
    return [mot for mot in mots if simplifier(mot) not in vus and not vus.add(simplifier(mot))]  # type: ignore[func-returns-value]


def _refuser_les_mots_pris(theme: Theme) -> None:
    mots = {simplifier(mot): mot for mot in (theme.nom, *theme.synonymes)}
    for autre in Theme.objects.exclude(pk=theme.pk):
        for mot in (autre.nom, *autre.synonymes):
            if simplifier(mot) in mots:
                champ = "nom" if simplifier(mot) == simplifier(theme.nom) else "synonymes"
                raise ValidationError(
                    {champ: f"« {mots[simplifier(mot)]} » est déjà un mot du thème « {autre.nom} »."}
                )


@transaction.atomic
def fusionner_themes(*, identite: Identite, garde: Theme, absorbe: Theme) -> Theme:
    """Everything under `absorbe` goes under `garde`, its words become synonyms; return the kept one.

    Raises Refus (409, 410).
    """
    autoriser(identite, "veille.documenter")
    if garde.pk == absorbe.pk:
        raise Refus(409, LUI_MEME)
    themes = _verrouiller(garde.pk, absorbe.pk)
    garde, absorbe = themes[garde.pk], themes[absorbe.pk]
    notices = list(absorbe.classements.order_by("pk").values_list("notice", flat=True))
    absorbe.classements.filter(notice__in=garde.classements.order_by().values("notice")).delete()
    absorbe.classements.update(theme=garde)
    reporter(absorbe, garde, sauf=(Classement,))
    garde.synonymes = _uniques([*garde.synonymes, absorbe.nom, *absorbe.synonymes], garde.nom)
    garde.save(update_fields=["synonymes"])
    absorbe.delete()
    Notice.objects.filter(pk__in=notices).update(modifie_le=timezone.now())  # harvesters read them again
    accorder(Notice.objects.filter(themes=garde).order_by("pk"))  # all are found by the new synonyms
    perimer_pages()
    return garde


@transaction.atomic
def supprimer_theme(*, identite: Identite, theme: Theme) -> None:
    """Take a theme that no notice bears out of the vocabulary. Raises Refus (409, 410)."""
    autoriser(identite, "veille.documenter")
    present = _verrouiller(theme.pk)[theme.pk]
    nombre = present.classements.count()
    if nombre:
        raise Refus(409, f"Ce thème classe encore {nombre} notice(s) : fusionnez-le plutôt avec un autre.")
    if present.abonnes.exists():  # without it, some would receive everything
        raise Refus(409, CHOISI)
    present.delete()
    perimer_pages()


def _verrouiller(*cles: int) -> dict[int, Theme]:
    """In one order for everybody."""
    themes = {t.pk: t for t in Theme.objects.select_for_update().filter(pk__in=cles).order_by("pk")}
    if len(themes) < len(set(cles)):
        raise Refus(410, PARTI)
    return themes
