"""Loading the content, and choosing between the shipped text and the one edited here."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction

from communs.echanges import fiches
from communs.echanges.chargement import Chargement
from communs.echanges.corpus import Corpus, corpus_installes
from communs.echanges.enums import Choix, Genre
from communs.echanges.lecture import lire_lignes
from communs.echanges.models import Ecart, Livraison
from communs.echanges.rangees import Rangees
from communs.echanges.rapport import Rapport
from communs.echanges.yaml_lignes import lire
from communs.web.cache_pages import perimer_pages


def charger(corpus: Corpus, *, verifier: bool = False) -> Rapport:
    """Load one corpus, all of it or nothing. ErreursDImport says what is wrong, line by line.

    With `verifier`, everything is done and then undone: the report tells what a load would do.
    """
    lignes = lire_lignes(corpus.lignes(lire(corpus.fichier)))
    with transaction.atomic():
        rapport = Chargement(corpus.nom, lignes).executer()
        if corpus.apres:
            corpus.apres()
        if rapport.change:
            perimer_pages()
        if verifier:
            transaction.set_rollback(True)
    return rapport


@transaction.atomic
def trancher(ecart_id: int, *, choix: Choix) -> None:
    """Settle a difference. Ecart.DoesNotExist when it already is; ValidationError, in French."""
    ecart = Ecart.objects.select_for_update().get(pk=ecart_id)
    livraison = Livraison.objects.get(pk=ecart.livraison_id)
    if choix == Choix.LIVREE:
        _prendre(ecart, livraison)
        _achever(livraison.corpus)
    if ecart.genre == Genre.RETIRE:
        livraison.delete()  # from now on the row, if it remains, is the editors' own
    else:
        ecart.delete()


def _prendre(ecart: Ecart, livraison: Livraison) -> None:
    rangees = Rangees()
    rangees.demander(livraison.modele, livraison.cle)
    objet = rangees.trouver(livraison.modele, livraison.cle)
    if ecart.genre == Genre.SUPPRIME:
        if objet is None:
            valeurs = rangees.valeurs_de_cle(livraison.modele, livraison.cle)
            if valeurs is None:
                raise ValidationError("La fiche dont celle-ci dépend n’existe plus : recréez-la d’abord.")
            fiches.ecrire(apps.get_model(livraison.modele)(**valeurs), livraison.champs)
        return
    if objet is None:
        return  # deleted meanwhile: nothing to overwrite
    if ecart.genre == Genre.CONFLIT:
        fiches.ecrire(objet, {ecart.champ: livraison.champs[ecart.champ]})
        return
    liens = fiches.utilisations(objet)
    if liens:
        raise ValidationError(f"Cette fiche ne peut pas être supprimée : elle sert à {', '.join(liens)}.")
    objet.delete()


def _achever(nom: str) -> None:
    """Do after one choice what a load does at its end."""
    corpus = corpus_installes().get(nom)
    if corpus and corpus.apres:
        corpus.apres()
    perimer_pages()
