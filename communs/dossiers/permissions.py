"""Who may do what in a dossier. Roles come from the dossier itself, fetched with it."""

import rules

from communs.collectivites.enums import Role
from communs.collectivites.identite import Identite
from communs.collectivites.models import Collectivite
from communs.dossiers.genres import genre
from communs.dossiers.models import Commentaire, Dossier, LaissezPasser, Participant

Objet = Dossier | Participant | LaissezPasser | Commentaire


def dossier_de(objet: Objet) -> Dossier:
    """The dossier of what hangs on it: anything with a `dossier`."""
    return objet if isinstance(objet, Dossier) else objet.dossier


def roles_dans(identite: Identite, objet: Objet) -> frozenset[str]:
    """The roles this person holds in the dossier of `objet`; no query where `visibles_par` fetched it."""
    dossier = dossier_de(objet)
    if identite.compte is None:
        return frozenset()
    if getattr(dossier, "mes_roles_de", None) == identite.compte.pk:
        return frozenset(dossier.mes_roles or ())  # type: ignore[attr-defined]
    miens = dossier.participants.presents().filter(compte=identite.compte).values_list("roles", flat=True)
    return frozenset(miens.first() or ())


def a_un_role(*roles: str) -> rules.Predicate:
    """A rule for these roles, in whatever hangs on a dossier."""

    @rules.predicate(name=f"a_un_role:{','.join(sorted(roles))}")
    def predicat(identite: Identite, objet: Dossier | Participant) -> bool:
        return not roles_dans(identite, objet).isdisjoint(roles)

    return predicat


@rules.predicate
def participe(identite: Identite, objet: Dossier | Participant) -> bool:
    return bool(roles_dans(identite, objet))


@rules.predicate
def pilote(identite: Identite, objet: Dossier | Participant) -> bool:
    return not roles_dans(identite, objet).isdisjoint(genre(dossier_de(objet).genre).pilotes)


@rules.predicate
def releve(identite: Identite, objet: Dossier | Participant) -> bool:
    """An administrator of the lead collectivité, while nobody is left to organise the dossier."""
    dossier = dossier_de(objet)
    adhesion = identite.adhesion(dossier.collectivite_id)
    return (
        adhesion is not None
        and adhesion.role == Role.ADMINISTRATEUR
        and not dossier.participants.pilotes().exists()
    )


@rules.predicate
def de_la_maison(identite: Identite, objet: Dossier | Participant) -> bool:
    """A member of the lead collectivité or of a partner."""
    dossier = dossier_de(objet)
    if identite.adhesion(dossier.collectivite_id) is not None:
        return True
    miennes = identite.ids_collectivites
    return bool(miennes) and dossier.partenaires.filter(pk__in=miennes).exists()


@rules.predicate
def est_membre(identite: Identite, collectivite: Collectivite) -> bool:
    return identite.adhesion(collectivite.pk) is not None


@rules.predicate
def est_son_auteur(identite: Identite, commentaire: Commentaire) -> bool:
    return identite.compte is not None and commentaire.auteur.compte_id == identite.compte.pk


@rules.predicate
def est_soi(identite: Identite, participant: Participant) -> bool:
    return identite.compte is not None and participant.compte_id == identite.compte.pk


rules.add_perm("dossiers.creer", est_membre)
rules.add_perm("dossiers.participer", participe)
rules.add_perm("dossiers.organiser", pilote | releve)  # people, visibility, links, deletion
# Names, comments and journal: not for whoever reads by a link, or because the dossier is public.
rules.add_perm("dossiers.voir_les_personnes", participe | de_la_maison)
rules.add_perm("dossiers.copier", participe)
rules.add_perm("dossiers.archiver", participe)
rules.add_perm("dossiers.commenter", participe)
rules.add_perm("dossiers.retirer_commentaire", est_son_auteur | pilote | releve)
rules.add_perm("dossiers.quitter", est_soi)
