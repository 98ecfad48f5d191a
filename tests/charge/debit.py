"""Requests per second of the public pages beside an empty view: same server, same middleware, same run."""

import re
import statistics
import subprocess
import urllib.request

TOURS = 3
SECONDES = 4


def _par_seconde(url: str) -> float:
    sortie = subprocess.run(
        ["wrk", "-t1", "-c8", f"-d{SECONDES}s", url], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in sortie:
        raise RuntimeError(f"{url} : {sortie}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", sortie)[1])


def mesurer(adresse: str, chemins: dict[str, str]) -> dict[str, float]:
    """Median requests per second of each named path; rounds are interleaved so that all share the weather."""
    for chemin in chemins.values():
        urllib.request.urlopen(adresse + chemin).read()
    tours = [{nom: _par_seconde(adresse + chemin) for nom, chemin in chemins.items()} for _ in range(TOURS)]
    return {nom: statistics.median(tour[nom] for tour in tours) for nom in chemins}
