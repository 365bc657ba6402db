"""Made-up pictures whose sides are multiples of 28, so that nothing is resized; two that shrink, and one that grows."""

from pathlib import Path

from PIL import Image, ImageDraw

FITTING = {"tile": (56, 84), "wide": (168, 56), "square": (112, 112)}
SIZES = {**FITTING, "photo": (310, 205), "page": (140, 260), "small": (300, 200)}


def draw(name: str) -> Image.Image:
    width, height = SIZES[name]
    picture = Image.new("RGB", (width, height))
    pixels = picture.load()
    shift = 30 * list(SIZES).index(name)
    for y in range(height):
        for x in range(width):
            pixels[x, y] = ((x * 5 + shift) % 256, (y * 3 + 2 * shift) % 256, (x + y + shift) % 256)
    brush = ImageDraw.Draw(picture)
    brush.ellipse((width // 6, height // 5, width // 2, height // 2), fill=(235, 40 + shift, 30))
    brush.rectangle((width // 2, height // 2, width - 9, height - 12), fill=(20, 90, 250 - shift))
    return picture


def write_pictures(folder: Path) -> dict[str, Image.Image]:
    pictures = {name: draw(name) for name in SIZES}
    for name, picture in pictures.items():
        picture.save(folder / f"{name}.png", optimize=True)
    return pictures
