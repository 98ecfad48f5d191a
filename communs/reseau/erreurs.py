from datetime import datetime

from communs.reseau.enums import Etat


class VisiteManquee(Exception):
    """Nothing was read: `etat` says why to programs, `message` (French) to an editor.

    `code`: the HTTP status, if an answer came. `revenir_le`: not to be tried again before. The message
    never tells an address of the network: it would help whoever looks for one.
    """

    def __init__(
        self, etat: Etat, message: str, *, code: int | None = None, revenir_le: datetime | None = None
    ) -> None:
        super().__init__(message)
        self.etat, self.message, self.code, self.revenir_le = etat, message, code, revenir_le


def adresse_refusee(message: str) -> VisiteManquee:
    return VisiteManquee(Etat.ADRESSE_REFUSEE, message)
