"""A tokenizer built as Florence-2's is: BART's byte-level BPE, then the special tokens in their order.

Its merges are learnt from the texts below instead of from the web, so it is small and free of anybody's licence.
"""

import json
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

BASE_TOKENS = ["<s>", "<pad>", "</s>", "<unk>"]
IMAGE_TOKEN = "<image>"
"""transformers' stand-in for a picture's features; the last id, as in florence-community's repositories."""

FLORENCE_TOKENS = [
    "<mask>",
    *["<od>", "</od>", "<ocr>", "</ocr>"],
    *[f"<loc_{number}>" for number in range(1000)],
    *["<cap>", "</cap>", "<ncap>", "</ncap>", "<dcap>", "</dcap>", "<grounding>", "</grounding>"],
    *["<seg>", "</seg>", "<sep>", "<region_cap>", "</region_cap>", "<region_to_desciption>"],
    *["</region_to_desciption>", "<proposal>", "</proposal>", "<poly>", "</poly>", "<and>"],
]
"""In the order of microsoft/Florence-2-base, processing_florence2.py, `tokens_to_add`; the misspelling is theirs."""

CONFIG = {
    "tokenizer_class": "BartTokenizer",
    "bos_token": "<s>",
    "eos_token": "</s>",
    "unk_token": "<unk>",
    "sep_token": "</s>",
    "pad_token": "<pad>",
    "cls_token": "<s>",
    "mask_token": "<mask>",
    "add_prefix_space": False,
    "clean_up_tokenization_spaces": True,
    "model_max_length": 1024,
}


def special(content: str) -> AddedToken:
    return AddedToken(content, special=True, normalized=False)


def build_tokenizer(texts: list[str], words: int, filled_to: int | None = None) -> Tokenizer:
    """`words`: ids before the special tokens; `filled_to`: as many with unused words, for the true vocabulary."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=words, special_tokens=BASE_TOKENS, initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    if filled_to is not None:
        fill(tokenizer, filled_to)
    tokenizer.add_special_tokens([special(token) for token in [*FLORENCE_TOKENS, IMAGE_TOKEN]])
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    return tokenizer


def fill(tokenizer: Tokenizer, size: int) -> None:
    """Words that no merge makes, so that the vocabulary is as large as the real one."""
    written = json.loads(tokenizer.to_str())
    vocabulary = written["model"]["vocab"]
    for number in range(len(vocabulary), size):
        vocabulary[f"\u0120word{number}"] = number
    merges = [tuple(pair) for pair in written["model"]["merges"]]
    tokenizer.model = models.BPE(vocab=vocabulary, merges=merges)


def for_transformers(tokenizer: Tokenizer) -> PreTrainedTokenizerFast:
    names = {name: token for name, token in CONFIG.items() if name.endswith("_token")}
    wrapped = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, extra_special_tokens={"image_token": IMAGE_TOKEN}, **names
    )
    return wrapped


def write_tokenizer(tokenizer: Tokenizer, folder: Path) -> None:
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "tokenizer_config.json").write_text(json.dumps(CONFIG, indent=2) + "\n")
