"""Pictures for tests of near-copies, drawn by program: nobody's photos are kept here.

Drawn pictures are flatter and more regular than photos of a phone; figures measured on them say how well
copies are found after what WhatsApp and people do to a picture, less how alike real places look.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from bot.console.demo.scenes import SCENES, draw_scene

SIZE = (640, 480)
Change = Callable[[Image.Image, Random], Image.Image]


def draw_album() -> list[Image.Image]:
    """36 unlike pictures: textures, heaps of shapes, and each scene of the demo with a texture of its own."""
    textures = [draw_texture(number, 1.3 + number / 10) for number in range(10)]
    heaps = [draw_heap(100 + number) for number in range(11)]
    scenes = [_scene(name, 200 + number) for number, name in enumerate(SCENES)]
    return [*textures, *heaps, *scenes]


def draw_texture(seed: int, smoothness: float = 1.8) -> Image.Image:
    """Coloured noise whose waves weaken with their number to the power of `smoothness`, as in nature."""
    random = np.random.default_rng(seed)
    width, height = SIZE
    down, across = np.fft.fftfreq(height)[:, None] * height, np.fft.rfftfreq(width)[None] * width
    strength = 1 / np.maximum(np.hypot(down, across), 1) ** smoothness
    shared = random.normal(size=strength.shape) + 1j * random.normal(size=strength.shape)
    layers = [shared + 0.3 * random.normal(size=strength.shape) for _ in "rgb"]
    levels = np.stack([np.fft.irfft2(layer * strength, s=(height, width)) for layer in layers], axis=-1)
    return Image.fromarray(np.clip(128 + 50 * levels / levels.std(), 0, 255).astype(np.uint8))


def draw_heap(seed: int) -> Image.Image:
    """Six to twenty-four boxes and discs on a texture."""
    rng = Random(seed)
    image = draw_texture(seed, 2.2)
    draw = ImageDraw.Draw(image)
    for _ in range(rng.randrange(6, 25)):
        x, y = rng.randrange(SIZE[0]), rng.randrange(SIZE[1])
        width, height = rng.randrange(10, 110), rng.randrange(10, 90)
        shape = rng.choice((draw.rectangle, draw.ellipse))
        shape((x - width, y - height, x + width, y + height), fill=tuple(rng.choices(range(256), k=3)))
    return image


def _scene(name: str, seed: int) -> Image.Image:
    # All pictures of the demo have the same grain, by which even unlike scenes would be alike.
    return Image.blend(draw_scene(name, Random(seed)).resize(SIZE), draw_texture(seed, 1.5), 0.25)


def as_jpeg(image: Image.Image, quality: int = 60) -> bytes:
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def _sent(image: Image.Image, quality: int = 60) -> Image.Image:
    return Image.open(io.BytesIO(as_jpeg(image, quality))).convert("RGB")


def crop(image: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    """Cut off a share of each side."""
    width, height = image.size
    box = (width * left, height * top, width * (1 - right), height * (1 - bottom))
    return image.crop(tuple(round(edge) for edge in box))  # type: ignore[arg-type]


def _cropped(most: float) -> Change:
    return lambda image, rng: crop(image, *(rng.uniform(0, most) for _ in range(4)))


def _marked(image: Image.Image, rng: Random) -> Image.Image:
    """The stamp of a camera app in a corner."""
    marked = image.copy()
    draw = ImageDraw.Draw(marked)
    draw.rectangle((0, image.height * 0.9, image.width * 0.45, image.height), fill="black")
    draw.text((6, int(image.height * 0.92)), "12 Des 2026 14:02 Kayu Agung", fill="white")
    return marked


# What is done to a picture before it is sent; every one is then compressed as WhatsApp does.
KEPT_WHOLE: dict[str, Change] = {
    "unchanged": lambda image, rng: image,
    "a third of its size": lambda image, rng: image.resize((image.width // 3, image.height // 3)),
    "turned by 90": lambda image, rng: image.transpose(Image.Transpose.ROTATE_90),
    "turned by 180": lambda image, rng: image.transpose(Image.Transpose.ROTATE_180),
    "turned by 270": lambda image, rng: image.transpose(Image.Transpose.ROTATE_270),
    "mirrored": lambda image, rng: ImageOps.mirror(image),
    "darker": lambda image, rng: ImageEnhance.Brightness(image).enhance(0.6),
    "brighter": lambda image, rng: ImageEnhance.Brightness(image).enhance(1.3),
    "more contrast": lambda image, rng: ImageEnhance.Contrast(image).enhance(1.4),
    "marked": _marked,
}
CROPPED: dict[str, Change] = {
    "cropped by up to 5 %": _cropped(0.05),
    "cropped by up to 10 %": _cropped(0.10),
    "cropped by up to 15 %": _cropped(0.15),
    "cropped by 15 % all round": lambda image, rng: crop(image, 0.15, 0.15, 0.15, 0.15),
    "cropped and turned": lambda image, rng: _cropped(0.15)(image, rng).transpose(Image.Transpose.ROTATE_90),
}
QUALITIES = (40, 60, 85)


def send(image: Image.Image, change: Change, rng: Random) -> Image.Image:
    return _sent(change(image, rng), rng.choice(QUALITIES))
