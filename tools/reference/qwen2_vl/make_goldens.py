"""Writes the golden files of the Qwen2-VL engine:
`python -m qwen2_vl.make_goldens ../../apps/inference/src/engines/qwen2-vl/golden`.

Everything in them comes out of the official implementation in transformers, run here on the small model.
"""

import argparse
from pathlib import Path

import torch
import transformers
from PIL import Image, __version__ as pillow_version
from transformers import GenerationConfig, Qwen2VLForConditionalGeneration
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import smart_resize

from repository import write_json

from .conversations import CONVERSATIONS, SYSTEM, UNSEEN
from .model import build_model
from .pictures import FITTING, SIZES, write_pictures
from .processor import LEAST_PIXELS, MOST_PIXELS, PictureProcessor, build_processor
from .repository import generation_config, write_repository
from .shapes import MERGE, PATCH, SHAPES
from .tokenizer import build_tokenizer, mark_ids
from .verify_graphs import verify_graphs

SEED = 21
MOST_NEW_TOKENS = 24
STEPS_TOLD = 3
"""Steps of an answer of which the logits are written down."""
SAMPLE_EVERY = 89
"""A prime, so that samples fall on other channels and rows in each patch."""
IMAGE = "image:"

SIDES = [
    *[(1, 1), (28, 28), (42, 42), (14, 14), (70, 70), (56, 84), (98, 126), (100, 101), (640, 480), (481, 641)],
    *[(1000, 1400), (1920, 1080), (4032, 3024), (12000, 9000), (200, 1), (1, 200), (201, 1), (5600, 28), (20, 3000)],
    *[(1003, 1003), (2000, 500), (3333, 47), (1280, 784), (1120, 896)],
]
CAPS = [(LEAST_PIXELS, MOST_PIXELS), (LEAST_PIXELS, 1280 * 784), (LEAST_PIXELS, 200704), (256 * 784, 1280 * 784)]


def texts() -> list[str]:
    return [part for turns in CONVERSATIONS.values() for turn in turns for part in turn if not part.startswith(IMAGE)]


def resized(width: int, height: int, least: int, most: int) -> dict:
    row = {"width": width, "height": height, "minPixels": least, "maxPixels": most}
    try:
        tall, wide = smart_resize(height, width, PATCH * MERGE, least, most)
    except ValueError:
        return {**row, "fitted": None}
    return {**row, "fitted": {"width": wide, "height": tall}}


def preprocess(processor: PictureProcessor, name: str, picture: Image.Image) -> dict:
    made = processor.image_processor(picture, return_tensors="pt")
    pixels = made.pixel_values
    return {
        "picture": name,
        "size": {"width": picture.width, "height": picture.height},
        "grid": made.image_grid_thw[0].tolist(),
        "isResized": name not in FITTING,
        "patchMeans": [round(float(mean), 5) for mean in pixels.mean(1)],
        "samples": [round(float(value), 5) for value in pixels.flatten()[::SAMPLE_EVERY]],
    }


def message(turn: list[str]) -> dict:
    content = [{"type": "image"} if part.startswith(IMAGE) else {"type": "text", "text": part} for part in turn]
    return {"role": "user", "content": content}


def top(logits: torch.Tensor, count: int = 8) -> list[dict]:
    values, ids = logits.topk(count)
    return [{"id": int(at), "logit": round(float(value), 4)} for value, at in zip(values, ids)]


def answer(model: Qwen2VLForConditionalGeneration, processor: PictureProcessor, inputs) -> dict:
    ids = mark_ids(processor.tokenizer)
    rules = {**generation_config(ids), "do_sample": False, "temperature": None, "top_p": None, "top_k": None}
    config = GenerationConfig(**rules, max_new_tokens=MOST_NEW_TOKENS)
    model.model.rope_deltas = None
    made = model.generate(**inputs, generation_config=config, return_dict_in_generate=True, output_logits=True)
    said = made.sequences[0, inputs.input_ids.shape[1] :].tolist()
    margins = [float(best - second) for best, second in (one[0].topk(2).values for one in made.logits)]
    ended = said[-1] == ids["<|im_end|>"]
    return {
        "ids": said[:-1] if ended else said,
        "endedBy": "end" if ended else "limit",
        "text": processor.tokenizer.decode(said[:-1] if ended else said),
        "leastMargin": round(min(margins), 4),
        "steps": [top(one[0]) for one in made.logits[:STEPS_TOLD]],
    }


def positions(model: Qwen2VLForConditionalGeneration, inputs) -> dict:
    """`ropeDelta`: what a later token's place in the sequence and its position differ by."""
    grid = inputs.get("image_grid_thw")
    told, delta = model.model.get_rope_index(inputs.input_ids, inputs.mm_token_type_ids, grid)
    time, height, width = told[:, 0].tolist()
    return {"time": time, "height": height, "width": width, "ropeDelta": int(delta)}


def converse(model, processor: PictureProcessor, name: str, pictures: dict[str, Image.Image]) -> dict:
    messages = [{"role": "system", "content": SYSTEM[name]}] if name in SYSTEM else []
    shown: list[str] = []
    turns = []
    for turn in CONVERSATIONS[name]:
        messages.append(message(turn))
        shown += [part.removeprefix(IMAGE) for part in turn if part.startswith(IMAGE)]
        text = processor.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        given = [pictures[one] for one in shown] or None
        inputs = processor(text=[text], images=given, return_tensors="pt")
        told = answer(model, processor, inputs)
        prompt = inputs.input_ids[0].tolist()
        if turns:
            before = [*turns[-1]["promptIds"], *turns[-1]["answer"]["ids"]]
            if prompt[: len(before)] != before:
                raise AssertionError(f"{name}: a turn does not go on from the one before it.")
        grids = inputs["image_grid_thw"].tolist() if shown else []
        turns.append({"parts": turn, "promptIds": prompt, "grids": grids, "positions": positions(model, inputs), "answer": told})
        messages.append({"role": "assistant", "content": told["text"]})
    return {"name": name, "system": SYSTEM.get(name), "turns": turns}


def require_telling(conversations: list[dict]) -> None:
    """Answers that tell something: far from ties, of many tokens, some of which end by themselves."""
    answers = [turn["answer"] for one in conversations for turn in one["turns"]]
    report = {
        "least margin": min(one["leastMargin"] for one in answers),
        "least variety": min(len(set(one["ids"])) / max(1, len(one["ids"])) for one in answers),
        "shortest": min(len(one["ids"]) for one in answers),
        "ended": sum(one["endedBy"] == "end" for one in answers),
        "different": len({one["text"] for one in answers}),
        "of": len(answers),
    }
    print(report, flush=True)
    sound = report["least margin"] > 0.01 and report["least variety"] > 0.4 and report["shortest"] > 2
    if not sound or report["ended"] == 0 or report["different"] < report["of"]:
        raise AssertionError(f"With this seed the answers tell too little: {report}")


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    folder: Path = given.folder
    torch.set_num_threads(1)  # Sums come out the same whatever the number of cores.
    (folder / "pictures").mkdir(parents=True, exist_ok=True)
    pictures = write_pictures(folder / "pictures")
    processor = build_processor(build_tokenizer(texts()))
    model = build_model(processor.tokenizer, given.seed)
    fitting = {name: pictures[name] for name in FITTING}
    conversations = [converse(model, processor, name, fitting) for name in CONVERSATIONS]
    require_telling(conversations)
    made_with = {"transformers": transformers.__version__, "torch": torch.__version__, "pillow": pillow_version}
    write_repository(folder / "repository", model, processor, SHAPES["small"])
    verify_graphs(model, folder / "repository" / "onnx", SHAPES["small"])
    sizes = [resized(*sides, *caps) for caps in CAPS for sides in SIDES]
    write_json(folder / "sizes.json", {"madeWith": made_with, "factor": PATCH * MERGE, "rows": sizes})
    rows = [preprocess(processor, name, pictures[name]) for name in SIZES]
    write_json(folder / "patches.json", {"madeWith": made_with, "sampleEvery": SAMPLE_EVERY, "rows": rows})
    spelt = [{"text": text, "ids": processor.tokenizer(text).input_ids} for text in [*texts(), *UNSEEN]]
    write_json(folder / "tokens.json", {"madeWith": made_with, "rows": spelt})
    limits = {"seed": given.seed, "maxNewTokens": MOST_NEW_TOKENS, "conversations": conversations}
    write_json(folder / "conversations.json", {"madeWith": made_with, **limits})


if __name__ == "__main__":
    main()
