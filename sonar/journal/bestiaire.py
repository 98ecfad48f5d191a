"""The creatures of the front page: our own mischief, drawn in `templates/sonar/journal/imprime/betes/`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bete:
    cle: str
    cadre: str  # its viewBox
    nom: str
    texte: str

    @property
    def dessin(self) -> str:
        return f"sonar/journal/imprime/betes/_{self.cle}.html"


BESTIAIRE = (
    Bete(
        "baleine",
        "0 -2 62 31",
        "La baleine à données",
        "Avale tout ce qui passe, plancton compris. Le tri, c’est pour plus tard.",
    ),
    Bete(
        "thon",
        "0 -3 42 23",
        "Le hacka-thon",
        "Très vif. Vit quarante-huit heures\u00a0; le lundi, on en retrouve peu.",
    ),
    Bete(
        "chatbot",
        "-9 -12 53 34",
        "Le poisson-chatbot",
        "Répond à toute heure et à tout le monde. Rarement à la question.",
    ),
    Bete(
        "poulpe",
        "-4 1 58 46",
        "Le poulpe MOOC",
        "Huit bras, dix mille élèves. Au dernier cours, on se compte.",
    ),
    Bete(
        "bernard",
        "-1 -7 43 34",
        "Le bernard-l’hermite jugaad",
        "Fait une maison de ce qu’il trouve. Le plus pauvre du récif, et le mieux logé.",
    ),
    Bete(
        "postit",
        "-4 -5 42 27",
        "Le post-it volant",
        "Jaillit par bancs entiers, brille une heure, finit derrière le radiateur.",
    ),
    Bete(
        "meduse",
        "-3 -1 32 40",
        "La méduse agile",
        "Change de cap toutes les deux semaines. Court bien, pour qui n’a pas d’os.",
    ),
    Bete(
        "banc",
        "-2 -2 62 22",
        "Le banc de start-up",
        "Une licorne pour mille petits poissons. On ne parle que d’elle.",
    ),
    Bete(
        "anguille",
        "-1 7 64 18",
        "L’anguille sous Scrum",
        "Debout chaque matin, quinze minutes, pas une de plus.",
    ),
    Bete(
        "baudroie",
        "-1 -7 46 37",
        "La baudroie à algorithme",
        "Sa lanterne éclaire très bien ce qu’elle a choisi de montrer.",
    ),
)
