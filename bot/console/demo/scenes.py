"""Draws what citizens photograph, simply: a road with holes, water, rubbish, a dark lamp, a fallen tree."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from random import Random

from PIL import Image, ImageDraw

Draw = ImageDraw.ImageDraw
Colour = tuple[int, int, int]

SIZE = (960, 720)
HORIZON = 300
GRASS: Colour = (96, 128, 72)
EARTH: Colour = (139, 115, 85)
ASPHALT: Colour = (92, 92, 96)
WATER: Colour = (126, 108, 78)
CONCRETE: Colour = (176, 172, 164)
DARK: Colour = (38, 36, 40)
LABEL = "GAMBAR DEMO"


def draw_scene(name: str, rng: Random) -> Image.Image:
    """A picture of 960 x 720 pixels; the same name and randomness give the same picture."""
    image = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(image)
    _ground(draw, rng)
    SCENES[name](draw, rng)
    image = Image.blend(image, _grain(), 0.06)
    ImageDraw.Draw(image).text((SIZE[0] - 150, SIZE[1] - 24), LABEL, fill=(255, 255, 255))
    return image


@lru_cache(maxsize=1)
def _grain() -> Image.Image:
    """What makes flat colours look like a photo."""
    return Image.effect_noise(SIZE, 30).convert("RGB")


def _ground(draw: Draw, rng: Random) -> None:
    """Sky down to the horizon, grass below it."""
    tone = rng.randrange(30)
    for y in range(HORIZON):
        share = y / HORIZON
        draw.line(
            (0, y, SIZE[0], y), fill=(int(120 + 90 * share) - tone, int(160 + 60 * share) - tone, 225 - tone)
        )
    draw.rectangle((0, HORIZON, *SIZE), fill=GRASS)
    for _ in range(9):
        x, height = rng.randrange(SIZE[0]), rng.randrange(40, 120)
        draw.ellipse((x - 70, HORIZON - height, x + 70, HORIZON + 20), fill=(52, 88 + rng.randrange(30), 48))


def _road(draw: Draw, rng: Random) -> None:
    draw.polygon(((430, HORIZON), (530, HORIZON), (900, SIZE[1]), (60, SIZE[1])), fill=ASPHALT)
    _blots(draw, rng, 14, DARK, 330)


def _mended(draw: Draw, rng: Random) -> None:
    draw.polygon(((430, HORIZON), (530, HORIZON), (900, SIZE[1]), (60, SIZE[1])), fill=(70, 70, 74))
    for step in range(6):
        y = HORIZON + 40 + step * 65
        draw.line((480, y, 480, y + 28), fill=(235, 235, 230), width=3 + 2 * step)
    _house(draw, rng, 700)


def _flood(draw: Draw, rng: Random) -> None:
    _house(draw, rng, 120)
    _house(draw, rng, 620)
    draw.rectangle((0, HORIZON + 90, *SIZE), fill=WATER)
    for _ in range(40):
        x, y = rng.randrange(SIZE[0]), rng.randrange(HORIZON + 100, SIZE[1])
        draw.line((x, y, x + rng.randrange(30, 120), y), fill=(150, 134, 104), width=2)


def _rubbish(draw: Draw, rng: Random) -> None:
    draw.rectangle((0, 560, *SIZE), fill=ASPHALT)
    for _ in range(220):
        x = int(rng.gauss(480, 150))
        y = rng.randrange(380 + abs(x - 480) // 2, 640 + abs(x - 480) // 6)
        colour = rng.choice(((220, 220, 225), (60, 70, 150), (180, 60, 50), (40, 40, 44), (200, 180, 90)))
        draw.ellipse((x - 22, y - 14, x + 22, y + 14), fill=colour)


def _lamp(draw: Draw, rng: Random) -> None:
    for y in range(SIZE[1]):
        draw.line((0, y, SIZE[0], y), fill=(12, 14, 26 + y // 40))
    draw.rectangle((470, 160, 486, 660), fill=(70, 72, 78))
    draw.line((478, 166, 620, 130), fill=(70, 72, 78), width=10)
    draw.rectangle((600, 122, 664, 142), fill=(90, 90, 94))
    far = rng.randrange(60, 200)
    draw.ellipse((far, 420, far + 12, 432), fill=(250, 220, 140))


def _tap(draw: Draw, rng: Random) -> None:
    draw.rectangle((0, 0, *SIZE), fill=CONCRETE)
    draw.rectangle((300, 180, 560, 210), fill=(120, 124, 130))
    draw.rectangle((530, 180, 560, 270), fill=(120, 124, 130))
    draw.rectangle((360, 430, 720, 680), fill=(60, 90, 150))
    draw.ellipse((360, 400, 720, 470), fill=(150, 110 + rng.randrange(30), 50))


def _poles(draw: Draw, rng: Random) -> None:
    lean = rng.randrange(40, 110)
    for x, top in ((260, 260), (640, 640 + lean)):
        draw.line((x, 640, top, 120), fill=(110, 104, 98), width=16)
        draw.line((top - 60, 150, top + 60, 150), fill=(90, 84, 78), width=8)
    draw.arc((260, 60, 640 + lean, 420), 0, 180, fill=DARK, width=4)


def _building(draw: Draw, rng: Random) -> None:
    draw.rectangle((140, 260, 820, 600), fill=(226, 218 - rng.randrange(20), 190))
    draw.polygon(((100, 260), (480, 120), (860, 260)), fill=(150, 70, 50))
    for x in range(190, 780, 150):
        draw.rectangle((x, 340, x + 80, 440), fill=(90, 110, 130))
    hole = rng.randrange(300, 600)
    draw.polygon(((hole, 220), (hole + 70, 170), (hole + 110, 240)), fill=DARK)


def _letter(draw: Draw, rng: Random) -> None:
    draw.rectangle((0, 0, *SIZE), fill=(120, 92, 66))
    draw.polygon(((250, 60), (730, 90), (700, 690), (220, 650)), fill=(246, 244, 238))
    for y in range(140, 620, 34):
        draw.line((280, y, 280 + rng.randrange(180, 390), y + 12), fill=(150, 150, 156), width=6)


def _home(draw: Draw, rng: Random) -> None:
    _house(draw, rng, 320, (128, 98, 70))
    _blots(draw, rng, 5, EARTH, 560)


def _market(draw: Draw, rng: Random) -> None:
    draw.rectangle((0, 520, *SIZE), fill=EARTH)
    for x in range(30, 900, 180):
        colour = rng.choice(((200, 60, 50), (50, 110, 170), (230, 170, 60), (70, 140, 80)))
        draw.polygon(((x, 330), (x + 170, 330), (x + 150, 260), (x + 20, 260)), fill=colour)
        draw.rectangle((x + 10, 430, x + 160, 520), fill=(150, 120, 80))


def _smoke(draw: Draw, rng: Random) -> None:
    draw.rectangle((0, HORIZON, *SIZE), fill=(84, 70, 48))
    for _ in range(60):
        x, y, size = rng.randrange(SIZE[0]), rng.randrange(60, 420), rng.randrange(40, 130)
        shade = rng.randrange(130, 200)
        draw.ellipse((x - size, y - size // 2, x + size, y + size // 2), fill=(shade, shade, shade))
    for _ in range(26):
        x = rng.randrange(SIZE[0])
        draw.polygon(((x, 430), (x + 26, 430), (x + 13, 430 - rng.randrange(30, 90))), fill=(226, 120, 40))


def _field(draw: Draw, rng: Random) -> None:
    for row in range(16):
        y = HORIZON + row * 28
        draw.line((0, y, SIZE[0], y + 10), fill=(190, 170 - rng.randrange(40), 70), width=14)


def _river(draw: Draw, rng: Random) -> None:
    draw.polygon(((380, HORIZON), (560, HORIZON), (820, SIZE[1]), (120, SIZE[1])), fill=(52, 48, 40))
    _blots(draw, rng, 18, (214, 212, 200), 420)


def _tree(draw: Draw, rng: Random) -> None:
    draw.polygon(((430, HORIZON), (530, HORIZON), (900, SIZE[1]), (60, SIZE[1])), fill=ASPHALT)
    slope = rng.randrange(-40, 40)
    draw.line((120, 520 + slope, 840, 480), fill=(92, 66, 44), width=38)
    for _ in range(40):
        x, y = int(rng.gauss(760, 70)), int(rng.gauss(480, 60))
        draw.ellipse((x - 40, y - 26, x + 40, y + 26), fill=(44, 90 + rng.randrange(50), 40))


def _house(draw: Draw, rng: Random, x: int, wall: Colour = (206, 190, 160)) -> None:
    draw.rectangle((x, 260, x + 240, 420), fill=wall)
    draw.polygon(((x - 20, 260), (x + 120, 170), (x + 260, 260)), fill=(140, 76 + rng.randrange(20), 60))
    draw.rectangle((x + 90, 320, x + 140, 420), fill=(96, 70, 50))


def _blots(draw: Draw, rng: Random, count: int, colour: Colour, top: int) -> None:
    """Flat ellipses that grow towards the viewer."""
    for _ in range(count):
        y = rng.randrange(top, SIZE[1] - 20)
        size = 8 + (y - HORIZON) // 6
        x = int(rng.gauss(480, 40 + (y - HORIZON) / 3))
        draw.ellipse((x - size, y - size // 3, x + size, y + size // 3), fill=colour)


SCENES: dict[str, Callable[[Draw, Random], None]] = {
    "jalan": _road,
    "banjir": _flood,
    "sampah": _rubbish,
    "lampu": _lamp,
    "air": _tap,
    "listrik": _poles,
    "gedung": _building,
    "surat": _letter,
    "rumah": _home,
    "pasar": _market,
    "asap": _smoke,
    "sawah": _field,
    "sungai": _river,
    "pohon": _tree,
    "sesudah": _mended,
}
