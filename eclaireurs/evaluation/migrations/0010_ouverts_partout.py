from django.db import migrations


def ouvrir(apps, schema_editor):
    """Evaluations opened before these tools existed have theirs too."""
    dossiers = apps.get_model("dossiers", "Dossier").objects.filter(genre="evaluation").order_by("pk")
    for nom in ("Enquete", "Conclave"):
        modele = apps.get_model("evaluation", nom)
        modele.objects.bulk_create([modele(dossier=d) for d in dossiers.filter(**{nom.lower(): None})])


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0009_tableau_martyr")]

    operations = [migrations.RunPython(ouvrir, migrations.RunPython.noop)]
