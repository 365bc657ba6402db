"""The official modules as graphs: their own weights and layers, around them what an exporter can follow.

transformers counts patches and pictures in Python, which a graph cannot do for pictures of any size, so positions and
masks are worked out with tensors here; `verify_graphs.py` holds the result against the official code.
"""

import torch
from torch import nn
from transformers import Qwen2VLForConditionalGeneration
from transformers.cache_utils import DynamicCache
from transformers.models.qwen2_vl.modeling_qwen2_vl import apply_rotary_pos_emb_vision

from .shapes import MERGE

NEVER = -1e9
"""Added to what must not be looked at."""


class Embedding(nn.Module):
    def __init__(self, model: Qwen2VLForConditionalGeneration):
        super().__init__()
        self.table = model.get_input_embeddings()

    def forward(self, input_ids):
        return self.table(input_ids)


def patch_places(count: int, grid: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Of each patch: its row and column [2, count], and the number of its picture. Patches of a token stand together."""
    ends = (grid[:, 0] * grid[:, 1] * grid[:, 2]).cumsum(0)
    at = torch.arange(count)
    picture = (at[:, None] >= ends[None, :]).sum(1)
    start = torch.cat([ends.new_zeros(1), ends[:-1]])
    inside = at - start[picture]
    across = grid[:, 2][picture] // MERGE
    token, corner = inside // MERGE**2, inside % MERGE**2
    row = token // across * MERGE + corner // MERGE
    column = token % across * MERGE + corner % MERGE
    return torch.stack([row, column]), picture


class Vision(nn.Module):
    """Pictures only: one moment each."""

    def __init__(self, model: Qwen2VLForConditionalGeneration):
        super().__init__()
        self.visual = model.model.visual
        kernel = self.visual.patch_embed.proj.weight
        self.patch_embed = nn.Linear(kernel[0].numel(), kernel.shape[0], bias=False)
        # A convolution that steps by its own size is one matrix.
        self.patch_embed.weight = nn.Parameter(kernel.detach().flatten(1))

    def attend(self, attention, hidden, turns, mask):
        count, heads = hidden.shape[0], attention.num_heads
        query, key, value = attention.qkv(hidden).reshape(count, 3, heads, -1).unbind(1)
        query, key = apply_rotary_pos_emb_vision(query, key, *turns)
        query, key, value = query.transpose(0, 1), key.transpose(0, 1), value.transpose(0, 1)
        weights = (torch.matmul(query, key.transpose(1, 2)) * attention.scaling + mask).softmax(-1)
        return attention.proj(torch.matmul(weights, value).transpose(0, 1).reshape(count, -1))

    def forward(self, pixel_values, grid_thw):
        places, picture = patch_places(pixel_values.shape[0], grid_thw)
        mask = torch.where(picture[:, None] == picture[None, :], 0.0, NEVER)[None]
        hidden = self.patch_embed(pixel_values)
        rotary = self.visual.rotary_pos_emb
        turns = rotary(hidden, places.T)
        for block in self.visual.blocks:
            hidden = hidden + self.attend(block.attn, block.norm1(hidden), turns, mask)
            hidden = hidden + block.mlp(block.norm2(hidden))
        return self.visual.merger(hidden)


class Decoder(nn.Module):
    """Any number of tokens on any past, no past included."""

    def __init__(self, model: Qwen2VLForConditionalGeneration):
        super().__init__()
        self.language_model = model.model.language_model
        self.lm_head = model.lm_head
        self.layers = len(self.language_model.layers)

    def forward(self, inputs_embeds, attention_mask, position_ids, *past):
        cache = DynamicCache(config=self.language_model.config)
        for layer in range(self.layers):
            cache.update(past[2 * layer], past[2 * layer + 1], layer)
        before = past[0].shape[2]
        keys = torch.arange(before + inputs_embeds.shape[1])
        queries = torch.arange(inputs_embeds.shape[1]) + before
        known = attention_mask.index_select(1, keys).bool()[:, None, None, :]
        allowed = (keys[None, :] <= queries[:, None])[None, None] & known
        mask = torch.where(allowed, 0.0, NEVER)
        hidden = self.language_model(
            inputs_embeds=inputs_embeds,
            attention_mask={"full_attention": mask},
            position_ids=position_ids,
            cache=cache,
            use_cache=True,
        ).last_hidden_state
        present = [part for layer in cache.layers for part in (layer.keys, layer.values)]
        return (self.lm_head(hidden), *present)
