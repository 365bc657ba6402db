"""Two decoder graphs, without and with a past, as one that chooses by `use_cache_branch`.

What optimum calls `decoder_model_merged.onnx`: weights lie once in the outer graph, each branch is a graph of its
own inside an If. The branch with a past has no new keys and values of the encoder to tell, so it gives empty ones
in their place, and the caller goes on with those it has.
"""

import hashlib
from pathlib import Path

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

BATCH, SOURCE, TARGET = "batch_size", "encoder_sequence_length", "decoder_sequence_length"
PAST = "past_decoder_sequence_length"


def digest(tensor: onnx.TensorProto) -> tuple:
    """Tells equal weights: type, shape, content."""
    content = hashlib.sha256(numpy_helper.to_array(tensor).tobytes()).hexdigest()
    return tensor.data_type, tuple(tensor.dims), content


def rename(graph: onnx.GraphProto, names: dict[str, str]) -> None:
    for node in graph.node:
        node.input[:] = [names.get(name, name) for name in node.input]
        node.output[:] = [names.get(name, name) for name in node.output]


def lift_weights(graph: onnx.GraphProto, prefix: str, outer: dict[tuple, onnx.TensorProto]) -> None:
    """Moves the weights of a branch out, once where both have the same, and marks its inner names as its own."""
    inputs = {value.name for value in graph.input}
    names: dict[str, str] = {}
    for tensor in graph.initializer:
        lifted = outer.get(key := digest(tensor))
        if lifted is None:
            lifted = onnx.TensorProto()
            lifted.CopyFrom(tensor)
            lifted.name = f"{prefix}.{tensor.name}"
            outer[key] = lifted
        names[tensor.name] = lifted.name
    for node in graph.node:
        node.name = f"{prefix}.{node.name}"
        for name in node.output:
            names[name] = f"{prefix}.{name}"
    rename(graph, {name: new for name, new in names.items() if name not in inputs})
    del graph.initializer[:]


def branch(graph: onnx.GraphProto, prefix: str, outputs: list[str], empty: tuple[int, ...]) -> onnx.GraphProto:
    """A subgraph with all outputs in their order; those it does not have are empty constants."""
    own = {value.name for value in graph.output}
    nodes, values = list(graph.node), []
    for name in outputs:
        inner = f"{prefix}.{name}"
        if name not in own:
            constant = numpy_helper.from_array(numpy.zeros(empty, dtype=numpy.float32))
            nodes.append(helper.make_node("Constant", [], [inner], name=f"{inner}.empty", value=constant))
        values.append(helper.make_tensor_value_info(inner, TensorProto.FLOAT, None))
    return helper.make_graph(nodes, prefix, [], values)


def value(name: str, shape: list, kind: int = TensorProto.FLOAT) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, shape)


def describe(graph: onnx.GraphProto, heads: int, head_width: int) -> tuple[list, list]:
    """Inputs and outputs of the merged graph, after the graph with a past."""
    shapes = {one.name: [d.dim_param or d.dim_value for d in one.type.tensor_type.shape.dim] for one in graph.input}
    width, vocabulary = shapes["inputs_embeds"][-1], graph.output[0].type.tensor_type.shape.dim[-1].dim_value
    inputs = [
        value("encoder_attention_mask", [BATCH, SOURCE], TensorProto.INT64),
        value("encoder_hidden_states", [BATCH, SOURCE, width]),
        value("inputs_embeds", [BATCH, TARGET, width]),
    ]
    outputs = [value("logits", [BATCH, TARGET, vocabulary])]
    for name in (name for name in shapes if name.startswith("past_key_values")):
        of_decoder = ".decoder." in name
        before, after = (PAST, f"{PAST} + 1") if of_decoder else (f"{SOURCE}_out", f"{SOURCE}_out")
        inputs.append(value(name, [BATCH, heads, before, head_width]))
        outputs.append(value(name.replace("past_key_values", "present"), [BATCH, heads, after, head_width]))
    inputs.append(value("use_cache_branch", [1], TensorProto.BOOL))
    return inputs, outputs


def merge_decoders(first: onnx.ModelProto, later: onnx.ModelProto, heads: int, head_width: int) -> onnx.ModelProto:
    inputs, outputs = describe(later.graph, heads, head_width)
    names = [one.name for one in outputs]
    weights: dict[tuple, onnx.TensorProto] = {}
    for graph, prefix in ((first.graph, "first"), (later.graph, "later")):
        lift_weights(graph, prefix, weights)
    empty = (0, heads, 1, head_width)
    chosen = helper.make_node(
        "If",
        ["use_cache_branch"],
        names,
        name="choose_branch",
        then_branch=branch(later.graph, "later", names, empty),
        else_branch=branch(first.graph, "first", names, empty),
    )
    graph = helper.make_graph([chosen], "decoder_model_merged", inputs, outputs, list(weights.values()))
    return helper.make_model(graph, opset_imports=later.opset_import, ir_version=later.ir_version)
