"""One load of one corpus: compare each row three ways, then write (see `docs/echanges.md`)."""

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError, connection, models, transaction

from communs.echanges import fiches
from communs.echanges.calculs import Sort, sort_du_champ
from communs.echanges.enums import Genre
from communs.echanges.lecture import LigneLue
from communs.echanges.models import Ecart, Livraison, texte_de_cle
from communs.echanges.rangees import Rangees, etiquette_parente
from communs.echanges.rapport import Erreur, ErreursDImport, Issue, Rapport

# Any number of ours: two loads of any corpus never run at once.
VERROU = 7_306_202_600


@dataclass
class Chargement:
    """Runs inside a transaction; ErreursDImport leaves it to the caller to roll back."""

    corpus: str
    lignes: list[LigneLue]
    rapport: Rapport = field(init=False)
    erreurs: list[Erreur] = field(default_factory=list)
    rangees: Rangees = field(default_factory=Rangees)
    livraisons: dict[tuple[str, str], Livraison] = field(default_factory=dict)
    ecarts: dict[tuple[int, str], Ecart] = field(default_factory=dict)
    absentes: set[tuple[str, str]] = field(default_factory=set)
    ecrites: list[tuple[LigneLue, models.Model]] = field(default_factory=list)
    a_livrer: list[Livraison] = field(default_factory=list)
    a_signaler: list[Ecart] = field(default_factory=list)

    def executer(self) -> Rapport:
        self.rapport = Rapport(self.corpus)
        with connection.cursor() as curseur:
            curseur.execute("SELECT pg_advisory_xact_lock(%s)", [VERROU])
        self._lire_la_base()
        for ligne in self.lignes:
            self._charger(ligne)
        livrees = {(ligne.etiquette, ligne.texte_cle) for ligne in self.lignes}
        # Last shipped first: children go before the parents they point to.
        for fiche, livraison in reversed(self.livraisons.items()):
            if fiche not in livrees:
                self._retirer(livraison)
        self._verifier_les_ecrites()
        if self.erreurs:
            raise ErreursDImport(self.erreurs)
        self._enregistrer()
        return self.rapport

    def _lire_la_base(self) -> None:
        for livraison in Livraison.objects.filter(corpus=self.corpus).order_by("pk"):
            try:
                self.rangees.demander(livraison.modele, livraison.cle)
            except (LookupError, FieldDoesNotExist):
                livraison.delete()  # the code has no such model, or no such field of the key, any more
            else:
                self.livraisons[livraison.modele, texte_de_cle(livraison.cle)] = livraison
        for ligne in self.lignes:
            self.rangees.demander(ligne.etiquette, ligne.cle)
        self.ecarts = {
            (e.livraison_id, e.champ): e for e in Ecart.objects.filter(livraison__corpus=self.corpus)
        }

    def _charger(self, ligne: LigneLue) -> None:
        livraison = self.livraisons.get((ligne.etiquette, ligne.texte_cle))
        objet = self.rangees.trouver(ligne.etiquette, ligne.cle)
        if self.rangees.ambigue(ligne.etiquette, ligne.cle):
            self.erreurs.append(ligne.erreur("plusieurs fiches de la base ont cette clé"))
        elif objet is None and livraison is not None:
            self._supprimee_a_la_main(ligne, livraison)
        elif objet is None:
            self._creer(ligne)
        else:
            self._comparer(ligne, livraison, objet)

    def _creer(self, ligne: LigneLue) -> None:
        valeurs = self.rangees.valeurs_de_cle(ligne.etiquette, ligne.cle)
        if valeurs is None:
            if self._parent_absent(ligne):
                self.rapport.noter(Issue.SUPPRIME, f"{ligne.nom} (avec la fiche dont elle dépend)")
            else:
                self.erreurs.append(ligne.erreur("la fiche dont elle dépend n’existe pas"))
            self.absentes.add((ligne.etiquette, ligne.texte_cle))
            return
        objet = ligne.modele(**valeurs)
        simples = {nom: valeur for nom, valeur in ligne.cle.items() if not isinstance(valeur, dict)}
        if self._ecrire(ligne, objet, {**simples, **ligne.champs}):
            self.rangees.ajouter(ligne.etiquette, ligne.cle, objet)
            self._livrer(ligne, None)
            self.rapport.noter(Issue.CREE, ligne.nom)
        else:
            self.absentes.add((ligne.etiquette, ligne.texte_cle))

    def _parent_absent(self, ligne: LigneLue) -> bool:
        """Whether the missing parent is known: deleted by an editor, or already told as an error."""
        parents = [
            (etiquette_parente(ligne.etiquette, nom), cle)
            for nom, cle in ligne.cle.items()
            if isinstance(cle, dict)
        ]
        return any(
            (etiquette, texte_de_cle(cle)) in self.absentes
            or Livraison.objects.filter(modele=etiquette, cle=cle).exists()
            for etiquette, cle in parents
        )

    def _supprimee_a_la_main(self, ligne: LigneLue, livraison: Livraison) -> None:
        self.rapport.noter(Issue.SUPPRIME, ligne.nom)
        self.absentes.add((ligne.etiquette, ligne.texte_cle))
        if livraison.champs != ligne.champs:
            self.rapport.noter(Issue.CONFLIT, f"{ligne.nom} : supprimée ici, modifiée dans la livraison")
            self._signaler(livraison, "", Genre.SUPPRIME, livraison.champs)
        elif self._ouvert(livraison, "", Genre.SUPPRIME):
            self._signaler(livraison, "", Genre.SUPPRIME, self.ecarts[livraison.pk, ""].livre_avant)
        self._livrer(ligne, livraison)

    def _comparer(self, ligne: LigneLue, livraison: Livraison | None, objet: models.Model) -> None:
        prendre: dict[str, Any] = {}
        issues: dict[Issue, list[str]] = {}
        conflits: list[tuple[str, Any]] = []
        for champ, livre in ligne.champs.items():
            avant = _base(livraison, ligne.modele, champ)
            actuel = fiches.valeur_actuelle(objet, champ)
            sort = sort_du_champ(avant=avant, livre=livre, actuel=actuel)
            if sort == Sort.PRENDRE:
                prendre[champ] = livre
                issues.setdefault(Issue.MIS_A_JOUR, []).append(champ)
            elif sort == Sort.GARDER:
                issues.setdefault(Issue.GARDE, []).append(champ)
                if livraison and self._ouvert(livraison, champ, Genre.CONFLIT):
                    conflits.append((champ, self.ecarts[livraison.pk, champ].livre_avant))
            elif sort == Sort.CONFLIT:
                issues.setdefault(Issue.CONFLIT, []).append(champ)
                conflits.append((champ, None if avant is _JAMAIS else avant))
        if prendre:
            self._ecrire(ligne, objet, prendre)
        livraison = self._livrer(ligne, livraison)
        for champ, avant in conflits:
            self._signaler(livraison, champ, Genre.CONFLIT, avant)
        for issue, champs in issues.items():
            self.rapport.noter(issue, f"{ligne.nom} : {', '.join(champs)}")
        if not issues:
            self.rapport.noter(Issue.INCHANGE, ligne.nom)

    def _retirer(self, livraison: Livraison) -> None:
        objet = self.rangees.trouver(livraison.modele, livraison.cle)
        if objet is None:
            livraison.delete()
            return
        raisons = [
            "modifiée à la main"
            for champ, avant in livraison.champs.items()
            if _existe(livraison.modele, champ) and fiches.valeur_actuelle(objet, champ) != avant
        ][:1]
        raisons += [f"utilisée par {lien}" for lien in fiches.utilisations(objet)]
        if raisons:
            self.rapport.noter(Issue.RETENU, f"{livraison} : {', '.join(raisons)}")
            self._signaler(livraison, "", Genre.RETIRE, livraison.champs)
            return
        self.rapport.noter(Issue.RETIRE, str(livraison))
        objet.delete()
        livraison.delete()

    def _ecrire(self, ligne: LigneLue, objet: models.Model, champs: dict[str, Any]) -> bool:
        try:
            fiches.ecrire(objet, champs)
        except ValidationError as refus:
            self._refuser(ligne, refus)
            return False
        self.ecrites.append((ligne, objet))
        return True

    def _refuser(self, ligne: LigneLue, refus: ValidationError) -> None:
        for champ, message in fiches.messages_par_champ(refus):
            self.erreurs.append(ligne.erreur(f"champ « {champ} » : {message}" if champ else message, champ))

    def _verifier_les_ecrites(self) -> None:
        """Ask for the deferred constraints now (two rows that swap their numbers are allowed to)."""
        if not self.ecrites:
            return
        try:
            with transaction.atomic():
                connection.check_constraints()
        except IntegrityError:
            for ligne, objet in self.ecrites:
                try:
                    objet.validate_unique()
                    objet.validate_constraints()
                except ValidationError as refus:
                    self._refuser(ligne, refus)

    def _livrer(self, ligne: LigneLue, livraison: Livraison | None) -> Livraison:
        """What is shipped now is the base of the next comparison."""
        if livraison is None:
            livraison = Livraison(corpus=self.corpus, modele=ligne.etiquette, cle=ligne.cle)
        if livraison.pk is None or livraison.champs != ligne.champs:
            livraison.champs = ligne.champs
            self.a_livrer.append(livraison)
        return livraison

    def _ouvert(self, livraison: Livraison, champ: str, genre: Genre) -> bool:
        ecart = self.ecarts.get((livraison.pk, champ))
        return ecart is not None and ecart.genre == genre

    def _signaler(self, livraison: Livraison, champ: str, genre: Genre, avant: Any) -> None:
        self.a_signaler.append(Ecart(livraison=livraison, champ=champ, genre=genre, livre_avant=avant))

    def _enregistrer(self) -> None:
        Livraison.objects.bulk_create([x for x in self.a_livrer if x.pk is None])
        Livraison.objects.bulk_update([x for x in self.a_livrer if x.pk], ["champs"])
        restants = dict(self.ecarts)
        nouveaux = []
        for ecart in self.a_signaler:
            ouvert = restants.pop((ecart.livraison.pk, ecart.champ), None)
            if ouvert is None:
                nouveaux.append(ecart)
            elif (ouvert.genre, ouvert.livre_avant) != (ecart.genre, ecart.livre_avant):
                ouvert.genre, ouvert.livre_avant = ecart.genre, ecart.livre_avant
                ouvert.save()
        for ecart in nouveaux:
            ecart.livraison_id = ecart.livraison.pk
        Ecart.objects.bulk_create(nouveaux)
        if restants:  # what they told is no longer so
            Ecart.objects.filter(pk__in=[e.pk for e in restants.values()]).delete()
        self.rapport.ecarts_ouverts = len(self.a_signaler)


_JAMAIS = object()  # equal to nothing: never shipped


def _base(livraison: Livraison | None, modele: type[models.Model], champ: str) -> Any:
    if livraison is None:
        return _JAMAIS
    if champ in livraison.champs:
        return livraison.champs[champ]
    return fiches.valeur_par_defaut(modele, champ)


def _existe(etiquette: str, champ: str) -> bool:
    try:
        apps.get_model(etiquette)._meta.get_field(champ)
    except FieldDoesNotExist:
        return False
    return True
