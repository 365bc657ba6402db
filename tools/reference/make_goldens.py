"""Writes the golden files of the Florence-2 engine: `python make_goldens.py ../../apps/inference/src/engines/florence2/golden`.

Everything in them comes out of the official implementation in transformers, run here on the small model.
"""

import argparse
import hashlib
import re
from pathlib import Path

import numpy
import torch
import transformers
from PIL import Image, __version__ as pillow_version
from transformers import Florence2ForConditionalGeneration, Florence2Processor, GenerationConfig

from answers import ANSWERS, INPUTS, asked
from pictures import write_pictures
from processor import build_processor
from repository import GENERATION, write_json, write_repository
from shapes import SHAPES, build_config
from teach import teach
from texts import SIZED, SQUARE, TALL, TEXTS, TINY, WIDE, as_generated
from tokenizer import build_tokenizer
from verify_graphs import verify_graphs

SEED = 7
WORDS = 400
"""Ids before the special tokens: 4, 256 bytes, 140 merges."""
MOST_NEW_TOKENS = 48
GRID = 12
"""Sampled values a side and channel."""


def tokenizer_texts() -> list[str]:
    """The answers without their places, more than once, so that the merges are of words."""
    return [re.sub(r"<[^>]+>", " ", text) for answers in ANSWERS.values() for text in answers.values()] * 3


def build_model(processor: Florence2Processor) -> Florence2ForConditionalGeneration:
    torch.manual_seed(SEED)
    vocabulary = len(processor.tokenizer)
    config = build_config(SHAPES["small"], vocabulary, processor.image_token_id)
    return Florence2ForConditionalGeneration(config).eval()


def sample(pixels: numpy.ndarray) -> list:
    """A grid of values, channel by channel, at the middles of equal squares."""
    side = pixels.shape[-1]
    at = [(2 * step + 1) * side // (2 * GRID) for step in range(GRID)]
    return [[[round(float(channel[y, x]), 4) for x in at] for y in at] for channel in pixels]


def preprocess(processor: Florence2Processor, pictures: dict[str, Image.Image], side: int) -> list[dict]:
    rows = []
    for name, picture in pictures.items():
        size = {"height": side, "width": side}
        pixels = processor.image_processor(picture, return_tensors="np", size=size).pixel_values[0]
        rows.append(
            {
                "picture": name,
                "size": {"width": picture.width, "height": picture.height},
                "side": side,
                "isResized": picture.size != (side, side),
                "sha256": hashlib.sha256(pixels.astype("<f4").tobytes()).hexdigest(),
                "mean": [round(float(channel.mean()), 5) for channel in pixels],
                "grid": sample(pixels),
            }
        )
    return rows


def prompts(processor: Florence2Processor) -> list[dict]:
    rows = []
    for task in ANSWERS:
        for given in dict.fromkeys(INPUTS.get(task, {None: None}).values()):
            prompt = processor._construct_prompts(task + (given or ""))[0]
            ids = processor.tokenizer(f"<s>{prompt}</s>", add_special_tokens=False).input_ids
            rows.append({"task": task, "input": given, "prompt": prompt, "ids": ids})
    return rows


def generate(model: Florence2ForConditionalGeneration, processor: Florence2Processor, asking: str, picture) -> dict:
    inputs = processor(images=picture, text=asking, return_tensors="pt")
    settings = {**GENERATION, "num_beams": 1, "early_stopping": False, "do_sample": False}
    config = GenerationConfig(**settings, max_new_tokens=MOST_NEW_TOKENS)
    with torch.no_grad():
        made = model.generate(
            **inputs, generation_config=config, return_dict_in_generate=True, output_logits=True, output_scores=True
        )
    ids = made.sequences[0].tolist()
    chosen = [logits[0].softmax(-1)[token].item() for logits, token in zip(made.logits, ids[1:])]
    free = [scores[0].topk(2).values for scores in made.scores[1:]]
    margins = [float(best - second) for best, second in free if torch.isfinite(second)]
    return {
        "ids": ids,
        "text": processor.batch_decode([ids], skip_special_tokens=False)[0],
        "isCut": len(ids) == MOST_NEW_TOKENS + 1,
        "probabilities": [round(one, 5) for one in chosen],
        "leastMargin": round(min(margins), 3),
    }


def parse(processor: Florence2Processor, task: str, text: str, size: tuple[int, int]) -> dict:
    row = {"task": task, "text": text, "imageSize": {"width": size[0], "height": size[1]}}
    try:
        return {**row, "result": processor.post_process_generation(text=text, task=task, image_size=size)[task]}
    except Exception as error:  # noqa: BLE001 - whatever the official code throws is what is recorded
        return {**row, "error": f"{type(error).__name__}: {error}"}


def parse_all(processor: Florence2Processor, generated: list[dict], pictures: dict[str, Image.Image]) -> list[dict]:
    rows = [parse(processor, one["task"], one["text"], pictures[one["picture"]].size) for one in generated]
    for task, texts in TEXTS.items():
        rows += [parse(processor, task, as_generated(text), SQUARE) for text in texts]
    for task, text in SIZED:
        rows += [parse(processor, task, as_generated(text), size) for size in (WIDE, TALL, TINY)]
    rows.append(parse(processor, "<OD>", TEXTS["<OD>"][0], SQUARE))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    torch.set_num_threads(1)  # Sums come out the same whatever the number of cores.
    (folder / "pictures").mkdir(parents=True, exist_ok=True)
    pictures = write_pictures(folder / "pictures")
    shape = SHAPES["small"]
    processor = build_processor(build_tokenizer(tokenizer_texts(), WORDS), shape)
    model = build_model(processor)
    teach(model, processor, pictures, SEED)
    generated = [
        {
            "task": task,
            "input": INPUTS.get(task, {}).get(name),
            "picture": name,
            **generate(model, processor, asked(task, name), picture),
        }
        for task in ANSWERS
        for name, picture in pictures.items()
    ]
    write_repository(folder / "repository", model, processor, shape)
    verify_graphs(model, folder / "repository" / "onnx", shape.image_size)
    made_with = {"transformers": transformers.__version__, "torch": torch.__version__, "pillow": pillow_version}
    rows = [row for side in (shape.image_size, 768) for row in preprocess(processor, pictures, side)]
    write_json(folder / "preprocessing.json", {"madeWith": made_with, "rows": rows})
    write_json(folder / "prompts.json", {"madeWith": made_with, "rows": prompts(processor)})
    limits = {"seed": SEED, "maxNewTokens": MOST_NEW_TOKENS, "generation": GENERATION, "numBeams": 1}
    write_json(folder / "generation.json", {"madeWith": made_with, **limits, "rows": generated})
    parsed = parse_all(processor, generated, pictures)
    write_json(folder / "post-processing.json", {"madeWith": made_with, "rows": parsed})


if __name__ == "__main__":
    main()
