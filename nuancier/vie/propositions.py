"""Proposals: made by a signed-in person, asked about, accepted or declined by an editor.

Accepting writes the piece alone, on the teinte as it stands, through `versions.publier`: if that fails,
nothing of it happened.
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from communs.collectivites.identite import Identite, autoriser
from communs.courrier.services import poster_gabarit
from communs.etats import journal
from communs.etats.models import Acteur
from communs.etats.tables import franchir
from communs.web.erreurs import Refus
from nuancier.enums import BIBLIOGRAPHIES, Partie
from nuancier.fiches import FicheTeinte, depuis_dict
from nuancier.models import Famille, Ressource, Teinte
from nuancier.vie import versions
from nuancier.vie.enums import Etat, Genre
from nuancier.vie.models import Proposition, Version
from nuancier.vie.pieces import TEINTE, Valeurs, appliquer, cle_libre, lire_piece
from nuancier.vie.transitions import PROPOSITIONS

DISPARUE = (
    "La teinte de cette proposition n’existe plus ou a été retirée. La proposition reste ici : remettez la "
    "teinte, ou déclinez la proposition en disant pourquoi."
)
DEJA_SERVI = "Ce formulaire a déjà servi : rechargez la page."


def avec_cle(fiche: FicheTeinte, partie: str, cible: str, valeurs: Valeurs) -> tuple[str, Valeurs]:
    """The piece's key and its values with it; a new module or record is given a key of its own."""
    if partie == Partie.MODULE:
        cle = cible or cle_libre(valeurs["titre"], (m.cle for m in fiche.modules), 60)
        return cle, valeurs | {"cle": cle}
    if partie in BIBLIOGRAPHIES:
        cle = cible or cle_libre(valeurs["ressource"]["titre"], _cles_prises(valeurs), 80)
        return cle, valeurs | {"ressource": valeurs["ressource"] | {"cle": cle}}
    return cible, valeurs


def _cles_prises(valeurs: Valeurs) -> list[str]:
    racine = cle_libre(valeurs["ressource"]["titre"], (), 80)
    return list(Ressource.objects.filter(cle__startswith=racine).values_list("cle", flat=True))


def _genre(partie: str, cible: str) -> Genre:
    if partie == TEINTE:
        return Genre.TEINTE
    if cible or partie not in (Partie.MODULE, *BIBLIOGRAPHIES):
        return Genre.CORRECTION
    return Genre.MODULE if partie == Partie.MODULE else Genre.RESSOURCE


@transaction.atomic
def proposer(
    *,
    identite: Identite,
    partie: str,
    valeurs: Valeurs,
    raison: str,
    licence: str,
    demande: UUID,
    teinte: Teinte | None = None,
    famille: Famille | None = None,
    cible: str = "",
) -> Proposition:
    """Keep a proposal for an editor to read; the same form sent twice makes one.

    Raises Refus (410) for a withdrawn teinte, ValidationError when nothing changes.
    """
    autoriser(identite, "nuancier.contribuer")
    deja = Proposition.objects.filter(uuid=demande).select_related("auteur").first()
    if deja is not None:
        if deja.auteur.compte_id != identite.personne.pk:
            raise ValidationError(DEJA_SERVI)
        return deja
    base = _base(teinte, partie, cible, valeurs) if teinte is not None else None
    proposition = Proposition.objects.create(
        uuid=demande,
        genre=_genre(partie, cible),
        teinte=teinte,
        code=teinte.code if teinte is not None else "",
        famille=famille,
        partie=partie,
        cible=cible,
        base=base,
        valeurs=valeurs,
        raison=raison,
        licence=licence,
        auteur=Acteur.objects.de(identite.personne),
    )
    journal.consigner(identite=identite, verbe="nuancier.proposer", objet=proposition)
    return proposition


def _base(teinte: Teinte, partie: str, cible: str, valeurs: Valeurs) -> Valeurs | None:
    """What the piece says now; Refus (410), or ValidationError when the values change nothing."""
    if teinte.retiree_le is not None:
        raise Refus(410, versions.RETIREE)
    fiche = versions.relire(teinte)
    _, pose = avec_cle(fiche, partie, cible, valeurs)
    if appliquer(fiche, partie, cible, pose) == fiche:
        raise ValidationError("Vous n’avez rien changé : la teinte dit déjà cela.")
    return lire_piece(fiche, partie, cible)


@transaction.atomic
def accepter(
    *,
    identite: Identite,
    proposition: Proposition,
    valeurs: Valeurs,
    version: int,
    version_teinte: int | None,
) -> Version:
    """Publish these values (the editor may have amended them) and credit the author, or do nothing at all.

    Raises Refus (409) when already decided, Conflit when the proposal or the teinte changed since read,
    Refus (410) when the teinte is gone, ValidationError for what the models refuse.
    """
    autoriser(identite, "nuancier.editer")
    if proposition.genre != Genre.TEINTE and (
        proposition.teinte is None or proposition.teinte.retiree_le is not None
    ):
        raise Refus(410, DISPARUE)
    decidee = franchir(
        PROPOSITIONS,
        identite=identite,
        objet=proposition,
        nom="accepter",
        version=version,
        donnees={"retouche": valeurs != proposition.valeurs},
    )
    nouvelle = _ecrire(identite, decidee, valeurs, version_teinte)  # type: ignore[arg-type]
    if proposition.genre == Genre.TEINTE:
        Proposition.objects.filter(pk=proposition.pk).update(
            teinte=nouvelle.teinte, code=nouvelle.teinte.code
        )
    _ecrire_a_l_auteur(proposition, Etat.ACCEPTEE, nouvelle=nouvelle, retouche=decidee.retouche)  # type: ignore[attr-defined]
    return nouvelle


def _ecrire(
    identite: Identite, proposition: Proposition, valeurs: Valeurs, version_teinte: int | None
) -> Version:
    motif = f"{proposition.get_genre_display()} : {proposition.raison}"[:500]
    if proposition.genre == Genre.TEINTE:
        famille: Famille = proposition.famille  # type: ignore[assignment]
        fiche = depuis_dict({**valeurs, "code": f"{famille.numero}.1"})
        return versions.ajouter(
            identite=identite, famille=famille, fiche=fiche, motif=motif, proposition=proposition
        )
    teinte: Teinte = proposition.teinte  # type: ignore[assignment]
    versions.un_seul_ecrivain()  # before a key is chosen
    fiche = versions.relire(teinte)
    cle, pose = avec_cle(fiche, proposition.partie, proposition.cible, valeurs)
    return versions.publier(
        identite=identite,
        teinte=teinte,
        fiche=appliquer(fiche, proposition.partie, cle, pose),
        version_lue=version_teinte or 0,
        motif=motif,
        proposition=proposition,
    )


@transaction.atomic
def faire_un_geste(
    *, identite: Identite, proposition: Proposition, nom: str, texte: str, version: int | None
) -> Proposition:
    """Ask, answer, decline or take back; the author is told of what the editors did.

    Raises what `franchir` raises.
    """
    donnees: dict[str, Any] = {"texte": texte} if nom in ("questionner", "repondre") else {}
    if nom == "decliner":
        donnees = {"motif": texte}
    faite = franchir(
        PROPOSITIONS,
        identite=identite,
        objet=proposition,
        nom=nom,
        motif=texte if nom == "decliner" else "",
        version=version,
        donnees=donnees,
    )
    if nom in ("questionner", "decliner"):
        etat = Etat.QUESTION if nom == "questionner" else Etat.DECLINEE
        _ecrire_a_l_auteur(proposition, etat, texte=texte)
    return faite  # type: ignore[return-value]


def _ecrire_a_l_auteur(proposition: Proposition, etat: Etat, **contexte: Any) -> None:
    """A mail, unless the account is gone or closed, or the editor is the author."""
    compte = proposition.auteur.compte
    if compte is not None and compte.is_active:
        contexte |= {"proposition": proposition, "etat": etat.value}
        poster_gabarit("nuancier/courriels/proposition", contexte, destinataire=compte.email)
