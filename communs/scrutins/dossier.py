"""The votes in every dossier: a door, what waits for who votes or counts, the copy, the archive."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from communs.collectivites.identite import Identite
from communs.dossiers.genres import Attente, Page, inscrire_page
from communs.dossiers.models import Dossier
from communs.dossiers.permissions import pilote
from communs.dossiers.pieces import dire_combien
from communs.scrutins import exports, recits
from communs.scrutins.enums import Electorat, EtatScrutin
from communs.scrutins.models import Option, Scrutin
from communs.scrutins.resultats import depouiller

RETARD = timedelta(minutes=5)  # of the beat, beyond which an opening that has not come is told


def bilan(identite: Identite, dossier: Dossier) -> str:
    etats = list(Scrutin.objects.visibles_dans(dossier, identite).values_list("etat", flat=True))
    return dire_combien(len(etats), "vote,votes", etats.count(EtatScrutin.OUVERT), "ouvert,ouverts")


def attentes(identite: Identite, dossiers: list[Dossier]) -> Iterator[tuple[Dossier, Attente]]:
    """The open votes in which this person has not voted, and those that wait to be counted."""
    if identite.compte is None:
        return
    par_cle = {dossier.pk: dossier for dossier in dossiers if identite.peut("scrutins.voter", dossier)}
    ouverts = (
        Scrutin.objects.qui_recoivent()
        .filter(dossier__in=par_cle, electorat=Electorat.PARTICIPANTS)
        .exclude(emargements__participant__compte=identite.compte)
    )
    for scrutin in ouverts.order_by("pk"):
        dossier = par_cle[scrutin.dossier_id]
        jour = timezone.localdate(scrutin.jusqu_au, dossier.fuseau) if scrutin.jusqu_au else None
        adresse = dossier.adresse("scrutins:voter", scrutin.uuid)
        yield dossier, Attente(f"À voter : {scrutin.question}", adresse, jour)
    diriges = {d.pk for d in par_cle.values() if pilote(identite, d)}
    manquee = Q(etat=EtatScrutin.PROGRAMME, ouvre_le__lt=timezone.now() - RETARD)
    a_suivre = Scrutin.objects.filter(Q(etat=EtatScrutin.CLOS) | manquee, dossier__in=diriges)
    for scrutin in a_suivre.order_by("pk"):
        dossier = par_cle[scrutin.dossier_id]
        adresse = dossier.adresse("scrutins:scrutin", scrutin.uuid)
        quoi = "À dépouiller" if scrutin.etat == EtatScrutin.CLOS else "Ouverture manquée"
        yield dossier, Attente(f"{quoi} : {scrutin.question}", adresse)


def copier(identite: Identite, source: Dossier, copie: Dossier) -> None:
    """The questions and their options, as drafts: neither codes, nor ballots, nor dates."""
    for modele in source.scrutins.exclude(etat=EtatScrutin.ANNULE).order_by("pk"):
        scrutin = Scrutin.objects.create(
            dossier=copie,
            question=modele.question,
            explication=modele.explication,
            mode=modele.mode,
            nombre=modele.nombre,
            secret=modele.secret,
            electorat=modele.electorat,
        )
        Option.objects.bulk_create(
            Option(scrutin=scrutin, rang=o.rang, libelle=o.libelle, description=o.description)
            for o in modele.options.dans_l_ordre()
        )


def archiver(identite: Identite, dossier: Dossier) -> Iterator[tuple[str, bytes]]:
    """Each counted vote: its result in words, and its ballots in every format that can say them."""
    visibles = Scrutin.objects.visibles_dans(dossier, identite).filter(etat=EtatScrutin.DEPOUILLE)
    for rang, scrutin in enumerate(visibles.order_by("pk"), start=1):
        scrutin.dossier = dossier  # fetched with its collectivité
        lieu = f"{rang:02}-{slugify(scrutin.question)[:60] or 'vote'}"
        yield f"{lieu}/resultat.md", recits.en_texte(scrutin, depouiller(scrutin)).encode()
        urne = exports.lire(scrutin)
        for fichier in exports.offerts(urne):
            yield f"{lieu}/bulletins-{fichier.cle}.{fichier.extension}", fichier.ecrire(urne)


SCRUTINS = inscrire_page(
    Page(
        aide="voter",
        cle="scrutins",
        nom="Votes",
        promesse="Consulter les participants, un groupe ou le public, et comprendre ce qui en sort. Tous ces "
        "votes sont consultatifs : ils éclairent une décision, ils n’en tiennent pas lieu.",
        vide="Aucun vote pour l’instant",
        adresse="scrutins:scrutins",
        preparer="scrutins:preparer",
        geste="Préparer un vote",
        regle="scrutins.voir",
        organise="scrutins.organiser",
        bilan=bilan,
        attentes=attentes,
        copier=copier,
        archiver=archiver,
    )
)
