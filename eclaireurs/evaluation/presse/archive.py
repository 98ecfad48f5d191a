"""The journalists' pieces in the dossier's archive: a text each, with its file beside it."""

from collections.abc import Iterator

from communs.dossiers.genres import Contenu, Stocke
from communs.dossiers.models import Dossier
from eclaireurs.evaluation.presse.models import Article


def archiver(dossier: Dossier) -> Iterator[tuple[str, Contenu]]:
    """For whoever may read the committee's papers: the caller has asked."""
    articles = dossier.plan.articles.select_related("auteur__compte", "fichier")
    for rang, article in enumerate(articles, start=1):
        joint = article.fichier if article.fichier is not None and article.fichier.pret else None
        nom = f"presse/{rang:02}-{joint.nom}" if joint is not None else ""
        yield f"presse/{rang:02}.md", _texte(dossier, article, nom).encode()
        if joint is not None:
            yield nom, Stocke(joint.original, joint.taille)


def _texte(dossier: Dossier, article: Article, fichier: str) -> str:
    signature = ", ".join(filter(None, (article.auteur.nom_affiche, article.media)))
    lignes = [
        f"# {article.titre}",
        "",
        f"{signature}, le {article.verse_le.astimezone(dossier.fuseau):%d/%m/%Y}",
    ]
    lignes += [
        "",
        article.texte,
        *(["", f"Fichier joint : {fichier.removeprefix('presse/')}"] if fichier else []),
    ]
    return "\n".join([*lignes, ""])
