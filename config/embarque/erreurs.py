"""What stops a command of the embedded mode."""


class ErreurEmbarque(Exception):
    """The command cannot go on; its message, in French, says what to do."""


class ArretDemande(BaseException):
    """Somebody asked us to stop (Ctrl-C, SIGTERM, SIGHUP): not an error."""

    def __init__(self, numero: int) -> None:
        super().__init__(numero)
        self.numero = numero
