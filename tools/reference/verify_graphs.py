"""Holds the exported graphs against the PyTorch modules they came from: a batch, padding, three steps of decoding."""

from pathlib import Path

import numpy
import onnxruntime
import torch

from export_graphs import Decoder, Embedding, Encoder, Vision, cache_names

TOLERANCE = 1e-3
"""Of values around 1: float32 summed in another order, over up to 36 layers."""
BATCH, SOURCE, PADDING, STEPS = 3, 20, 5, 3


def run(folder: Path, name: str, inputs: dict) -> dict:
    session = onnxruntime.InferenceSession(folder / f"{name}.onnx")
    arrays = {key: value.numpy() if isinstance(value, torch.Tensor) else value for key, value in inputs.items()}
    outputs = session.run(None, arrays)
    return {output.name: value for output, value in zip(session.get_outputs(), outputs)}


def compare(what: str, ours: numpy.ndarray, official: torch.Tensor) -> None:
    if ours.shape != official.shape:
        raise AssertionError(f"{what}: {ours.shape} instead of {tuple(official.shape)}")
    off = numpy.abs(ours - official.numpy()).max()
    if not off < TOLERANCE:
        raise AssertionError(f"{what} is off by {off}.")
    print(f"{what}: off by {off:.1e} at most", flush=True)


def verify_decoder(model, folder: Path, states: torch.Tensor, mask: torch.Tensor) -> None:
    decoder, layers = Decoder(model), model.config.text_config.decoder_layers
    embed, heads = Embedding(model), model.config.text_config.decoder_attention_heads
    head_width = states.shape[-1] // heads
    names = cache_names("past_key_values", layers)
    past = [torch.zeros(BATCH, heads, 0, head_width) for _ in names]
    for step in range(STEPS):
        embeds = embed(torch.randint(4, 100, (BATCH, 1)))
        official = decoder(mask, states, embeds, *(past if step else []))
        inputs = {"encoder_attention_mask": mask, "encoder_hidden_states": states, "inputs_embeds": embeds}
        inputs |= {"use_cache_branch": numpy.array([step > 0]), **dict(zip(names, past))}
        ours = run(folder, "decoder_model_merged", inputs)
        told = cache_names("present", layers, ("decoder", "encoder") if step == 0 else ("decoder",))
        for name, value in zip(["logits", *told], official):
            if name in ("logits", told[0], told[-1]):
                compare(f"decoder, step {step}, {name}", ours[name], value)
        fresh = dict(zip(told, official[1:]))
        past = [fresh.get(name.replace("past_key_values", "present"), old) for name, old in zip(names, past)]


@torch.no_grad()
def verify_graphs(model, folder: Path, image_size: int) -> None:
    torch.manual_seed(0)
    pixels, ids = torch.randn(2, 3, image_size, image_size), torch.randint(4, 100, (BATCH, 7))
    mask = torch.ones(BATCH, SOURCE, dtype=torch.int64)
    mask[1, -PADDING:] = 0
    embeds = torch.randn(BATCH, SOURCE, model.config.text_config.d_model)
    states = Encoder(model)(mask, embeds)
    compare("embed_tokens", run(folder, "embed_tokens", {"input_ids": ids})["inputs_embeds"], Embedding(model)(ids))
    features = run(folder, "vision_encoder", {"pixel_values": pixels})["image_features"]
    compare("vision_encoder", features, Vision(model)(pixels))
    encoded = run(folder, "encoder_model", {"attention_mask": mask, "inputs_embeds": embeds})["last_hidden_state"]
    compare("encoder_model", encoded, states)
    verify_decoder(model, folder, states, mask)
