"""The small model: random weights of such a spread that what it says depends on all it was shown."""

import string

import torch
from transformers import Qwen2VLForConditionalGeneration
from transformers.models.qwen2.tokenization_qwen2 import Qwen2Tokenizer

from .shapes import SHAPES, build_config
from .tokenizer import mark_ids

SPREAD = {"embed_tokens": 1.0, "visual": 0.12, "": 0.25}
"""Deviation of weights by the first part of their name that fits: wide enough that answers don't go in circles."""


def build_model(tokenizer: Qwen2Tokenizer, seed: int) -> Qwen2VLForConditionalGeneration:
    config = build_config(SHAPES["small"], len(tokenizer), mark_ids(tokenizer))
    model = Qwen2VLForConditionalGeneration(config).eval()
    draw = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, weights in model.named_parameters():
            deviation = next(spread for part, spread in SPREAD.items() if part in name)
            is_scale = "norm" in name and name.endswith("weight") or name.endswith("ln_q.weight")
            weights.copy_(torch.randn(weights.shape, generator=draw) * deviation + is_scale)
        keep_plain(model, tokenizer)
    return model


def keep_plain(model: Qwen2VLForConditionalGeneration, tokenizer: Qwen2Tokenizer) -> None:
    """It says capitals, digits and the end only, so that its answers are text that has one spelling in tokens."""
    said = tokenizer.convert_tokens_to_ids([*string.ascii_uppercase, *string.digits, "<|im_end|>"])
    silent = torch.ones(len(tokenizer), dtype=torch.bool)
    silent[said] = False
    model.lm_head.weight[silent] = 0
