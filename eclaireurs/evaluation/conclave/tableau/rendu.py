"""Lines as live screens receive them: the same for everybody, hence made once for each state of a line.

Twelve people who write make each screen ask for a dozen lines every other second. Without Redis each is
made each time.
"""

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from eclaireurs.evaluation.conclave.portes import Convive
from eclaireurs.evaluation.conclave.tableau.lecture import ActionLue, Changements, Regard
from eclaireurs.evaluation.conclave.tableau.models import Proposition, TableauMartyr

GARDEE = 60  # seconds


def lignes(tableau: TableauMartyr, convive: Convive, neuf: Changements) -> list[SafeString]:
    """The markup of each changed line, actions first; without token nor name of a gesture, which are
    each reader's own: the page's script has them."""
    regard = Regard(tableau, convive, partage=True)
    voulues: dict[str, ActionLue | Proposition] = {_cle(regard, ligne): ligne for ligne in neuf.actions}
    voulues |= {_cle(regard, ligne): ligne for ligne in neuf.taches}
    faites: dict[str, str] = cache.get_many(voulues)
    nouvelles = {cle: _ecrire(regard, ligne) for cle, ligne in voulues.items() if cle not in faites}
    if nouvelles:
        cache.set_many(nouvelles, GARDEE)
    return [mark_safe((faites | nouvelles)[cle]) for cle in voulues]  # noqa: S308  (our own templates)


def _cle(regard: Regard, ligne: ActionLue | Proposition) -> str:
    """One key for each state of the line, of its tasks, and of what may be done of it."""
    objet = ligne.objet if isinstance(ligne, ActionLue) else ligne
    taches = ligne.taches if isinstance(ligne, ActionLue) else []
    pas = max([objet.pas, *(tache.pas for tache in taches)])
    return f"tableau:ligne:{objet.uuid}:{pas}:{len(taches)}:{int(regard.ecrit)}"


def _ecrire(regard: Regard, ligne: ActionLue | Proposition) -> str:
    contexte = {"regard": regard, "dossier": regard.tableau.dossier}
    if isinstance(ligne, ActionLue):
        return render_to_string(
            "evaluation/tableau/_action.html", contexte | {"lue": ligne, "o": ligne.objet}
        )
    return render_to_string("evaluation/tableau/_tache.html", contexte | {"o": ligne})
