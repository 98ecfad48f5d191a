"""The life of an issue as a table, and the sentences of its journal.

What a published issue makes public, and whom it is sent to, is `services.publier`.
"""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from communs.collectivites.identite import Identite
from communs.etats import journal
from communs.etats.models import Acteur
from communs.etats.tables import Table, Transition, inscrire
from veille.enums import EN_TRAVAUX, EtatNumero
from veille.numeros.models import Numero
from veille.redaction.models import Remarque
from veille.redaction.verification import erreurs_de

E = EtatNumero


def empechement(numero: Numero) -> str:
    """What still forbids publication, in one sentence; an empty text when nothing does."""
    erreurs = erreurs_de(numero)
    if not erreurs:
        return ""
    suite = f" ({len(erreurs)} erreurs en tout)" if len(erreurs) > 1 else ""
    return (
        f"Ce numéro ne peut pas paraître : {erreurs[0].ou}, {erreurs[0].quoi}{suite}. Voyez la vérification."
    )


def _relire(numero: Numero, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    numero.relecteur = donnees["relecteur"]
    return ("relecteur",)


def _rendre(numero: Numero, identite: Identite, donnees: Mapping[str, Any]) -> None:
    """The reason is a remark on the whole issue: it is settled like the others."""
    Remarque.objects.create(
        numero=numero, texte=donnees["motif"], auteur=Acteur.objects.de(identite.personne)
    )


def _programmer(numero: Numero, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    numero.programme_le = donnees["programme_le"]
    numero.programme_par = Acteur.objects.de(identite.personne)
    return ("programme_le", "programme_par")


def oublier_la_date(numero: Numero) -> tuple[str, ...]:
    numero.programme_le = numero.programme_par = None
    return ("programme_le", "programme_par")


def _deprogrammer(numero: Numero, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    return oublier_la_date(numero)


def paraitre(numero: Numero, par: Acteur | None) -> tuple[str, ...]:
    """The columns of a published issue; the date of its first publication stays."""
    if numero.publie_le is None:
        numero.publie_le, numero.publie_par = timezone.now(), par
    numero.depublie_le, numero.depublie_motif = None, ""
    return ("publie_le", "publie_par", "depublie_le", "depublie_motif", *oublier_la_date(numero))


def _publier(numero: Numero, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    return paraitre(numero, Acteur.objects.de(identite.personne))


def _depublier(numero: Numero, identite: Identite, donnees: Mapping[str, Any]) -> tuple[str, ...]:
    numero.depublie_le, numero.depublie_motif = timezone.now(), donnees["motif"]
    return ("depublie_le", "depublie_motif")


NUMEROS = inscrire(
    Table(
        cle="veille.numero",
        modele=Numero,
        transitions=(
            Transition(
                nom="relire",
                libelle="Faire relire",
                de=frozenset(EN_TRAVAUX),
                vers=E.RELECTURE,
                regle="veille.documenter",
                phrase="a confié la relecture du numéro à {cible}",
                effet=_relire,
            ),
            Transition(
                nom="rendre",
                libelle="Renvoyer en brouillon",
                de=frozenset({E.RELECTURE}),
                vers=E.BROUILLON,
                regle="veille.relire",
                phrase="a renvoyé le numéro en brouillon",
                motif_requis=True,
                effet=_rendre,
            ),
            Transition(
                nom="programmer",
                libelle="Programmer la parution",
                de=frozenset(EN_TRAVAUX),
                vers=E.PROGRAMME,
                regle="veille.documenter",
                phrase="a programmé la parution du numéro",
                obstacle=empechement,
                effet=_programmer,
            ),
            Transition(
                nom="deprogrammer",
                libelle="Reprendre le brouillon",
                de=frozenset({E.PROGRAMME}),
                vers=E.BROUILLON,
                regle="veille.documenter",
                phrase="a repris le numéro programmé",
                effet=_deprogrammer,
            ),
            Transition(
                nom="publier",
                libelle="Publier maintenant",
                de=frozenset({*EN_TRAVAUX, E.PROGRAMME}),
                vers=E.PUBLIE,
                regle="veille.documenter",
                phrase="a publié le numéro",
                obstacle=empechement,
                effet=_publier,
            ),
            Transition(
                nom="depublier",
                libelle="Dépublier",
                de=frozenset({E.PUBLIE}),
                vers=E.DEPUBLIE,
                regle="veille.documenter",
                phrase="a dépublié le numéro",
                motif_requis=True,
                effet=_depublier,
            ),
            Transition(
                nom="republier",
                libelle="Republier",
                de=frozenset({E.DEPUBLIE}),
                vers=E.PUBLIE,
                regle="veille.documenter",
                phrase="a republié le numéro",
                obstacle=empechement,
                effet=_publier,
            ),
        ),
    )
)

journal.inscrire(
    {
        "veille.numero.paraitre": "a publié le numéro à l’heure prévue",
        "veille.numero.manquer": "n’a pas pu publier le numéro à l’heure prévue et l’a remis en brouillon",
        "veille.creer_bulletin": "a créé le bulletin",
        "veille.corriger_bulletin": "a modifié la présentation du bulletin",
        "veille.creer_numero": "a commencé le numéro",
        "veille.corriger_numero": "a modifié la présentation du numéro",
        "veille.supprimer_numero": "a supprimé le numéro",
        "veille.retablir_numero": "a rétabli le numéro",
        "veille.corriger_erratum": "a publié un erratum",
        "veille.annuler_rendez_vous": "a dit annulé le rendez-vous « {titre} »",
        "veille.maintenir_rendez_vous": "a dit maintenu le rendez-vous « {titre} »",
        "veille.ajouter_piece": "a ajouté {nature} « {titre} »",
        "veille.modifier_piece": "a modifié {nature} « {titre} »",
        "veille.deplacer_piece": "a déplacé {nature} « {titre} »",
        "veille.retirer_piece": "a retiré {nature} « {titre} »",
        "veille.remettre_piece": "a remis {nature} « {titre} »",
        "veille.remarquer": "a fait une remarque",
        "veille.regler_remarque": "a réglé une remarque",
    }
)
