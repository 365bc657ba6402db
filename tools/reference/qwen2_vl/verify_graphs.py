"""Holds the exported graphs against the official modules: pictures of several sizes, padding, several steps, no past."""

from pathlib import Path

import torch

from verify_graphs import compare, run

from .export_graphs import cache_names
from .shapes import PATCH_NUMBERS, Shape

GRIDS = ([[1, 4, 6]], [[1, 2, 2], [1, 8, 4]])
STEPS = (7, 1, 3)
"""Tokens of each run: on no past, then one, then several at once."""


def verify_vision(model, folder: Path) -> None:
    for rows in GRIDS:
        grid = torch.tensor(rows)
        pixels = torch.randn(int(grid.prod(1).sum()), PATCH_NUMBERS)
        official = torch.cat(model.get_image_features(pixels, grid).pooler_output)
        ours = run(folder, "vision_encoder", {"pixel_values": pixels, "grid_thw": grid})["image_features"]
        compare(f"vision_encoder, {len(rows)} pictures", ours, official)


def verify_decoder(model, folder: Path, shape: Shape, padding: int) -> None:
    """By the official model without a cache, over all tokens anew; a padded row's own tokens only are compared."""
    total = sum(STEPS)
    ids, mask = torch.randint(0, 300, (2, total)), torch.ones(2, total, dtype=torch.int64)
    mask[1, :padding] = 0
    positions = torch.stack([torch.arange(total) * scale for scale in (1, 2, 3)])[:, None].repeat(1, 2, 1)
    official = model(input_ids=ids, attention_mask=mask, position_ids=positions).logits
    embeds = model.get_input_embeddings()(ids)
    empty = torch.zeros(2, shape.key_value_heads, 0, shape.head_width).numpy()
    past = {name: empty for name in cache_names("past_key_values", shape.layers)}
    start = 0
    for count in STEPS:
        end = start + count
        inputs = {"inputs_embeds": embeds[:, start:end], "attention_mask": mask[:, :end]}
        inputs |= {"position_ids": positions[:, :, start:end], **past}
        told = run(folder, "decoder_model_merged", inputs)
        first = max(0, padding - start)
        compare(f"decoder, {count} tokens on {start}", told["logits"][0], official[0, start:end])
        compare("the padded row", told["logits"][1, first:], official[1, start + first : end])
        past = {name: told[name.replace("past_key_values", "present")] for name in past}
        start = end


@torch.no_grad()
def verify_graphs(model, folder: Path, shape: Shape) -> None:
    torch.manual_seed(0)
    ids = torch.randint(0, 300, (3, 7))
    compare("embed_tokens", run(folder, "embed_tokens", {"input_ids": ids})["inputs_embeds"], model.get_input_embeddings()(ids))
    verify_vision(model, folder)
    verify_decoder(model, folder, shape, padding=2)
