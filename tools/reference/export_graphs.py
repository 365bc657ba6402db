"""The official model as the four ONNX graphs of the onnx-community repositories: same names, same axes."""

from pathlib import Path

import onnx
import torch
from torch import nn
from torch.export import Dim
from transformers import Florence2ForConditionalGeneration
from transformers.cache_utils import DynamicCache, EncoderDecoderCache

from merge_decoders import merge_decoders

OPSET = 18
INLINE_BYTES = 1_900_000_000
"""protobuf holds 2 GiB; beyond, weights lie beside the graph."""

CACHES = [(side, part) for side in ("decoder", "encoder") for part in ("key", "value")]


class Embedding(nn.Module):
    def __init__(self, model: Florence2ForConditionalGeneration):
        super().__init__()
        self.table = model.get_input_embeddings()

    def forward(self, input_ids):
        return self.table(input_ids)


class Vision(nn.Module):
    def __init__(self, model: Florence2ForConditionalGeneration):
        super().__init__()
        self.model = model.model

    def forward(self, pixel_values):
        return self.model.get_image_features(pixel_values).pooler_output


class Encoder(nn.Module):
    def __init__(self, model: Florence2ForConditionalGeneration):
        super().__init__()
        self.encoder = model.model.language_model.encoder

    def forward(self, attention_mask, inputs_embeds):
        return self.encoder(attention_mask=attention_mask, inputs_embeds=inputs_embeds).last_hidden_state


class Decoder(nn.Module):
    """One step, or with no past the first one; keys and values of the past go in and come out layer by layer."""

    def __init__(self, model: Florence2ForConditionalGeneration):
        super().__init__()
        self.decoder = model.model.language_model.decoder
        self.lm_head = model.lm_head
        self.layers = len(self.decoder.layers)

    def empty_cache(self) -> EncoderDecoderCache:
        config = self.decoder.config
        return EncoderDecoderCache(DynamicCache(config=config), DynamicCache(config=config))

    def filled_cache(self, past) -> EncoderDecoderCache:
        cache = self.empty_cache()
        for layer in range(self.layers):
            own_key, own_value, cross_key, cross_value = past[4 * layer : 4 * layer + 4]
            cache.self_attention_cache.update(own_key, own_value, layer)
            cache.cross_attention_cache.update(cross_key, cross_value, layer)
            cache.is_updated[layer] = True
        return cache

    def forward(self, encoder_attention_mask, encoder_hidden_states, inputs_embeds, *past):
        cache = self.filled_cache(past) if past else self.empty_cache()
        hidden = self.decoder(
            inputs_embeds=inputs_embeds,
            encoder_hidden_states=encoder_hidden_states,
            encoder_attention_mask=encoder_attention_mask,
            cache=cache,
            use_cache=True,
        ).last_hidden_state
        present = []
        for layer in range(self.layers):
            own = cache.self_attention_cache.layers[layer]
            present += [own.keys, own.values]
            if not past:
                cross = cache.cross_attention_cache.layers[layer]
                present += [cross.keys, cross.values]
        return (self.lm_head(hidden), *present)


def cache_names(prefix: str, layers: int, sides=("decoder", "encoder")) -> list[str]:
    return [f"{prefix}.{layer}.{side}.{part}" for layer in range(layers) for side, part in CACHES if side in sides]


def export(module: nn.Module, args: tuple, names: dict) -> onnx.ModelProto:
    """One graph; `names` holds `inputs`, `outputs` and the dynamic `axes` of each input."""
    with torch.no_grad():
        program = torch.onnx.export(
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
    return program.model_proto


def forget_origin(graph: onnx.GraphProto) -> None:
    """Takes out what the exporter noted of the Python code: it is most of a small graph's size."""
    del graph.value_info[:]
    del graph.metadata_props[:]
    for node in graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                forget_origin(attribute.g)
    for value in [*graph.input, *graph.output, *graph.initializer]:
        del value.metadata_props[:]


def save(model: onnx.ModelProto, file: Path) -> None:
    del model.metadata_props[:]
    del model.functions[:]
    forget_origin(model.graph)
    large = model.ByteSize() > INLINE_BYTES
    onnx.save(model, file, save_as_external_data=large, location=f"{file.name}_data")


def export_decoder(model: Florence2ForConditionalGeneration) -> onnx.ModelProto:
    """Both branches on their own, then merged into one graph that asks `use_cache_branch`."""
    decoder = Decoder(model)
    config = decoder.decoder.config
    layers, heads, width = decoder.layers, config.decoder_attention_heads, config.d_model
    batch, source, past = Dim("batch_size"), Dim("encoder_sequence_length"), Dim("past_decoder_sequence_length")
    target = Dim("decoder_sequence_length")
    mask, states = torch.ones(2, 9, dtype=torch.int64), torch.randn(2, 9, width)
    inputs = ["encoder_attention_mask", "encoder_hidden_states", "inputs_embeds"]
    first = {
        "inputs": inputs,
        "outputs": ["logits", *cache_names("present", layers)],
        "axes": ({0: batch, 1: source}, {0: batch, 1: source}, {0: batch, 1: target}),
    }
    without_past = export(decoder, (mask, states, torch.randn(2, 3, width)), first)
    # Each a tensor of its own: the exporter takes one tensor given twice for one input.
    lengths = [5, 5, 9, 9] * layers
    caches = [torch.randn(2, heads, length, width // heads) for length in lengths]
    axes = [{0: batch, 2: past}] * 2 + [{0: batch, 2: source}] * 2
    later = {
        "inputs": [*inputs, *cache_names("past_key_values", layers)],
        "outputs": ["logits", *cache_names("present", layers, ("decoder",))],
        "axes": ({0: batch, 1: source}, {0: batch, 1: source}, {0: batch}, tuple(axes * layers)),
    }
    args = (mask, states, torch.randn(2, 1, width), *caches)
    return merge_decoders(without_past, export(decoder, args, later), heads, width // heads)

def export_graphs(model: Florence2ForConditionalGeneration, image_size: int, folder: Path) -> None:
    """Writes the four graphs one after the other, so that only one is held in memory beside the model."""
    folder.mkdir(parents=True, exist_ok=True)
    width = model.config.text_config.d_model
    batch, length, source = Dim("batch_size"), Dim("sequence_length"), Dim("encoder_sequence_length")
    ids, mask = torch.ones(2, 5, dtype=torch.int64), torch.ones(2, 9, dtype=torch.int64)
    embedding = {"inputs": ["input_ids"], "outputs": ["inputs_embeds"], "axes": ({0: batch, 1: length},)}
    save(export(Embedding(model), (ids,), embedding), folder / "embed_tokens.onnx")
    vision = {"inputs": ["pixel_values"], "outputs": ["image_features"], "axes": ({0: batch},)}
    pixels = torch.randn(2, 3, image_size, image_size)
    save(export(Vision(model), (pixels,), vision), folder / "vision_encoder.onnx")
    encoder = {
        "inputs": ["attention_mask", "inputs_embeds"],
        "outputs": ["last_hidden_state"],
        "axes": ({0: batch, 1: source}, {0: batch, 1: source}),
    }
    save(export(Encoder(model), (mask, torch.randn(2, 9, width)), encoder), folder / "encoder_model.onnx")
    save(export_decoder(model), folder / "decoder_model_merged.onnx")
