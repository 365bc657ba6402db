"""Florence-2 at its true size with random weights, for measuring: `python make_full_size.py base MODELS_DIR`.

Writes MODELS_DIR/onnx-community/Florence-2-base-ft (or -large-ft), laid out as the real repository. What it says is
noise; how long it takes is not.
"""

import argparse
from pathlib import Path

import torch
from transformers import Florence2ForConditionalGeneration

from make_goldens import WORDS, tokenizer_texts
from processor import build_processor
from repository import write_repository
from shapes import SHAPES, build_config
from tokenizer import FLORENCE_TOKENS, build_tokenizer
from verify_graphs import verify_graphs

SEED = 1
VOCABULARY = 51289
MARKER = "random-weights.txt"
MARK = "Made by tools/reference/make_full_size.py: random weights of the true shape, for measuring only.\n"


def build_full_size(name: str):
    """The official model and processor of a published shape, with random weights."""
    filled_to = VOCABULARY - len(FLORENCE_TOKENS)
    processor = build_processor(build_tokenizer(tokenizer_texts(), WORDS, filled_to), SHAPES[name])
    torch.manual_seed(SEED)
    config = build_config(SHAPES[name], len(processor.tokenizer), processor.image_token_id)
    return Florence2ForConditionalGeneration(config).eval(), processor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shape", choices=["base", "large"])
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    model, processor = build_full_size(given.shape)
    print(f"{sum(one.numel() for one in model.parameters()) / 1e9:.3f} billion parameters", flush=True)
    folder = given.folder / "onnx-community" / f"Florence-2-{given.shape}-ft"
    write_repository(folder, model, processor, SHAPES[given.shape])
    (folder / MARKER).write_text(MARK)
    verify_graphs(model, folder / "onnx", SHAPES[given.shape].image_size)


if __name__ == "__main__":
    main()
