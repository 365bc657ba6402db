/** What the tiny Florence-2 says: for each task one text, in which `{c}` is the picture's main colour. */
import type { FlorenceTask } from '../../engines/florence2/tasks.ts'

export const TINY_COLOURS = ['red', 'green', 'blue'] as const

const SQUARE = '<loc_100><loc_200><loc_500><loc_600>'
const OUTLINE = '<loc_100><loc_200><loc_500><loc_200><loc_500><loc_600><loc_100><loc_600>'
const LINE = '<loc_10><loc_10><loc_300><loc_10><loc_300><loc_40><loc_10><loc_40>'
const SECOND_LINE = '<loc_10><loc_60><loc_200><loc_60><loc_200><loc_90><loc_10><loc_90>'

export const TINY_ANSWERS: Record<FlorenceTask, string> = {
  caption: 'a {c} square',
  'detailed-caption': 'The image shows a {c} square on a plain background.',
  'more-detailed-caption': 'The image shows a {c} square. It stands on a plain background.',
  'object-detection': `{c} box${SQUARE}dot<loc_0><loc_1><loc_20><loc_21><loc_700><loc_710><loc_720><loc_730>`,
  'dense-region-caption': `a {c} box on the left${SQUARE}`,
  'region-proposal': `${SQUARE}<loc_700><loc_710><loc_720><loc_730>`,
  ocr: 'HELLO {c}',
  'ocr-with-region': `HELLO {c}${LINE}WORLD${SECOND_LINE}`,
  'phrase-grounding': `The {c} square${SQUARE}`,
  'open-vocabulary-detection': `the {c} box${SQUARE}`,
  'referring-expression-segmentation': OUTLINE,
  'region-to-segmentation': `${OUTLINE}<sep>${SECOND_LINE}`,
  'region-to-category': '{c} box<loc_1><loc_2><loc_3><loc_4>',
  'region-to-description': 'a {c} box that lies there<loc_1><loc_2><loc_3><loc_4>',
  'region-to-ocr': 'HELLO {c}<loc_1><loc_2><loc_3><loc_4>',
}
