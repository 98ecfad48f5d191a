from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from communs.echanges.corpus import corpus_installes
from communs.echanges.rapport import ErreursDImport
from communs.echanges.services import charger


class Command(BaseCommand):
    help = "Charge le contenu de fixtures/ sans écraser ce qui a été modifié à la main."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("corpus", nargs="*", help="Corpus à charger (tous par défaut).")
        parser.add_argument(
            "--verifier", action="store_true", help="Dire ce qui changerait, sans rien écrire."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        installes = corpus_installes()
        inconnus = [nom for nom in options["corpus"] if nom not in installes]
        if inconnus:
            raise CommandError(f"Corpus inconnu : {', '.join(inconnus)}. Connus : {', '.join(installes)}.")
        refuses = []
        for nom, corpus in installes.items():
            if options["corpus"] and nom not in options["corpus"]:
                continue
            try:
                rapport = charger(corpus, verifier=options["verifier"])
            except ErreursDImport as refus:
                refuses.append(nom)
                self.stderr.write(f"Corpus « {nom} » ({corpus.fichier.name}) : rien n’a été chargé.")
                self.stderr.write("\n".join(f"  {erreur}" for erreur in refus.erreurs))
            else:
                if options["verbosity"]:
                    self.stdout.write(str(rapport))
        if refuses:
            raise CommandError(f"Corpus à corriger : {', '.join(refuses)}.")
        if options["verifier"]:
            self.stdout.write("Vérification seule : rien n’a été écrit.")
