/**
 * Florence-2's tasks: what is asked in which words, what shape the answer has, and how long it may get.
 * Tokens, prompts and answer shapes are those of the reference implementation
 * (microsoft/Florence-2-base-ft, `processing_florence2.py`: `task_prompts_without_inputs`,
 * `task_prompts_with_input`, `tasks_answer_post_processing_type`).
 */
import type { TaskName } from '@vitrine/contracts'

/** The shapes an answer can have, by the reference's own names. */
export type AnswerShape =
  | 'pure_text'
  | 'ocr'
  | 'description_with_bboxes'
  | 'phrase_grounding'
  | 'bboxes'
  | 'polygons'
  | 'description_with_bboxes_or_polygons'

export interface FlorenceTaskSpec {
  /** As the model's card names the task, for example `<OD>`. */
  token: string
  /** `{input}` stands for the phrase, or for the region's four location tokens. */
  prompt: string
  shape: AnswerShape
  /** The most tokens of an answer; the decoder knows 1,024 places at most. */
  maxNewTokens: number
}

/** Longest answer of the shapes that list places: a full page's lines are some 15 tokens each. */
const LIST = 1023

export const FLORENCE_TASKS = {
  caption: {
    token: '<CAPTION>',
    prompt: 'What does the image describe?',
    shape: 'pure_text',
    maxNewTokens: 96,
  },
  'detailed-caption': {
    token: '<DETAILED_CAPTION>',
    prompt: 'Describe in detail what is shown in the image.',
    shape: 'pure_text',
    maxNewTokens: 256,
  },
  'more-detailed-caption': {
    token: '<MORE_DETAILED_CAPTION>',
    prompt: 'Describe with a paragraph what is shown in the image.',
    shape: 'pure_text',
    maxNewTokens: 512,
  },
  'object-detection': {
    token: '<OD>',
    prompt: 'Locate the objects with category name in the image.',
    shape: 'description_with_bboxes',
    maxNewTokens: 768,
  },
  'dense-region-caption': {
    token: '<DENSE_REGION_CAPTION>',
    prompt: 'Locate the objects in the image, with their descriptions.',
    shape: 'description_with_bboxes',
    maxNewTokens: 768,
  },
  'region-proposal': {
    token: '<REGION_PROPOSAL>',
    prompt: 'Locate the region proposals in the image.',
    shape: 'bboxes',
    maxNewTokens: 512,
  },
  ocr: {
    token: '<OCR>',
    prompt: 'What is the text in the image?',
    shape: 'pure_text',
    maxNewTokens: LIST,
  },
  'ocr-with-region': {
    token: '<OCR_WITH_REGION>',
    prompt: 'What is the text in the image, with regions?',
    shape: 'ocr',
    maxNewTokens: LIST,
  },
  'phrase-grounding': {
    token: '<CAPTION_TO_PHRASE_GROUNDING>',
    prompt: 'Locate the phrases in the caption: {input}',
    shape: 'phrase_grounding',
    maxNewTokens: LIST,
  },
  'open-vocabulary-detection': {
    token: '<OPEN_VOCABULARY_DETECTION>',
    prompt: 'Locate {input} in the image.',
    shape: 'description_with_bboxes_or_polygons',
    maxNewTokens: 512,
  },
  'referring-expression-segmentation': {
    token: '<REFERRING_EXPRESSION_SEGMENTATION>',
    prompt: 'Locate {input} in the image with mask',
    shape: 'polygons',
    maxNewTokens: LIST,
  },
  'region-to-segmentation': {
    token: '<REGION_TO_SEGMENTATION>',
    prompt: 'What is the polygon mask of region {input}',
    shape: 'polygons',
    maxNewTokens: LIST,
  },
  'region-to-category': {
    token: '<REGION_TO_CATEGORY>',
    prompt: 'What is the region {input}?',
    shape: 'pure_text',
    maxNewTokens: 64,
  },
  'region-to-description': {
    token: '<REGION_TO_DESCRIPTION>',
    prompt: 'What does the region {input} describe?',
    shape: 'pure_text',
    maxNewTokens: 128,
  },
  'region-to-ocr': {
    token: '<REGION_TO_OCR>',
    prompt: 'What text is in the region {input}?',
    shape: 'pure_text',
    maxNewTokens: 256,
  },
} as const satisfies Partial<Record<TaskName, FlorenceTaskSpec>>

export type FlorenceTask = keyof typeof FLORENCE_TASKS

export function isFlorenceTask(task: TaskName): task is FlorenceTask {
  return task in FLORENCE_TASKS
}

/** Every task, in the order above. */
export const FLORENCE_TASK_NAMES: readonly FlorenceTask[] = Object.keys(FLORENCE_TASKS).filter(
  (name): name is FlorenceTask => name in FLORENCE_TASKS,
)
