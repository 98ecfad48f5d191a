"""References as files: one notice, an issue, or a selection, in five formats."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from communs.collectivites.middleware import Requete
from communs.echanges.tableurs import MARQUE, ecrire_csv
from communs.web.debit import limiter
from communs.web.erreurs import Refus
from veille.dates import en_clair
from veille.enums import Acces, Genre, Role
from veille.models import Notice, Numero
from veille.notices.fiches import FicheAuteur, FicheNotice, lire
from veille.permissions import est_documentaliste
from veille.references.formats import SCRIBES

NOTICES_MAX = 500
# What programs keep for their owner: places on a disk, notes, groups; the rest of RIS is of two letters.
PRIVES = re.compile(
    r"^(L[1-4]|N1|RN|U[1-5]|.*file|notes?|annotation|annote|comments?|review|custom|owner|groups|timestamp)$"
    r"|local|mendeley|bdsk|jabref|__",
    re.IGNORECASE,
)
TROP = f"Plus de {NOTICES_MAX} notices : exportez-les en plusieurs fois."


@dataclass(frozen=True)
class Sorte:
    """A format as a file; `cle` names its writer."""

    cle: str
    nom: str
    suffixe: str
    type_mime: str


SORTES = {
    s.cle: s
    for s in (
        Sorte("ris", "RIS", ".ris", "application/x-research-info-systems; charset=utf-8"),
        Sorte("bibtex", "BibTeX", ".bib", "application/x-bibtex; charset=utf-8"),
        Sorte("csl", "CSL-JSON", ".json", "application/vnd.citationstyles.csl+json"),
        Sorte("csv", "CSV pour tableur", ".csv", "text/csv; charset=utf-8"),
        Sorte("csv-utf8", "CSV simple", ".csv", "text/csv; charset=utf-8"),
    )
}


@require_safe
def exporter(request: Requete, format_: str) -> HttpResponse:
    """The notices that the address names, among those this reader may read."""
    sorte = SORTES.get(format_)
    if sorte is None:
        raise Http404
    limiter(request, "veille_references")
    choisies = _choisies(request)
    if choisies is None:
        return redirect("veille:accueil")
    notices, nom = choisies
    interieur = est_documentaliste(request.identite)
    fiches = [fiche if interieur else publique(fiche, format_) for fiche in map(lire, notices)]
    noms = {theme.cle: theme.nom for notice in notices for theme in notice.themes.all()}
    contenu = ecrire(format_, fiches, noms)
    response = HttpResponse(contenu, content_type=sorte.type_mime)
    response["Content-Disposition"] = f'attachment; filename="{nom}{sorte.suffixe}"'
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def ecrire(format_: str, fiches: Iterable[FicheNotice], themes: dict[str, str]) -> bytes:
    """The file of these notices; `themes` names those of the vocabulary by their key."""
    if format_ in SCRIBES:
        nommees = [
            replace(f, mots_cles=tuple(dict.fromkeys((*f.mots_cles, *(themes[t] for t in f.themes)))))
            for f in fiches
        ]
        return SCRIBES[format_](nommees).encode()
    separateur, marque = (";", MARQUE) if format_ == "csv" else (",", "")
    rangees = (_rangee(fiche, themes) for fiche in fiches)
    return (marque + ecrire_csv(COLONNES, rangees, separateur)).encode()


def publique(fiche: FicheNotice, format_: str) -> FicheNotice:
    """Without the working note, nor what an import brought of somebody's own disk."""
    garde = fiche.reste.get(format_)
    propre = {n: x for n, x in garde.items() if not PRIVES.search(n)} if isinstance(garde, dict) else {}
    reste = {nom: fiche.reste[nom] for nom in ("type", "consulte") if nom in fiche.reste}
    return replace(fiche, note="", reste=reste | ({format_: propre} if propre else {}))


def _choisies(request: Requete) -> tuple[list[Notice], str] | None:
    """Notices in the order of the address, and the name of the file; None when it names none.

    Refus (400) past `NOTICES_MAX`, 404 when none may be read.
    """
    visibles = Notice.objects.visibles_par(request.identite).entieres()
    if cle := request.GET.get("numero", ""):
        numero = get_object_or_404(
            Numero.objects.visibles_par(request.identite).select_related("bulletin"), pk=_entier(cle)
        )
        parues = list(visibles.filter(parutions__numero=numero).order_by("parutions__rang", "pk"))
        return parues, f"{numero.bulletin.cle}-{numero.cle}"
    demandees = [
        _entier(morceau)
        for texte in request.GET.getlist("notice")
        for morceau in texte.split(",")
        if morceau.strip()
    ]
    if not demandees:
        return None
    if len(demandees) > NOTICES_MAX:
        raise Refus(400, TROP)
    rangs = {pk: rang for rang, pk in enumerate(dict.fromkeys(demandees))}
    trouvees = sorted(visibles.filter(pk__in=rangs).order_by("pk"), key=lambda n: rangs[n.pk])
    if not trouvees:
        raise Http404
    return trouvees, f"notice-{trouvees[0].pk}" if len(rangs) == 1 else "notices"


def _entier(texte: str) -> int:
    """404 for what is no number of ours."""
    texte = texte.strip()
    if not (texte.isascii() and texte.isdecimal() and len(texte) < 10):
        raise Http404
    return int(texte)


# --- a table --------------------------------------------------------------------------------------------

COLONNES = (
    "Type", "Titre", "Sous-titre", "Auteurs", "Revue ou site", "Collection", "Éditeur", "Lieu", "Volume",
    "Numéro", "Date", "Date (texte)", "Pages", "Nombre de pages", "Langue", "Accès", "Résumé", "DOI", "ISBN",
    "ISSN", "Liens", "Thèmes", "Territoires", "Mots-clés",
)  # fmt: skip


def _rangee(f: FicheNotice, themes: dict[str, str]) -> list[str]:
    return [
        Genre(f.genre).label, f.titre, f.sous_titre, " ; ".join(map(_auteur, f.auteurs)), f.publication,
        f.collection, f.editeur, f.lieu, f.volume, f.numero, f.date, en_clair(f.date), f.pages,
        "" if f.nombre_pages is None else str(f.nombre_pages), f.langue,
        Acces(f.acces).label if f.acces else "", f.resume, f.doi, f.isbn, f.issn,
        " ".join(lien.adresse for lien in f.liens if lien.adresse),
        " ; ".join(themes[t] for t in f.themes), " ; ".join(f.territoires), " ; ".join(f.mots_cles),
    ]  # fmt: skip


def _auteur(auteur: FicheAuteur) -> str:
    nom = f"{auteur.nom}, {auteur.prenom}" if auteur.prenom else auteur.nom
    return f"{nom} ({Role(auteur.role).label})" if auteur.role else nom
