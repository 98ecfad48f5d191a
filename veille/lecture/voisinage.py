"""What stands near an issue or a notice."""

from collections import Counter

from django.db.models import Q

from veille.models import Classement, Notice, Numero

PROCHES = 6
EXAMINEES = 400  # classements looked at, latest first: the page costs the same in a base of any size


def numeros_voisins(numero: Numero) -> tuple[Numero | None, Numero | None]:
    """The published issues of the same bulletin just before and just after this one."""
    memes = Numero.objects.publies().filter(bulletin=numero.bulletin_id).select_related("bulletin")
    avant = Q(publie_le__lt=numero.publie_le) | Q(publie_le=numero.publie_le, pk__lt=numero.pk)
    apres = Q(publie_le__gt=numero.publie_le) | Q(publie_le=numero.publie_le, pk__gt=numero.pk)
    return (
        memes.filter(avant).order_by("-publie_le", "-pk").first(),
        memes.filter(apres).order_by("publie_le", "pk").first(),
    )


def notices_proches(notice: Notice) -> list[Notice]:
    """Public notices that share themes with this one, those that share most first, then the latest."""
    themes = [theme.pk for theme in notice.themes.all()]
    if not themes:
        return []
    classees = (
        Classement.objects.filter(theme__in=themes, notice__in=Notice.objects.en_vue())
        .exclude(notice=notice)
        .order_by("-notice_id")
        .values_list("notice_id", flat=True)[:EXAMINEES]
    )
    choisies = [cle for cle, _ in Counter(classees).most_common(PROCHES)]
    trouvees = Notice.objects.entieres().in_bulk(choisies)
    return [trouvees[cle] for cle in choisies]
