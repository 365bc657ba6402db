"""The PyTorch side of `npm run bench:perception -- --reference`: one picture, one task at a time.

`python time_reference.py base PICTURES --threads 2 --tokens 50` prints one line of JSON. Attention is PyTorch's own
fused one, as transformers chooses it by itself.
"""

import argparse
import json
import resource
import time
from pathlib import Path

import torch
from PIL import Image

from make_full_size import build_full_size

TASKS = ("<OD>", "<OCR>", "<DETAILED_CAPTION>")
FORCED_TOKENS = 3


def read(model, processor, file: Path, tokens: int) -> list[int]:
    """Lengths of the answers, without what is forced."""
    picture = Image.open(file).convert("RGB")
    lengths = []
    for task in TASKS:
        inputs = processor(images=picture, text=task, return_tensors="pt")
        ids = model.generate(
            **inputs,
            num_beams=1,
            do_sample=False,
            no_repeat_ngram_size=3,
            forced_bos_token_id=0,
            min_new_tokens=tokens - 1,
            max_new_tokens=tokens,
        )
        text = processor.batch_decode(ids, skip_special_tokens=False)[0]
        processor.post_process_generation(text=text, task=task, image_size=picture.size)
        lengths.append(ids.shape[1] - FORCED_TOKENS)
    return lengths


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shape", choices=["base", "large"])
    parser.add_argument("pictures", type=Path)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--tokens", type=int, required=True)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    started = time.perf_counter()
    model, processor = build_full_size(given.shape)
    model.set_attn_implementation("sdpa")
    load = time.perf_counter() - started
    first, *files = sorted(given.pictures.iterdir())
    with torch.inference_mode():
        read(model, processor, first, given.tokens)
        started, before = time.perf_counter(), time.process_time()
        lengths = [length for file in files for length in read(model, processor, file, given.tokens)]
    measured = {
        "loadMs": load * 1000,
        "readMs": (time.perf_counter() - started) * 1000,
        "processorMs": (time.process_time() - before) * 1000,
        "images": len(files),
        "answerTokens": sum(lengths) / len(lengths),
        "peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }
    print(json.dumps(measured))


if __name__ == "__main__":
    main()
