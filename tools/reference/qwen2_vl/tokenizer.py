"""A tokenizer built as Qwen2-VL's is: a byte-level BPE with the official splitting of words, then the marks in order.

Its merges are learnt from the texts below, so it is small and free of anybody's licence.
"""

import json
from pathlib import Path

from tokenizers import AddedToken, models, pre_tokenizers, trainers
from transformers.models.qwen2.tokenization_qwen2 import Qwen2Tokenizer

MARKS = [
    *["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>"],
    *["<|box_start|>", "<|box_end|>", "<|quad_start|>", "<|quad_end|>", "<|vision_start|>"],
    *["<|vision_end|>", "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>"],
]
"""In the order of Qwen/Qwen2-VL-2B-Instruct's tokenizer_config.json, `added_tokens_decoder`."""

WORDS = 380
"""Ids before the marks: 256 bytes, 124 merges."""

CHAT_TEMPLATE = (
    "{% set image_count = namespace(value=0) %}{% set video_count = namespace(value=0) %}"
    "{% for message in messages %}{% if loop.first and message['role'] != 'system' %}<|im_start|>system\n"
    "You are a helpful assistant.<|im_end|>\n{% endif %}<|im_start|>{{ message['role'] }}\n"
    "{% if message['content'] is string %}{{ message['content'] }}<|im_end|>\n{% else %}"
    "{% for content in message['content'] %}"
    "{% if content['type'] == 'image' or 'image' in content or 'image_url' in content %}"
    "{% set image_count.value = image_count.value + 1 %}"
    "{% if add_vision_id %}Picture {{ image_count.value }}: {% endif %}<|vision_start|><|image_pad|><|vision_end|>"
    "{% elif content['type'] == 'video' or 'video' in content %}"
    "{% set video_count.value = video_count.value + 1 %}"
    "{% if add_vision_id %}Video {{ video_count.value }}: {% endif %}<|vision_start|><|video_pad|><|vision_end|>"
    "{% elif 'text' in content %}{{ content['text'] }}{% endif %}{% endfor %}<|im_end|>\n{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
"""The format of Qwen/Qwen2-VL-2B-Instruct, chat_template.json."""

CONFIG = {
    "tokenizer_class": "Qwen2Tokenizer",
    "add_prefix_space": False,
    "bos_token": None,
    "eos_token": "<|im_end|>",
    "pad_token": "<|endoftext|>",
    "unk_token": None,
    "padding_side": "left",
    "model_max_length": 32768,
    "clean_up_tokenization_spaces": False,
    "errors": "replace",
    "split_special_tokens": False,
    "chat_template": CHAT_TEMPLATE,
}


def build_tokenizer(texts: list[str]) -> Qwen2Tokenizer:
    """The merges are of small letters only: what is written in capitals and digits has one spelling."""
    learner = Qwen2Tokenizer().backend_tokenizer
    learner.model = models.BPE()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(vocab_size=WORDS, initial_alphabet=alphabet, show_progress=False)
    learner.train_from_iterator([text.lower() for text in texts] * 3, trainer)
    learned = json.loads(learner.to_str())["model"]
    # The official vocabulary begins with the bytes, then comes what was merged of them, in order.
    merged = [token for token in learned["vocab"] if len(token) > 1 and token not in MARKS]
    vocabulary = {token: at for at, token in enumerate([*alphabet, *merged])}
    merges = [tuple(pair) for pair in learned["merges"]]
    # Marks named here would get their ids before the others.
    tokenizer = Qwen2Tokenizer(vocab=vocabulary, merges=merges, unk_token=None, eos_token=None, pad_token=None)
    tokenizer.add_tokens([AddedToken(mark, special=True, normalized=False) for mark in MARKS])
    tokenizer.eos_token, tokenizer.pad_token = "<|im_end|>", "<|endoftext|>"
    tokenizer.chat_template = CHAT_TEMPLATE
    return tokenizer


def mark_ids(tokenizer: Qwen2Tokenizer) -> dict[str, int]:
    return {mark: tokenizer.convert_tokens_to_ids(mark) for mark in MARKS}


def write_tokenizer(tokenizer: Qwen2Tokenizer, folder: Path) -> None:
    tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "tokenizer_config.json").write_text(json.dumps(CONFIG, indent=2) + "\n")
