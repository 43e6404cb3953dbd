"""A select whose options are written as they are: Django's own renders two templates an option, sixty times a page.

Not which choices there are (choices), and nothing that a browser would see.
"""

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

SELECTED = mark_safe(" selected")


class PlainSelect(forms.Select):
    """For choices without groups, in a field that may be left out."""

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        chosen = self.format_value(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((choice, SELECTED if str(choice) in chosen else "", words) for choice, words in self.choices),
        )
        own = self.build_attrs(self.attrs, {"name": name} | (attrs or {}))
        return format_html("<select{}>{}</select>", flatatt(own), options)

    def use_required_attribute(self, initial) -> bool:
        return False
