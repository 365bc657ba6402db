"""The shapes of Qwen2-VL: 2B as it is published, and one small enough to be committed.

2B is as huggingface.co/Qwen/Qwen2-VL-2B-Instruct's config.json says.
"""

from dataclasses import dataclass

from transformers.models.qwen2_vl.configuration_qwen2_vl import Qwen2VLConfig


@dataclass(frozen=True)
class Shape:
    vocabulary: int | None
    """None: as many as the tokenizer has."""
    width: int
    layers: int
    heads: int
    key_value_heads: int
    feed_forward: int
    axes: tuple[int, int, int]
    """How many of a head's frequencies turn by time, height and width."""
    vision_width: int
    vision_depth: int
    vision_heads: int

    @property
    def head_width(self) -> int:
        return self.width // self.heads


SHAPES = {
    "small": Shape(None, 64, 2, 4, 2, 128, (2, 3, 3), 32, 2, 2),
    "2b": Shape(151936, 1536, 28, 12, 2, 8960, (16, 24, 24), 1280, 32, 16),
}

PATCH, MERGE, FRAMES = 14, 2, 2
"""Pixels a side of a patch; patches a side of a token; a picture is a film of so many equal frames."""
PATCH_NUMBERS = 3 * FRAMES * PATCH * PATCH


def build_config(shape: Shape, vocabulary: int, ids: dict[str, int]) -> Qwen2VLConfig:
    """`ids` of the marks by their content."""
    text = {
        "vocab_size": vocabulary,
        "hidden_size": shape.width,
        "intermediate_size": shape.feed_forward,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "num_key_value_heads": shape.key_value_heads,
        "rms_norm_eps": 1e-6,
        "max_position_embeddings": 32768,
        "rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": list(shape.axes)},
        "bos_token_id": ids["<|endoftext|>"],
        "eos_token_id": ids["<|im_end|>"],
    }
    vision = {
        "depth": shape.vision_depth,
        "embed_dim": shape.vision_width,
        "num_heads": shape.vision_heads,
        "hidden_size": shape.width,
        "mlp_ratio": 4,
    }
    return Qwen2VLConfig(
        text_config=text,
        vision_config=vision,
        image_token_id=ids["<|image_pad|>"],
        video_token_id=ids["<|video_pad|>"],
        vision_start_token_id=ids["<|vision_start|>"],
        vision_end_token_id=ids["<|vision_end|>"],
        attn_implementation="eager",
    )
