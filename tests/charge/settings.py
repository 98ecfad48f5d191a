"""Production settings with one more address to compare with."""

from config.settings import *  # noqa: F403
from config.settings import ADRESSES_PUBLIQUES

ROOT_URLCONF = "tests.charge.urls"
ADRESSES_PUBLIQUES = ADRESSES_PUBLIQUES | {"vide"}
