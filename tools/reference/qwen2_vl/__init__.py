"""The official PyTorch implementation of Qwen2-VL as a reference; run with `python -m qwen2_vl.make_goldens`."""
