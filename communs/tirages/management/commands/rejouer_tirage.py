"""Do a draw again from its record, apart from the platform's own words about it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from communs.tirages import registre
from communs.tirages.acte import ActeIllisible, lire, rejouer
from communs.tirages.models import Tirage


class Command(BaseCommand):
    help = "Rejoue un tirage depuis son procès-verbal (.txt) ou son identifiant ; dit s’il est identique."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("quoi", help="Le fichier du procès-verbal, ou l’identifiant du tirage.")

    def handle(self, *args: Any, **options: Any) -> None:
        texte, scelle = _texte(options["quoi"])
        try:
            pv = lire(texte)
        except ActeIllisible as faute:
            raise CommandError(str(faute)) from None
        rejeu = rejouer(pv)
        ecarts = list(rejeu.ecarts)
        if scelle and scelle != rejeu.empreinte:
            ecarts.insert(0, f"L’empreinte engagée était {scelle} ; celle du texte est {rejeu.empreinte}.")
        self.stdout.write(f"Inscrits : {len(pv.inscriptions)}")
        self.stdout.write(f"Empreinte : {rejeu.empreinte}")
        self.stdout.write(f"Graine : {pv.graine or '(pas encore connue)'}")
        for place in rejeu.places:
            qualite = "titulaire" if place.titulaire else "suppléance"
            self.stdout.write(f"  {place.groupe} : {qualite} {place.rang}, numéro {place.numero}")
        if ecarts:
            raise CommandError("\n".join(["Le tirage diffère de la règle :", *ecarts]))
        self.stdout.write("Identique." if pv.graine else "L’engagement est intact.")


def _texte(quoi: str) -> tuple[str, str]:
    """The record, and the fingerprint that the database holds when it comes from there."""
    fichier = Path(quoi)
    if fichier.is_file():
        try:
            return fichier.read_bytes().decode(), ""
        except UnicodeDecodeError:
            raise CommandError("Ce fichier n’est pas un texte.") from None
    try:
        tirage = Tirage.objects.publics().get(uuid=UUID(quoi))
    except (ValueError, Tirage.DoesNotExist):
        raise CommandError(f"« {quoi} » n’est ni un fichier, ni un tirage engagé.") from None
    return "".join(registre.proces_verbal(tirage)), tirage.empreinte
