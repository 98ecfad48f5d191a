"""The saved search as a feed: what the page of the search finds, whatever its filters."""

from django.http import QueryDict

from communs.web.erreurs import Refus
from veille.models import Notice
from veille.notices.querysets import NoticeQuerySet
from veille.recherche.filtres import vocabulaire
from veille.recherche.forms import FormulaireRecherche
from veille.recherche.trouver import notices_trouvees

# The feed shows the latest of these.
MAXIMUM = 5_000
ILLISIBLE = (
    "Cette recherche ne se lit pas : elle demande un thème que le vocabulaire ne connaît pas, "
    "ou plus de 200 caractères."
)


def chercher(parametres: QueryDict) -> tuple[NoticeQuerySet, str, str] | None:
    """The notices that answer, the search as one canonical query, and in French; None when nothing is asked.

    Raises Refus (400) for what the search cannot read.
    """
    mots = vocabulaire()
    form = FormulaireRecherche(parametres, vocabulaire=mots)
    if not form.is_valid():
        raise Refus(400, ILLISIBLE)
    demande = form.demande()
    if not demande.retenir:
        return None
    if demande.q and not demande.mots:
        trouvees = Notice.objects.none()
    else:
        trouvees = Notice.objects.filter(pk__in=notices_trouvees(demande, mots, MAXIMUM))
    noms: dict[str, object] = {**mots.themes, **mots.bulletins, **mots.numeros}
    dits = [f"« {demande.q} »"] if demande.q else []
    dits += [str(noms.get(valeur, valeur)) for _, valeur in demande.filtres.parametres()]
    return trouvees, demande.requete, ", ".join(dits)
