"""The official processor around our tokenizer: prompts, pixels, and what is read out of an answer."""

from tokenizers import Tokenizer
from transformers import Florence2Processor
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

from shapes import Shape
from tokenizer import for_transformers

MEAN, DEVIATION = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
BICUBIC = 3
"""PIL's number for it."""

NOT_GROUNDED = """
    I a all another any anybody anyone anything each everybody everyone everything few he her hers herself him himself
    his image images it its itself lots many me mine myself nobody none one oneself our ours ourselves several she some
    somebody someone something that the their theirs them themselves these they this those us we what which who whom
    whose you your yours yourself yourselves an
""".split()
NOT_GROUNDED_PHRASES = ["each other", "one another", "the image", "a group", "other objects", "a set"]
"""Together the set `banned_grounding_tokens` of florence-community/Florence-2-base's processor_config.json."""


def build_processor(tokenizer: Tokenizer, shape: Shape) -> Florence2Processor:
    pixels = CLIPImageProcessorPil(
        do_center_crop=False,
        size={"height": shape.image_size, "width": shape.image_size},
        resample=BICUBIC,
        image_mean=MEAN,
        image_std=DEVIATION,
    )
    pixels.image_seq_length = shape.image_tokens
    rules = {
        "ocr": {},
        "phrase_grounding": {"banned_grounding_tokens": [*NOT_GROUNDED, *NOT_GROUNDED_PHRASES]},
        "pure_text": {},
        "description_with_bboxes": {},
        "description_with_polygons": {},
        "polygons": {},
        "bboxes": {},
        "description_with_bboxes_or_polygons": {},
    }
    return Florence2Processor(pixels, for_transformers(tokenizer), post_processor_config=rules)


def preprocessor_config(processor: Florence2Processor, shape: Shape) -> dict:
    """preprocessor_config.json as the onnx-community repositories have it."""
    return {
        "image_processor_type": "CLIPImageProcessor",
        "processor_class": "Florence2Processor",
        "do_center_crop": False,
        "do_convert_rgb": None,
        "do_normalize": True,
        "do_rescale": True,
        "do_resize": True,
        "image_mean": MEAN,
        "image_std": DEVIATION,
        "image_seq_length": shape.image_tokens,
        "resample": BICUBIC,
        "rescale_factor": 1 / 255,
        "size": {"height": shape.image_size, "width": shape.image_size},
        "crop_size": {"height": shape.image_size, "width": shape.image_size},
        "tasks_answer_post_processing_type": processor.tasks_answer_post_processing_type,
        "task_prompts_without_inputs": processor.task_prompts_without_inputs,
        "task_prompts_with_input": processor.task_prompts_with_input,
    }
