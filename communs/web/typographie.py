"""French plural: 0 and 1 are singular."""


def accorder(nombre: int, formes: str) -> str:
    """Choose the form for `nombre` in « singulier,pluriel »."""
    singulier, pluriel = formes.split(",")
    return singulier if abs(nombre) < 2 else pluriel
