"""A full-size repository without its weights: graphs of a few kilobytes, and how large and how spread the weights were.

`apps/inference/scripts/make-full-size-models.ts` fills them with random numbers again, so that measuring needs no
Python: `python skeleton.py MODELS_DIR/onnx-community/Florence-2-base-ft ../../apps/inference/scripts/full-size/base`.
"""

import argparse
import gzip
import shutil
from pathlib import Path

import numpy
import onnx
from onnx import TensorProto, numpy_helper

from repository import write_json

LEAST_BYTES = 1024
"""Smaller tensors stay: shapes, indices, the norms of narrow layers."""
ALIGNMENT = 64
CONFIGS = ("config.json", "generation_config.json", "preprocessor_config.json")


def take_out(tensor: onnx.TensorProto, file: str, offset: int) -> dict:
    """Points a tensor at a place in a file beside the graph; tells what has to be there."""
    values = numpy_helper.to_array(tensor)
    deviation = float(values.std())
    tensor.ClearField("raw_data")
    tensor.ClearField("float_data")
    tensor.data_location = TensorProto.EXTERNAL
    del tensor.external_data[:]
    for key, value in (("location", file), ("offset", offset), ("length", values.nbytes)):
        entry = tensor.external_data.add()
        entry.key, entry.value = key, str(value)
    return {"offset": offset, "count": values.size, "mean": round(float(values.mean()), 4), "deviation": round(deviation, 4)}


def write_skeleton(graph: Path, folder: Path) -> dict:
    model = onnx.load(graph)
    file, end, tensors = f"{graph.name}_data", 0, []
    for tensor in model.graph.initializer:
        is_weight = tensor.data_type == TensorProto.FLOAT and 4 * numpy.prod(tensor.dims) > LEAST_BYTES
        if not is_weight:
            continue
        tensors.append(take_out(tensor, file, end))
        end = -(-(end + 4 * tensors[-1]["count"]) // ALIGNMENT) * ALIGNMENT
    (folder / f"{graph.name}.gz").write_bytes(gzip.compress(model.SerializeToString(), mtime=0))
    return {"graph": graph.name, "dataBytes": end, "tensors": tensors}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repository", type=Path)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    graphs = [write_skeleton(graph, given.folder) for graph in sorted((given.repository / "onnx").glob("*.onnx"))]
    write_json(given.folder / "weights.json", graphs)
    for name in CONFIGS:
        shutil.copy(given.repository / name, given.folder / name)


if __name__ == "__main__":
    main()
