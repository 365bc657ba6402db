"""What the small model is asked. A user's turn is a list of texts and names of pictures; answers are its own."""

CONVERSATIONS = {
    "text": [["what does a golden file hold, and who has written it?"]],
    "one image": [["image:wide", "describe the picture, please."]],
    "image behind text": [["look at this: ", "image:tile", "\nWhat's on it? (12 words)"]],
    "two images": [["image:tile", "image:square", "what do both of the pictures have in common?"]],
    "two images apart": [["the first is ", "image:wide", " and the other ", "image:tile", ": which is larger?"]],
    "three turns": [
        ["image:square", "what is to be seen in the picture?"],
        ["now look at this other picture ", "image:wide", " and compare the two."],
        ["and what is it that they don't have in common?"],
    ],
    "three turns of text": [
        ["what is the picture of a thing?"],
        ["is it the thing?\n\nplease say  why."],
        ["and what is a picture of a picture?"],
    ],
    "a picture late": [
        ["which colours have the pictures in common?"],
        ["image:tile", "this one, please."],
        ["image:square", "image:wide", "and these two: what have they?"],
    ],
}

SYSTEM = {"three turns of text": "Answer in few words."}
"""The other conversations have the template's own."""

UNSEEN = ["Ünïcödé, 日本語 and 🙂🙂 — don't they've 3,141 words?", "  two  spaces\n\n\n and\tlines \r\n", "e\u0301 = é"]
"""More to tokenise, without answers."""
