"""The rapport désirable with 200 materials, journal and booklet, beside bare WeasyPrint on the same page;
then what a process weighs that prints it, and that prints 500 photos.

Alone: `python -m config.embarque executer --ephemere python -m tests.charge.rapport_desirable [TURNS]`.
"""

import os
import resource
import sys
import time
from itertools import cycle
from uuid import uuid4

MATERIAUX, PHOTOS, BEAUCOUP = 200, 60, 500
TOURS = 3
FORMES = {"desirable-journal-epreuve": "Journal A3", "desirable-livret-epreuve": "Livret A4"}
PAROLE = "On vient tôt, c’est le moment où l’on se parle ; le livre, des fois, je l’oublie sur le siège. "


def lignes(tours: int = TOURS) -> list[str]:
    """The section of `docs/mesures.md`."""
    from tests.charge.weasyprint_nu import comparer

    rapport = _rapport()
    poids = {cle: _peser(rapport, cle) for cle in FORMES}
    couts = {
        cle: comparer(lambda tour, cle=cle: _demander(rapport, cle, tour), tours, time.process_time)
        for cle in FORMES
    }
    _beaucoup_de_photos(rapport)
    poids_des_photos = {cle: _peser(rapport, cle) for cle in FORMES}
    rangees = [
        f"| {nom} | {c.pages} | {c.octets / 1e6:.1f} | {_s(c.seul)} | {_s(c.tache)} | {c.rapport} | "
        f"{_s(c.encore)} | {poids[cle]} | {poids_des_photos[cle]} |"
        for cle, nom in FORMES.items()
        for c in [couts[cle]]
    ]
    return [
        "## Rapport désirable",
        "",
        f"{MATERIAUX} indices, dont {PHOTOS} photos (1280 × 960) et un verbatim de 10 000 mots : "
        "WeasyPrint seul, puis la tâche entière sans file (réclamer, composer, imprimer, écrire, "
        "enregistrer). Même HTML, mêmes options, mesures entrelacées, temps de processeur, médianes de "
        f"{tours} tours. Mémoire : la plus haute d’un processus neuf qui ne fait que cette tâche, avec ces "
        f"{MATERIAUX} indices, puis avec {BEAUCOUP} photos (`tests/charge/rapport_desirable.py`).",
        "",
        "| forme | pages | Mo | WeasyPrint seul | tâche | rapport | redemander | Mo en mémoire | "
        f"avec {BEAUCOUP} photos |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
        *rangees,
        "",
        "Rapport visé ≤ 1,25.",
        "",
    ]


def _s(secondes: float) -> str:
    return f"{secondes:.2f} s".replace(".", ",")


def _rapport():
    """A published-size report: clues of every kind, all chosen."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from communs.collectivites.identite import Identite
    from communs.fichiers import preparation
    from communs.materiaux import services as materiaux
    from eclaireurs.evaluation.collecte import services as collecte
    from tests.fichiers import fabrique
    from tests.outils.decor import creer_administratrice, creer_collectivite, creer_membre
    from tests.outils.evaluations import creer_evaluation, remplir_le_plan

    elle = creer_administratrice()
    evaluation = creer_evaluation(elle, creer_collectivite(elle, creer_membre()))
    remplir_le_plan(evaluation, preconisations=8, actions=4, taches=3)
    evaluation.arreter()
    identite, dossier = Identite(elle), evaluation.dossier
    dossier.refresh_from_db()
    themes = [
        collecte.ajouter_theme(identite=identite, collecte=dossier.collecte, titre=f"Thème {n}")
        for n in range(1, 6)
    ]
    for rang, theme in zip(range(MATERIAUX), cycle(themes), strict=False):
        champs = {"genre": "temoignage", "texte": PAROLE * (1 + rang % 8), "consentement": "donne"}
        depot = None
        if rang < PHOTOS:
            champs |= {"genre": "photo", "texte": PAROLE, "titre": f"Photo {rang}"}
            depot = SimpleUploadedFile("photo.jpg", fabrique.jpeg(cote=(1280, 960)))
        elif rang == PHOTOS:
            champs["texte"] = "\n\n".join([PAROLE * 10] * (10_000 // 190))
        indice = materiaux.deposer(
            identite=identite, dossier=dossier, demande=uuid4(), depot=depot, champs=champs
        )
        collecte.ranger(identite=identite, casier=theme, materiaux=[indice])
        if indice.fichier_id:
            preparation.traiter(indice.fichier_id)
    return _tout_choisir(dossier, identite)


def _beaucoup_de_photos(rapport) -> None:
    """As many photos more as it takes to show BEAUCOUP of them."""
    from communs.collectivites.identite import Identite
    from communs.materiaux.models import Materiau
    from tests.outils.photos import multiplier

    modele = Materiau.objects.select_related("fichier", "dossier").filter(genre="photo")[0]
    multiplier(modele, BEAUCOUP - PHOTOS)
    _tout_choisir(modele.dossier, Identite(rapport.dossier.participants.pilotes().order_by("pk")[0].compte))


def _tout_choisir(dossier, identite):
    from eclaireurs.evaluation.desirable import services
    from eclaireurs.evaluation.desirable.models import Desirable
    from eclaireurs.evaluation.desirable.offre import offres

    rapport = Desirable.objects.select_related("dossier__collectivite").get(dossier=dossier)
    services.choisir(identite=identite, rapport=rapport, cles=[o.cle for o in offres(rapport)])
    return rapport


def _demander(rapport, cle: str, tour: int):
    """The proof, unlike the last time: its title ends with another number."""
    from communs.collectivites.identite import Identite
    from communs.livrets.services import demander
    from eclaireurs.evaluation.desirable.models import Desirable

    Desirable.objects.filter(pk=rapport.pk).update(titre=f"Le bus qui prête des livres {tour}")
    entier = Desirable.objects.select_related("dossier__collectivite").get(pk=rapport.pk)
    elle = entier.dossier.participants.pilotes().order_by("pk")[0].compte
    return demander(gabarit=cle, objet=entier, identite=Identite(elle)), entier


def _peser(rapport, cle: str) -> int:
    """Megabytes at the highest of a new process that prints this form and nothing else."""
    from django.db import connections

    livret, _ = _demander(rapport, cle, 1000)
    connections.close_all()
    lecture, ecriture = os.pipe()
    if (enfant := os.fork()) == 0:
        from communs.livrets import services

        etat = services.fabriquer(livret.tirage_id).etat
        # Linux counts in kilobytes.
        dit = f"{etat} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}"
        os.write(ecriture, dit.encode())
        os._exit(0)
    os.close(ecriture)
    with os.fdopen(lecture) as flux:
        etat, poids = flux.read().split()
    os.waitpid(enfant, 0)
    assert etat == "pret", etat
    return int(poids)


def principal() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.charge.settings"
    import django

    django.setup()
    from django.core.management import call_command

    for commande in ("migrate", "fabriquer_polices", "charger_contenu"):
        call_command(commande, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    sys.stdout.write("\n".join(lignes(*map(int, sys.argv[1:2]))) + "\n")


if __name__ == "__main__":
    principal()
