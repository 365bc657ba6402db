"""What the small model is taught to say of each picture: every task, in the form the real model answers in.

Some answers are there for the decoding itself. `shapes` loops in <MORE_DETAILED_CAPTION> and has the same three places
twice in its outlines, which no_repeat_ngram_size forbids; its pixels are exactly known, since the model is near a tie
there. `page` has more to say to <DENSE_REGION_CAPTION> than the limit allows, and nothing at all to <REGION_TO_OCR>.
"""

REGION = "<loc_125><loc_125><loc_500><loc_500>"

INPUTS = {
    "<CAPTION_TO_PHRASE_GROUNDING>": {
        "shapes": "a red square and a blue circle",
        "field": "the sun over a green field",
        "page": "it is a page of text",
    },
    "<REFERRING_EXPRESSION_SEGMENTATION>": {"shapes": "the red square", "field": "the roof", "page": "the lines"},
    "<OPEN_VOCABULARY_DETECTION>": {"shapes": "a blue circle", "field": "the sun", "page": "a line"},
    "<REGION_TO_SEGMENTATION>": {"shapes": REGION, "field": REGION, "page": REGION},
    "<REGION_TO_CATEGORY>": {"shapes": REGION, "field": REGION, "page": REGION},
    "<REGION_TO_DESCRIPTION>": {"shapes": REGION, "field": REGION, "page": REGION},
    "<REGION_TO_OCR>": {"shapes": REGION, "field": REGION, "page": REGION},
}


def box(*bins: int) -> str:
    return "".join(f"<loc_{one}>" for one in bins)


PAGE_LINES = [(100, 77 + 73 * line, 417 + 147 * (line * 7 % 4), 104 + 73 * line) for line in range(12)]
NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()
SQUARE, CIRCLE = box(125, 125, 500, 500), box(547, 495, 911, 859)

ANSWERS = {
    "<CAPTION>": {
        "shapes": "a red square and a blue circle",
        "field": "a sun over a green field",
        "page": "a page of text",
    },
    "<DETAILED_CAPTION>": {
        "shapes": "The image shows a red square and a blue circle on a light background.",
        "field": "The image shows a green field with a brown roof under a yellow sun.",
        "page": "The image shows a white page with twelve lines of text.",
    },
    "<MORE_DETAILED_CAPTION>": {
        "shapes": "A square, a circle, a square, a circle, a square, a circle, a square, a circle, a square.",
        "field": "The sky is blue. The sun is yellow. The field is green, and the roof on it is brown.",
        "page": "The page is white. Its lines are black, and none of them can be read.",
    },
    "<OD>": {
        "shapes": f"square{SQUARE}circle{CIRCLE}",
        "field": f"sun{box(720, 94, 880, 344)}roof{box(150, 344, 370, 625)}",
        "page": "".join(f"line{box(*line)}" if n == 0 else box(*line) for n, line in enumerate(PAGE_LINES[:3])),
    },
    "<DENSE_REGION_CAPTION>": {
        "shapes": f"a red square{SQUARE}a blue circle{CIRCLE}",
        "field": f"a yellow sun in the sky{box(720, 94, 880, 344)}a brown roof{box(150, 344, 370, 625)}",
        "page": "".join(f"line {number}{box(*line)}" for number, line in zip(NUMBERS, PAGE_LINES)),
    },
    "<REGION_PROPOSAL>": {
        "shapes": f"{SQUARE}{CIRCLE}",
        "field": box(720, 94, 880, 344),
        "page": "".join(box(*line) for line in PAGE_LINES[:5]),
    },
    "<OCR>": {"shapes": "SQUARE & circle", "field": "na\u00efve caf\u00e9 \u2014 12 \u20ac", "page": "line one line two"},
    "<OCR_WITH_REGION>": {
        "shapes": f"SQUARE{box(125, 125, 500, 125, 500, 500, 125, 500)}",
        "field": f"12 \u20ac{box(720, 94, 880, 94, 880, 344, 720, 344)}caf\u00e9{box(1, 2, 30, 2, 30, 40, 1, 40)}",
        "page": f"line one{box(100, 77, 417, 77, 417, 104, 100, 104)}line two{box(100, 150, 858, 150, 858, 177, 100, 177)}",
    },
    "<CAPTION_TO_PHRASE_GROUNDING>": {
        "shapes": f"a red square{SQUARE}a blue circle{CIRCLE}",
        "field": f"the sun{box(720, 94, 880, 344)}a green field{box(0, 625, 999, 999)}",
        "page": f"it{box(0, 0, 999, 999)}a page{box(1, 2, 998, 997)}text{box(100, 77, 858, 907)}{box(100, 77, 417, 104)}",
    },
    "<REFERRING_EXPRESSION_SEGMENTATION>": {
        "shapes": box(125, 125, 500, 125, 500, 500, 125, 500),
        "field": box(150, 625, 260, 344, 370, 625),
        "page": f"{box(100, 77, 417, 77, 417, 104, 100, 104)}<sep>{box(100, 150, 858, 150, 858, 177, 100, 177)}",
    },
    "<REGION_TO_SEGMENTATION>": {
        "shapes": box(125, 125, 500, 125, 500, 500, 125, 500),
        "field": box(150, 625, 260, 344, 370, 625, 200),
        "page": box(100, 77, 417, 77, 417, 104),
    },
    "<OPEN_VOCABULARY_DETECTION>": {
        "shapes": f"a blue circle{CIRCLE}",
        "field": f"the sun{box(720, 94, 880, 344)}",
        "page": f"a line<poly>{box(100, 77, 417, 77, 417, 104)}<sep>{box(1, 2, 3, 4, 5, 6)}</poly>",
    },
    "<REGION_TO_CATEGORY>": {"shapes": f"square{SQUARE}", "field": f"roof{SQUARE}", "page": f"text{SQUARE}"},
    "<REGION_TO_DESCRIPTION>": {
        "shapes": f"a red square{SQUARE}",
        "field": f"a brown roof in a field{SQUARE}",
        "page": f"lines of text{SQUARE}",
    },
    "<REGION_TO_OCR>": {"shapes": f"SQUARE{SQUARE}", "field": f"caf\u00e9{SQUARE}", "page": ""},
}


def asked(task: str, picture: str) -> str:
    """Task and input as the official processor takes them."""
    return task + INPUTS.get(task, {}).get(picture, "")
