from django import forms
from django.utils.http import url_has_allowed_host_and_scheme

from veille.lecture.panier import MAX_NOTICES
from veille.models import Notice

INCONNUE = "Cette notice n’est pas, ou n’est plus, dans la veille."
RETOUR_MAX = 300


class ChoisirForm(forms.Form):
    """Notices to put in the basket (`choix`, repeated), and the page to go back to."""

    choix = forms.ModelMultipleChoiceField(Notice.objects.en_vue())
    retour = forms.CharField(required=False)

    def clean_choix(self) -> list[Notice]:
        """In the order asked."""
        voulues = [int(cle) for cle in self["choix"].data][: MAX_NOTICES + 1]
        trouvees = {notice.pk: notice for notice in self.cleaned_data["choix"]}
        return [trouvees[cle] for cle in dict.fromkeys(voulues)]

    def clean_retour(self) -> str:
        """A page of the veille, or nothing: an address given from outside leads nowhere else."""
        retour: str = self.cleaned_data["retour"]
        sur = len(retour) <= RETOUR_MAX and url_has_allowed_host_and_scheme(retour, allowed_hosts=None)
        return retour if sur and retour.startswith("/veille/") else ""
