"""A folder laid out as the onnx-community repositories of Qwen2-VL are."""

from pathlib import Path

from transformers import Qwen2VLForConditionalGeneration

from repository import write_json

from .export_graphs import export_graphs
from .processor import PictureProcessor, preprocessor_config
from .shapes import FRAMES, MERGE, PATCH, Shape
from .tokenizer import mark_ids, write_tokenizer


def generation_config(ids: dict[str, int]) -> dict:
    """generation_config.json of Qwen/Qwen2-VL-2B-Instruct, with our ids."""
    return {
        "bos_token_id": ids["<|endoftext|>"],
        "pad_token_id": ids["<|endoftext|>"],
        "do_sample": True,
        "eos_token_id": [ids["<|im_end|>"], ids["<|endoftext|>"]],
        "repetition_penalty": 1.0,
        "temperature": 0.01,
        "top_p": 0.001,
        "top_k": 1,
    }


def model_config(shape: Shape, vocabulary: int, ids: dict[str, int]) -> dict:
    """config.json in the flat form that the original has and transformers.js reads."""
    return {
        "architectures": ["Qwen2VLForConditionalGeneration"],
        "model_type": "qwen2_vl",
        "attention_dropout": 0.0,
        "bos_token_id": ids["<|endoftext|>"],
        "eos_token_id": ids["<|im_end|>"],
        "vision_start_token_id": ids["<|vision_start|>"],
        "vision_end_token_id": ids["<|vision_end|>"],
        "vision_token_id": ids["<|vision_pad|>"],
        "image_token_id": ids["<|image_pad|>"],
        "video_token_id": ids["<|video_pad|>"],
        "hidden_act": "silu",
        "hidden_size": shape.width,
        "intermediate_size": shape.feed_forward,
        "max_position_embeddings": 32768,
        "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers,
        "num_key_value_heads": shape.key_value_heads,
        "rms_norm_eps": 1e-6,
        "rope_theta": 1000000.0,
        "rope_scaling": {"type": "mrope", "mrope_section": list(shape.axes)},
        "use_cache": True,
        "vocab_size": vocabulary,
        "vision_config": {
            "depth": shape.vision_depth,
            "embed_dim": shape.vision_width,
            "hidden_size": shape.width,
            "mlp_ratio": 4,
            "num_heads": shape.vision_heads,
            "in_chans": 3,
            "patch_size": PATCH,
            "spatial_merge_size": MERGE,
            "spatial_patch_size": PATCH,
            "temporal_patch_size": FRAMES,
        },
        "transformers.js_config": {},
    }


def write_configs(folder: Path, processor: PictureProcessor, shape: Shape) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    ids = mark_ids(processor.tokenizer)
    vocabulary = shape.vocabulary or len(processor.tokenizer)
    write_json(folder / "config.json", model_config(shape, vocabulary, ids))
    write_json(folder / "generation_config.json", generation_config(ids))
    write_json(folder / "preprocessor_config.json", preprocessor_config())
    write_tokenizer(processor.tokenizer, folder)


def write_repository(
    folder: Path, model: Qwen2VLForConditionalGeneration, processor: PictureProcessor, shape: Shape
) -> None:
    write_configs(folder, processor, shape)
    export_graphs(model, shape, folder / "onnx")
