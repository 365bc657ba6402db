"""Answers written by hand, sound and malformed, for the official parser: what it makes of each is golden."""

from answers import box

SQUARE = (1000, 1000)
WIDE, TALL, TINY = (640, 427), (333, 1001), (7, 3)


def as_generated(text: str) -> str:
    return f"</s><s>{text}</s>"


A, B, C = box(100, 200, 300, 400), box(500, 510, 520, 530), box(0, 0, 999, 999)
QUAD_A, QUAD_B = box(10, 10, 90, 10, 90, 30, 10, 30), box(5, 500, 600, 505, 598, 560, 4, 555)
TRIANGLE, PENTAGON = box(100, 100, 500, 100, 300, 600), box(1, 1, 9, 1, 9, 9, 5, 12, 1, 9)
LOOP = "".join(f"wheel{box(10 * n, 20, 10 * n + 8, 40)}" for n in range(30))

PLAIN = ["a dog on a lawn", "", " spaced  out ", "two\nlines", "caf\u00e9 \u2014 12 \u20ac", f"a dog{A}", "1 < 2 & 3 > 2"]
REGION_ANSWERS = [f"dog{A}", "dog", "", A, f"dog{box(1, 2, 3)}"]

BOXES = [
    f"dog{A}",
    f"dog{A}cat{B}",
    f"dog{A}{B}{C}",
    f"dog{A}{box(1)}cat{B}",
    f"dog{A}{box(1, 2)}",
    f"dog{A}{box(1, 2, 3)}cat{B}",
    f"dog{box(1, 2, 3)}",
    f"dog{box(1, 2, 3)}cat{A}",
    f"dog{box(300, 400, 100, 200)}",
    f"dog{box(5, 5, 5, 5)}",
    f"dog{A}dog{A}dog{A}",
    f"dog{box(1, 2, 3, 1000)}cat{A}",
    f"{A}dog{B}",
    A,
    "dog",
    f"dog{A}cat",
    "",
    " ",
    f"  a big dog {A} , a cat {B}",
    f"two\nlines{A}",
    f"caf\u00e9 \u2603{A}",
    f"\u2603{A}",
    f"a < b{A}",
    f"dog<od>{A}",
    f"dog{A}<sep>cat{B}",
    f"dog{A}<and>cat{B}",
    f"dog<loc_100><loc_200> <loc_300><loc_400>cat{B}",
    f"dog<pad><pad>{A}<pad>",
    LOOP,
    LOOP[:-9],
]

OCR = [
    f"EXIT{QUAD_A}",
    f"EXIT{QUAD_A}NO ENTRY{QUAD_B}",
    f"EXIT{box(1, 2, 3, 4, 5, 6, 7)}",
    f"EXIT{box(1, 2, 3, 4, 5, 6, 7)}NO ENTRY{QUAD_B}",
    f"EXIT{QUAD_A}{box(9)}NO ENTRY{QUAD_B}",
    f"EXIT{QUAD_A}{QUAD_B}",
    f"EXIT{QUAD_A}NO ENTRY",
    QUAD_A,
    "EXIT",
    "",
    f"two\nlines{QUAD_A}",
    f" 12,50 \u20ac {QUAD_A}",
    f"a < b{QUAD_A}",
    f" {QUAD_A}",
    "".join(f"la{QUAD_A}" for _ in range(12)),
]

PHRASES = [
    f"a dog{A}a lawn{C}",
    f"a dog{A}a dog{B}",
    f"a dog{A}{B}",
    f"it{A}a lawn{C}",
    f"I{A}the image{B}The image{C}",
    f"a dog{A}{box(7)}a lawn{C}",
    f"a dog{box(1, 2)}a lawn{C}",
    f"a dog and a cat, a dog{A}",
    f"<ground>a dog{A}",
    A,
    "a dog on a lawn",
    "",
    LOOP,
]

POLYGONS = [
    TRIANGLE,
    PENTAGON,
    f"{TRIANGLE}{box(7)}",
    f"{TRIANGLE}<sep>{PENTAGON}",
    f"{TRIANGLE}{box(7)}<sep>{PENTAGON}",
    f"{TRIANGLE}<sep>",
    f"<sep>{TRIANGLE}",
    f"{TRIANGLE}<sep><sep>{PENTAGON}",
    f"<poly>{TRIANGLE}</poly>",
    f"<poly>{TRIANGLE}</poly><poly>{PENTAGON}</poly>",
    f"<poly>{TRIANGLE}<sep>{PENTAGON}</poly><poly>{A}</poly>",
    f"<poly>{TRIANGLE}",
    f"{TRIANGLE}</poly>",
    f"<poly>{TRIANGLE}</poly><poly>{PENTAGON}",
    f"<poly></poly>{TRIANGLE}",
    f"{TRIANGLE}<and>{PENTAGON}",
    f"the dog{TRIANGLE}",
    f"the dog{TRIANGLE}the cat{PENTAGON}",
    box(1),
    box(1, 2),
    box(1, 2, 3),
    box(1, 2, 3, 4),
    box(1, 2, 3, 4, 5),
    "the dog",
    "",
    box(1, 2, 3, 4, 5, 1000),
    box(*([10, 20] * 30)),
]

OPEN_VOCABULARY = [
    f"a dog{A}",
    f"a dog{A}{B}a cat{C}",
    f"a dog{A}{box(9)}",
    f"a dog<poly>{TRIANGLE}</poly>",
    f"a dog<poly>{TRIANGLE}<sep>{PENTAGON}</poly>",
    f"a dog<poly>{TRIANGLE}</poly><poly>{PENTAGON}</poly>",
    f"a dog<poly>{TRIANGLE}</poly>a cat<poly>{PENTAGON}</poly>",
    f"a dog<poly>{TRIANGLE}",
    f"a dog<poly>{TRIANGLE}{box(7)}</poly>",
    f"a dog{A}a cat<poly>{PENTAGON}</poly>",
    f"<poly>{TRIANGLE}</poly>",
    A,
    "a dog",
    "",
    LOOP,
]

TEXTS = {
    "<CAPTION>": PLAIN,
    "<DETAILED_CAPTION>": PLAIN[:2],
    "<MORE_DETAILED_CAPTION>": PLAIN[:2],
    "<OCR>": PLAIN,
    "<OD>": BOXES,
    "<DENSE_REGION_CAPTION>": BOXES[:12],
    "<REGION_PROPOSAL>": [A, f"{A}{B}{C}", f"{A}{box(1)}", box(1, 2, 3), f"dog{A}cat{B}", f"{A} {B}", "", "dog", LOOP],
    "<OCR_WITH_REGION>": OCR,
    "<CAPTION_TO_PHRASE_GROUNDING>": PHRASES,
    "<REFERRING_EXPRESSION_SEGMENTATION>": POLYGONS,
    "<REGION_TO_SEGMENTATION>": POLYGONS[:13],
    "<OPEN_VOCABULARY_DETECTION>": OPEN_VOCABULARY,
    "<REGION_TO_CATEGORY>": REGION_ANSWERS,
    "<REGION_TO_DESCRIPTION>": REGION_ANSWERS,
    "<REGION_TO_OCR>": REGION_ANSWERS,
}

SIZED = [
    ("<OD>", f"dog{A}cat{C}"),
    ("<REGION_PROPOSAL>", f"{A}{B}"),
    ("<OCR_WITH_REGION>", f"EXIT{QUAD_A}NO ENTRY{QUAD_B}"),
    ("<CAPTION_TO_PHRASE_GROUNDING>", f"a dog{A}a lawn{C}"),
    ("<REFERRING_EXPRESSION_SEGMENTATION>", f"{TRIANGLE}<sep>{PENTAGON}"),
    ("<OPEN_VOCABULARY_DETECTION>", f"a dog<poly>{PENTAGON}</poly>"),
]
"""Read again in pictures of other sizes, since bins are turned into whole pixels."""
