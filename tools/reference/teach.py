"""A short lesson for the small model, from its seeded random start: so that its answers end, point and read.

The vision tower stays as it was drawn; what follows it learns. A little noise on the picture's features keeps the
answers far from a tie, so that another way to resize does not change a token.
"""

import random

import torch
from torch.nn import functional

from answers import ANSWERS, asked

STEPS, ROWS, RATE, NOISE = 900, 15, 3e-3, 0.05
IGNORED = -100


def padded(rows: list[list[int]], filler: int) -> torch.Tensor:
    longest = max(len(row) for row in rows)
    return torch.tensor([row + [filler] * (longest - len(row)) for row in rows])


def build_lessons(processor, pictures) -> list[dict]:
    lessons = []
    for task, answers in ANSWERS.items():
        for name, answer in answers.items():
            inputs = processor(images=pictures[name], text=asked(task, name), return_tensors="pt")
            ids = processor.tokenizer(answer, add_special_tokens=False).input_ids
            lessons.append({"picture": name, "input_ids": inputs.input_ids[0].tolist(), "labels": [0, *ids, 2]})
    return lessons


def loss_of(model, lessons: list[dict], features: dict) -> torch.Tensor:
    ids = padded([one["input_ids"] for one in lessons], 1)
    labels = padded([one["labels"] for one in lessons], IGNORED)
    seen = torch.cat([features[one["picture"]] for one in lessons])
    seen = seen + NOISE * seen.std() * torch.randn(seen.shape)
    seen = model.model.multi_modal_projector(seen)
    embeddings = torch.cat([seen, model.get_input_embeddings()(ids[:, seen.shape[1] :])], dim=1)
    logits = model(inputs_embeds=embeddings, attention_mask=(ids != 1).long(), labels=labels).logits
    return functional.cross_entropy(logits.flatten(0, 1), labels.flatten(), ignore_index=IGNORED)


def teach(model, processor, pictures, seed: int) -> float:
    """Gives back the last loss; the model is changed in place and left in eval mode."""
    chooser = random.Random(seed)
    lessons = build_lessons(processor, pictures)
    with torch.no_grad():
        pixels = {name: processor.image_processor(picture, return_tensors="pt") for name, picture in pictures.items()}
        features = {name: model.model.vision_tower(one.pixel_values).last_hidden_state for name, one in pixels.items()}
    learning = [*model.model.multi_modal_projector.parameters(), *model.model.language_model.parameters()]
    optimizer = torch.optim.AdamW(learning, lr=RATE, weight_decay=0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=STEPS)
    for step in range(STEPS):
        loss = loss_of(model, chooser.sample(lessons, ROWS), features)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        optimizer.step()
        schedule.step()
        if step % 50 == 0:
            print(f"lesson {step} of {STEPS}: loss {loss.item():.3f}", flush=True)
    model.eval()
    return loss.item()
