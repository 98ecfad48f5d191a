"""Which of these notices the base holds already: same DOI, same ISBN, or same title of the same year."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Q
from stdnum import isbn

from veille.notices.fiches import FicheNotice
from veille.notices.models import Notice
from veille.notices.verifications import ecritures_d_isbn


def doublons(fiches: Sequence[FicheNotice]) -> list[Notice | None]:
    """For each, the notice of the base that it looks like. One query, whatever their number."""
    titres = _normalises(fiches)
    dois = {forme for f in fiches if f.doi for forme in (f.doi, f.doi.lower(), f.doi.upper())}
    # A sign that opens or closes a title leaves a space there.
    bordes = {forme for t in titres if t.strip() for forme in _bordes(t.strip())}
    isbns = {forme for f in fiches if f.isbn for forme in ecritures_d_isbn(f.isbn)}
    trouvees = (
        Notice.objects.presentes()
        .filter(Q(doi__in=dois) | Q(isbn__in=isbns) | Q(titre_normalise__in=bordes))
        .order_by("pk")
    )
    par: dict[tuple[str, str, int | None], Notice] = {}
    for notice in trouvees:
        for cle in _cles(notice.doi, notice.isbn, notice.titre_normalise, notice.annee):
            par.setdefault(cle, notice)
    annees = [int(f.date[:4]) if f.date else None for f in fiches]
    return [
        next((par[c] for c in _cles(f.doi, f.isbn, titre, annee) if c in par), None)
        for f, titre, annee in zip(fiches, titres, annees, strict=True)
    ]


def repetees(fiches: Sequence[FicheNotice]) -> list[int | None]:
    """For each, the rank of the one before it in the file that it looks like."""
    vues: dict[tuple[str, str, int | None], int] = {}
    resultat: list[int | None] = []
    for rang, (f, titre) in enumerate(zip(fiches, _normalises(fiches), strict=True)):
        cles = _cles(f.doi, f.isbn, titre, int(f.date[:4]) if f.date else None)
        resultat.append(next((vues[c] for c in cles if c in vues), None))
        for cle in cles:
            vues.setdefault(cle, rang)
    return resultat


def _cles(doi: str, isbn_: str, titre: str, annee: int | None) -> list[tuple[str, str, int | None]]:
    cles: list[tuple[str, str, int | None]] = []
    if doi:
        cles.append(("doi", doi.lower(), None))
    if isbn_:
        cles.append(("isbn", isbn.compact(isbn.to_isbn13(isbn_)) if isbn.is_valid(isbn_) else isbn_, None))
    if titre.strip():
        cles.append(("titre", titre.strip(), annee))
    return cles


def _bordes(titre: str) -> tuple[str, ...]:
    return titre, f"{titre} ", f" {titre}", f" {titre} "


def _normalises(fiches: Sequence[FicheNotice]) -> list[str]:
    """Titles as the database normalises its own (`notices.models.Normalise`). One query."""
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT pg_catalog.regexp_replace(public.sans_accents(titre), '[^a-z0-9]+', ' ', 'g') "
            "FROM unnest(%s::text[]) WITH ORDINALITY AS liste(titre, rang) ORDER BY rang",
            [[f.titre for f in fiches]],
        )
        return [ligne[0] for ligne in curseur.fetchall()]
