from django.db import migrations, models
from django.db.models.functions import Cast, Random

import recipes.models.embedding


def mark(apps, schema_editor):
    """A number of its own for each: the default was asked for once for all of them."""
    rows = apps.get_model("recipes", "EmbeddedRecipe").objects.using(schema_editor.connection.alias)
    rows.update(written=Cast(Random() * 2**53, models.BigIntegerField()))


class Migration(migrations.Migration):
    dependencies = [("recipes", "0004_photo_widths")]

    operations = [
        migrations.AddField(
            model_name="embeddedrecipe",
            name="written",
            field=models.BigIntegerField(default=recipes.models.embedding.new_mark, editable=False),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
