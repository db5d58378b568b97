"""The picture that Meta's reviewers see above a template with a photo: a mended road, of nobody's place."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

MIME = "image/jpeg"
NAME = "contoh.jpg"
SIZE = (800, 420)
HORIZON = 180
SKY, GRASS, ASPHALT = (186, 212, 232), (122, 152, 96), (96, 98, 102)
PATCH, LINE = (66, 68, 72), (236, 232, 214)


def draw_example() -> bytes:
    """A JPEG far below WhatsApp's 5 MB."""
    image = Image.new("RGB", SIZE, SKY)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, HORIZON, *SIZE), fill=GRASS)
    draw.polygon(((360, HORIZON), (440, HORIZON), (760, SIZE[1]), (40, SIZE[1])), fill=ASPHALT)
    for top, height, width in ((200, 14, 4), (240, 24, 6), (300, 36, 9), (372, 48, 13)):
        draw.rectangle((400 - width, top, 400 + width, top + height), fill=LINE)
    draw.rounded_rectangle((450, 300, 590, 350), 18, fill=PATCH)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()
