"""An address as a picture that a phone reads: an SVG drawn by attributes alone."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def dessiner(adresse: str) -> SafeString:
    """The QR code of an address; hidden from screen readers, for the address stands beside it."""
    flux = io.BytesIO()
    segno.make(adresse, error="m").save(
        flux, kind="svg", xmldecl=False, svgns=True, scale=1, border=4, omitsize=True, svgclass="qr",
        lineclass=None, light="#ffffff", dark="#000000",
    )  # fmt: skip
    svg = flux.getvalue().decode()
    return mark_safe(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S308
