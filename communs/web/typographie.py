"""How French writes a number with its word: plural, and the weight of a file."""

KO, MO, GO = 1024, 1024**2, 1024**3


def accorder(nombre: int, formes: str) -> str:
    """Choose the form for `nombre` in « singulier,pluriel »."""
    singulier, pluriel = formes.split(",")
    return singulier if abs(nombre) < 2 else pluriel


def taille(octets: int) -> str:
    """`1 Go`, `2,5 Mo`, `12 ko`: as people say it, held by a no-break space."""
    for unite, nom in ((GO, "Go"), (MO, "Mo"), (KO, "ko")):
        if octets >= unite:
            return f"{round(octets / unite, 1):g}\u00a0{nom}".replace(".", ",")
    return f"{octets}\u00a0{accorder(octets, 'octet,octets')}"
