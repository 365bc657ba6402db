"""The shapes of Florence-2: the two that are published, and one small enough to be committed.

Base and large are as their config.json says (huggingface.co/microsoft/Florence-2-base and -large, `vision_config`
and `text_config`), in the names that transformers 5 gives them.
"""

from dataclasses import dataclass

from transformers import BartConfig, Florence2Config, Florence2VisionConfig


@dataclass(frozen=True)
class Shape:
    image_size: int
    """Pixels a side."""
    vision_widths: tuple[int, ...]
    vision_heads: tuple[int, ...]
    vision_depths: tuple[int, ...]
    width: int
    layers: int
    heads: int
    feed_forward: int
    positions: int

    @property
    def image_tokens(self) -> int:
        """DaViT's four stages make 1 of 32 x 32 pixels; one token more is the mean of all."""
        return (self.image_size // 32) ** 2 + 1


SHAPES = {
    "small": Shape(192, (8, 8, 16, 32), (1, 1, 2, 4), (1, 1, 2, 1), 48, 2, 4, 96, 256),
    "base": Shape(768, (128, 256, 512, 1024), (4, 8, 16, 32), (1, 1, 9, 1), 768, 6, 12, 3072, 1024),
    "large": Shape(768, (256, 512, 1024, 2048), (8, 16, 32, 64), (1, 1, 9, 1), 1024, 12, 16, 4096, 4096),
}


def build_config(shape: Shape, vocabulary: int, image_token: int) -> Florence2Config:
    """The official configuration of a shape, with the eager attention of the paper."""
    vision = Florence2VisionConfig(
        embed_dim=shape.vision_widths,
        num_heads=shape.vision_heads,
        num_groups=shape.vision_heads,
        depths=shape.vision_depths,
        projection_dim=shape.width,
    )
    text = BartConfig(
        vocab_size=vocabulary,
        d_model=shape.width,
        encoder_layers=shape.layers,
        decoder_layers=shape.layers,
        encoder_attention_heads=shape.heads,
        decoder_attention_heads=shape.heads,
        encoder_ffn_dim=shape.feed_forward,
        decoder_ffn_dim=shape.feed_forward,
        max_position_embeddings=shape.positions,
        forced_bos_token_id=0,
    )
    return Florence2Config(
        text_config=text,
        vision_config=vision,
        image_token_id=image_token,
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
        attn_implementation="eager",
    )
