"""Three made-up pictures: one at the model's own size, one larger and wide, one smaller and tall."""

from pathlib import Path

from PIL import Image, ImageDraw

from shapes import SHAPES


MODEL_SIZE = SHAPES["small"].image_size


def draw_shapes() -> Image.Image:
    """At the model's size, so that nothing is resized and every pixel is exactly known."""
    picture = Image.new("RGB", (MODEL_SIZE, MODEL_SIZE), (240, 240, 235))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((24, 24, 96, 96), fill=(205, 40, 45))
    draw.ellipse((105, 95, 175, 165), fill=(40, 70, 190))
    return picture


def draw_field() -> Image.Image:
    picture = Image.new("RGB", (1000, 640))
    draw = ImageDraw.Draw(picture)
    for row in range(400):
        draw.line((0, row, 1000, row), fill=(70 + row // 4, 150 + row // 8, 235))
    for row in range(400, 640):
        draw.line((0, row, 1000, row), fill=(60, 150, 60) if row % 5 else (30, 110, 45))
    draw.ellipse((720, 60, 880, 220), fill=(250, 215, 70))
    draw.polygon([(150, 400), (260, 220), (370, 400)], fill=(130, 85, 50))
    return picture


def draw_page() -> Image.Image:
    picture = Image.new("RGB", (360, 520), (252, 252, 250))
    draw = ImageDraw.Draw(picture)
    for line in range(12):
        top = 40 + 38 * line
        draw.rectangle((36, top, 150 + 53 * (line * 7 % 4), top + 14), fill=(25, 25, 30))
    return picture


PICTURES = {"shapes": draw_shapes, "field": draw_field, "page": draw_page}


def write_pictures(folder: Path) -> dict[str, Image.Image]:
    pictures = {name: draw() for name, draw in PICTURES.items()}
    for name, picture in pictures.items():
        picture.save(folder / f"{name}.png", optimize=True)
    return pictures
