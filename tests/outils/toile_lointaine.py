"""The small web of a test, seen from a real worker in a process of its own: `tuyau(inclure=…, TOILE=…)`.

The worker imports this module and visits go where the test's own would: `TOILE` is what `Toile.lointaine`
wrote.
"""

import json
import os

from communs.reseau import services
from tests.outils.toile import Toile

toile = Toile()
_ecrite = json.loads(os.environ["TOILE"])
toile.dns = _ecrite["dns"]
toile.routes = {(ip, port): local for ip, port, local in _ecrite["routes"]}
services.sortie_reelle = toile.sortie  # type: ignore[assignment]
