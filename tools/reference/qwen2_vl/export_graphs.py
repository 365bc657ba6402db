"""The three ONNX graphs of the onnx-community repositories of Qwen2-VL: same names, same axes."""

from pathlib import Path

import onnx
import torch
from torch import nn
from torch.export import Dim
from transformers import Qwen2VLForConditionalGeneration

from export_graphs import OPSET, save

from .graphs import Decoder, Embedding, Vision
from .shapes import PATCH_NUMBERS, Shape

BATCH, LENGTH, PAST = "batch_size", "sequence_length", "past_sequence_length"
TOTAL = "total_sequence_length"


def cache_names(prefix: str, layers: int) -> list[str]:
    return [f"{prefix}.{layer}.{part}" for layer in range(layers) for part in ("key", "value")]


def export(module: nn.Module, args: tuple, names: dict) -> torch.onnx.ONNXProgram:
    """One graph; `names` holds `inputs`, `outputs` and the dynamic `axes` of each input."""
    with torch.no_grad():
        return torch.onnx.export(
            module.eval(),
            args,
            input_names=names["inputs"],
            output_names=names["outputs"],
            dynamic_shapes=names["axes"],
            opset_version=OPSET,
            dynamo=True,
            optimize=True,
            verbose=False,
        )


def name_axes(values, axes: dict[str, list]) -> None:
    """The library fills the axes of an empty cache in by their names."""
    for value in values:
        if (wanted := axes.get(value.name)) is None:
            continue
        dims = value.type.tensor_type.shape.dim
        del dims[:]
        for axis in wanted:
            dim = dims.add()
            if isinstance(axis, str):
                dim.dim_param = axis
            else:
                dim.dim_value = axis


def export_embedding(model: Qwen2VLForConditionalGeneration) -> torch.onnx.ONNXProgram:
    axes = ({0: Dim(BATCH), 1: Dim(LENGTH)},)
    names = {"inputs": ["input_ids"], "outputs": ["inputs_embeds"], "axes": axes}
    return export(Embedding(model), (torch.ones(2, 5, dtype=torch.int64),), names)


def export_vision(model: Qwen2VLForConditionalGeneration) -> torch.onnx.ONNXProgram:
    names = {
        "inputs": ["pixel_values", "grid_thw"],
        "outputs": ["image_features"],
        "axes": ({0: Dim("num_tokens", min=4) * 4}, {0: Dim("num_images")}),
    }
    grid = torch.tensor([[1, 4, 6], [1, 2, 4]])
    return export(Vision(model), (torch.randn(32, PATCH_NUMBERS), grid), names)


def export_decoder(model: Qwen2VLForConditionalGeneration, shape: Shape) -> torch.onnx.ONNXProgram:
    layers = shape.layers
    batch, length, past = Dim(BATCH), Dim(LENGTH), Dim(PAST)
    caches = [torch.randn(2, shape.key_value_heads, 5, shape.head_width) for _ in range(2 * layers)]
    args = (torch.randn(2, 3, shape.width), torch.ones(2, 8, dtype=torch.int64), torch.ones(3, 2, 3, dtype=torch.int64))
    names = {
        "inputs": ["inputs_embeds", "attention_mask", "position_ids", *cache_names("past_key_values", layers)],
        "outputs": ["logits", *cache_names("present", layers)],
        "axes": (
            {0: batch, 1: length},
            {0: batch, 1: Dim(TOTAL)},
            {1: batch, 2: length},
            tuple({0: batch, 2: past} for _ in caches),
        ),
    }
    return export(Decoder(model), (*args, *caches), names)


def name_decoder_axes(graph: onnx.GraphProto, shape: Shape) -> None:
    head = [shape.key_value_heads, shape.head_width]
    axes = {"logits": [BATCH, LENGTH, graph.output[0].type.tensor_type.shape.dim[2].dim_value]}
    for name in cache_names("past_key_values", shape.layers):
        axes[name] = [BATCH, head[0], PAST, head[1]]
    for name in cache_names("present", shape.layers):
        axes[name] = [BATCH, head[0], TOTAL, head[1]]
    name_axes([*graph.input, *graph.output], axes)


def export_graphs(model: Qwen2VLForConditionalGeneration, shape: Shape, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    save(export_embedding(model).model_proto, folder / "embed_tokens.onnx")
    save(export_vision(model).model_proto, folder / "vision_encoder.onnx")
    decoder = export_decoder(model, shape).model_proto
    name_decoder_axes(decoder.graph, shape)
    save(decoder, folder / "decoder_model_merged.onnx")
