"""A folder laid out as the onnx-community repositories of Florence-2 are."""

import json
from pathlib import Path

from tokenizers import Tokenizer
from transformers import Florence2ForConditionalGeneration, Florence2Processor

from export_graphs import export_graphs
from processor import preprocessor_config
from shapes import Shape
from tokenizer import write_tokenizer

GENERATION = {
    "_from_model_config": True,
    "bos_token_id": 0,
    "decoder_start_token_id": 2,
    "early_stopping": True,
    "eos_token_id": 2,
    "forced_bos_token_id": 0,
    "forced_eos_token_id": 2,
    "no_repeat_ngram_size": 3,
    "num_beams": 3,
    "pad_token_id": 1,
}
"""generation_config.json of microsoft/Florence-2-base."""


def model_config(shape: Shape, vocabulary: int) -> dict:
    """config.json, in the names of the original (`davit`, `florence2_language`) that transformers.js reads."""
    ids = {"bos_token_id": 0, "eos_token_id": 2, "pad_token_id": 1}
    text = {
        "model_type": "florence2_language",
        "is_encoder_decoder": True,
        "vocab_size": vocabulary,
        "d_model": shape.width,
        "encoder_layers": shape.layers,
        "decoder_layers": shape.layers,
        "encoder_attention_heads": shape.heads,
        "decoder_attention_heads": shape.heads,
        "encoder_ffn_dim": shape.feed_forward,
        "decoder_ffn_dim": shape.feed_forward,
        "max_position_embeddings": shape.positions,
        "decoder_start_token_id": 2,
        "forced_bos_token_id": 0,
        "forced_eos_token_id": 2,
        "no_repeat_ngram_size": 3,
        "num_beams": 3,
        **ids,
    }
    vision = {
        "model_type": "davit",
        "dim_embed": shape.vision_widths,
        "num_heads": shape.vision_heads,
        "num_groups": shape.vision_heads,
        "depths": shape.vision_depths,
        "window_size": 12,
        "projection_dim": shape.width,
    }
    return {
        "architectures": ["Florence2ForConditionalGeneration"],
        "model_type": "florence2",
        "is_encoder_decoder": True,
        "projection_dim": shape.width,
        "vocab_size": vocabulary,
        "text_config": text,
        "vision_config": vision,
        "transformers.js_config": {},
        **ids,
    }


def write_json(file: Path, content) -> None:
    file.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def write_repository(
    folder: Path, model: Florence2ForConditionalGeneration, processor: Florence2Processor, shape: Shape
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer: Tokenizer = processor.tokenizer.backend_tokenizer
    write_json(folder / "config.json", model_config(shape, tokenizer.get_vocab_size()))
    write_json(folder / "generation_config.json", GENERATION)
    write_json(folder / "preprocessor_config.json", preprocessor_config(processor, shape))
    write_tokenizer(tokenizer, folder)
    export_graphs(model, shape.image_size, folder / "onnx")
