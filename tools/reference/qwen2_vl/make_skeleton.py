"""Qwen2-VL 2B as graphs of a few kilobytes without their weights, in fp32 and in 4 bits:
`python -m qwen2_vl.make_skeleton ../../apps/inference/scripts/full-size/qwen2-vl-2b`.

`apps/inference/scripts/make-full-size-models.ts` fills them with random numbers, so that measuring needs no Python. The
modules are exported at their true size without their memory ever being touched: only shapes are asked for.
"""

import argparse
import gzip
from pathlib import Path

import onnx
import torch
from onnx import TensorProto, helper
from transformers import Qwen2VLForConditionalGeneration

from export_graphs import forget_origin
from repository import write_json

from .export_graphs import export_decoder, export_embedding, export_vision, name_decoder_axes
from .processor import preprocessor_config
from .repository import generation_config, model_config
from .shapes import SHAPES, build_config
from .tokenizer import MARKS

SHAPE = SHAPES["2b"]
FIRST_MARK = 151643
"""Id of the first mark in the published tokenizer; the others follow."""
LEAST_BYTES = 1024
"""Smaller tensors stay in the graph: shapes, indices."""
ALIGNMENT = 64
DEVIATION = 0.02
BLOCK, BITS = 32, 4
"""As the 4-bit files on the hub: blocks of 32 numbers, each with a scale, evenly around zero."""
NIBBLE_DEVIATION = 4.61
"""Of the numbers 0 to 15."""


def build_model(ids: dict[str, int]) -> Qwen2VLForConditionalGeneration:
    config = build_config(SHAPE, SHAPE.vocabulary, ids)
    with torch.device("meta"):
        model = Qwen2VLForConditionalGeneration(config).eval()
    model = model.to_empty(device="cpu")
    for rotary in (model.model.language_model.rotary_emb, model.model.visual.rotary_pos_emb):
        make = getattr(rotary, "compute_axial_rope_parameters", None) or rotary.compute_default_rope_parameters
        rotary.inv_freq = make(rotary.config)[0]
    return model


SCALES = {"mean": round(DEVIATION / NIBBLE_DEVIATION, 6), "deviation": 0}


class Skeleton:
    """Where each weight lies in the file beside a graph."""

    def __init__(self, file: str):
        self.file, self.end, self.tensors = file, 0, []

    def place(self, name: str, kind: int, dims: list[int], filling: dict) -> TensorProto:
        count = 1
        for dim in dims:
            count *= dim
        size = count * (1 if kind == TensorProto.UINT8 else 4)
        tensor = TensorProto(name=name, data_type=kind, dims=dims, data_location=TensorProto.EXTERNAL)
        for key, value in (("location", self.file), ("offset", self.end), ("length", size)):
            entry = tensor.external_data.add()
            entry.key, entry.value = key, str(value)
        self.tensors.append({"offset": self.end, "count": count, **filling})
        self.end = -(-(self.end + size) // ALIGNMENT) * ALIGNMENT
        return tensor


def filling_of(name: str, dims: list[int]) -> dict:
    is_scale = len(dims) == 1 and ("norm" in name or "ln_q" in name) and name.endswith("weight")
    return {"mean": int(is_scale), "deviation": 0 if is_scale else DEVIATION}


def empty_weights(program: torch.onnx.ONNXProgram) -> tuple[onnx.ModelProto, dict[str, list[int]]]:
    """The graph with its large weights named but not there."""
    shapes: dict[str, list[int]] = {}
    graph = program.model.graph
    for name, value in list(graph.initializers.items()):
        held = value.const_value
        if held is not None and str(held.dtype) == "FLOAT" and held.nbytes > LEAST_BYTES:
            shapes[name] = [int(dim) for dim in held.shape]
            del graph.initializers[name]
    model = program.model_proto
    del model.metadata_props[:]
    del model.functions[:]
    forget_origin(model.graph)
    return model, shapes


def fold_transposes(graph: onnx.GraphProto, shapes: dict[str, list[int]]) -> None:
    """A linear layer's weights lie transposed in PyTorch: here they may as well lie the right way round."""
    turned = {}
    for node in list(graph.node):
        if node.op_type != "Transpose" or node.input[0] not in shapes:
            continue
        turned[node.output[0]] = node.input[0]
        shapes[node.input[0]] = shapes[node.input[0]][::-1]
        graph.node.remove(node)
    for node in graph.node:
        node.input[:] = [turned.get(name, name) for name in node.input]


def quantise(graph: onnx.GraphProto, shapes: dict[str, list[int]], skeleton: Skeleton) -> list[TensorProto]:
    """Every multiplication by a matrix of weights in 4 bits; what is added to it and all the rest stays."""
    made, nodes = [], []
    for node in graph.node:
        weights = node.input[1] if node.op_type in ("MatMul", "Gemm") else None
        if weights not in shapes:
            nodes.append(node)
            continue
        turned = any(one.name == "transB" and one.i for one in node.attribute)
        outer, inner = shapes[weights] if turned else shapes[weights][::-1]
        del shapes[weights]
        blocks = -(-inner // BLOCK)
        packed = skeleton.place(f"{weights}_q4", TensorProto.UINT8, [outer, blocks, BLOCK * BITS // 8], {"kind": "bytes"})
        scales = skeleton.place(f"{weights}_scales", TensorProto.FLOAT, [outer * blocks], SCALES)
        made += [packed, scales]
        nodes += multiply(node, [packed.name, scales.name], {"K": inner, "N": outer, "bits": BITS, "block_size": BLOCK})
    del graph.node[:]
    graph.node.extend(nodes)
    return made


def multiply(node: onnx.NodeProto, weights: list[str], attributes: dict) -> list[onnx.NodeProto]:
    bias, product = list(node.input[2:]), node.output[0]
    inner = f"{product}_unbiased" if bias else product
    product_node = helper.make_node(
        "MatMulNBits", [node.input[0], *weights], [inner], name=node.name, domain="com.microsoft", **attributes
    )
    return [product_node, *(helper.make_node("Add", [inner, *bias], [product], name=f"{node.name}_bias") for _ in bias)]


def write_graph(name: str, model: onnx.ModelProto, shapes: dict[str, list[int]], folder: Path, is_quantised: bool) -> dict:
    model, shapes = onnx.ModelProto.FromString(model.SerializeToString()), dict(shapes)
    file = f"{name}{'_q4' if is_quantised else ''}.onnx"
    skeleton = Skeleton(f"{file}_data")
    if is_quantised:
        model.graph.initializer.extend(quantise(model.graph, shapes, skeleton))
        model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    for weights, dims in shapes.items():
        model.graph.initializer.append(skeleton.place(weights, TensorProto.FLOAT, dims, filling_of(weights, dims)))
    (folder / f"{file}.gz").write_bytes(gzip.compress(model.SerializeToString(), mtime=0))
    print(f"{file}: {skeleton.end / 1e9:.2f} GB in {len(skeleton.tensors)} tensors", flush=True)
    return {"graph": file, "dataBytes": skeleton.end, "tensors": skeleton.tensors}


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    ids = {mark: FIRST_MARK + at for at, mark in enumerate(MARKS)}
    model = build_model(ids)
    programs = {
        "embed_tokens": export_embedding(model),
        "vision_encoder": export_vision(model),
        "decoder_model_merged": export_decoder(model, SHAPE),
    }
    graphs = []
    for name, program in programs.items():
        bare, shapes = empty_weights(program)
        fold_transposes(bare.graph, shapes)
        if name == "decoder_model_merged":
            name_decoder_axes(bare.graph, SHAPE)
        for is_quantised in (False, True) if name != "embed_tokens" else (False,):
            graphs.append(write_graph(name, bare, shapes, folder, is_quantised))
    write_json(folder / "weights.json", graphs)
    write_json(folder / "config.json", model_config(SHAPE, SHAPE.vocabulary, ids))
    write_json(folder / "generation_config.json", generation_config(ids))
    write_json(folder / "preprocessor_config.json", preprocessor_config())


if __name__ == "__main__":
    main()
