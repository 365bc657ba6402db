"""The official processor around our tokenizer: the template, pixels, and as many marks as a picture has tokens."""

from transformers.models.qwen2.tokenization_qwen2 import Qwen2Tokenizer
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil
from transformers.models.qwen2_vl.processing_qwen2_vl import Qwen2VLProcessor

from .shapes import FRAMES, MERGE, PATCH
from .tokenizer import CHAT_TEMPLATE

MEAN = [0.48145466, 0.4578275, 0.40821073]
DEVIATION = [0.26862954, 0.26130258, 0.27577711]
LEAST_PIXELS, MOST_PIXELS = 3136, 12845056
"""preprocessor_config.json of Qwen/Qwen2-VL-2B-Instruct, as the four lines above."""
BICUBIC = 3
"""PIL's number for it."""


class PictureProcessor(Qwen2VLProcessor):
    """Without films, whose processor asks for torchvision."""

    def check_argument_for_proper_class(self, argument_name, argument):
        return None if argument is None else super().check_argument_for_proper_class(argument_name, argument)


def build_processor(tokenizer: Qwen2Tokenizer) -> PictureProcessor:
    pixels = Qwen2VLImageProcessorPil(
        min_pixels=LEAST_PIXELS, max_pixels=MOST_PIXELS, image_mean=MEAN, image_std=DEVIATION, resample=BICUBIC
    )
    return PictureProcessor(pixels, tokenizer, None, chat_template=CHAT_TEMPLATE)


def preprocessor_config() -> dict:
    """preprocessor_config.json as the onnx-community repositories have it."""
    return {
        "image_processor_type": "Qwen2VLImageProcessor",
        "processor_class": "Qwen2VLProcessor",
        "do_convert_rgb": True,
        "do_normalize": True,
        "do_rescale": True,
        "do_resize": True,
        "image_mean": MEAN,
        "image_std": DEVIATION,
        "merge_size": MERGE,
        "min_pixels": LEAST_PIXELS,
        "max_pixels": MOST_PIXELS,
        "patch_size": PATCH,
        "resample": BICUBIC,
        "rescale_factor": 1 / 255,
        "size": {"min_pixels": LEAST_PIXELS, "max_pixels": MOST_PIXELS},
        "temporal_patch_size": FRAMES,
    }
