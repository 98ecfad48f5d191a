"""A mix is read by its address; it is erased by whoever holds it when it is nobody's, else by its author."""

import rules

from communs.collectivites.permissions import est_a_soi
from sonar.permissions import est_anonyme, tient_l_adresse

rules.add_perm("sonar.lire_melange", tient_l_adresse)
rules.add_perm("sonar.effacer_melange", est_anonyme | est_a_soi)
rules.add_perm("sonar.imprimer_la_carte", rules.always_allow)
