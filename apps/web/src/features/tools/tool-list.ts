/** The tools of the image page: the vision tasks a person can ask for, and how they are called there. */
import { TASK_INPUT, type TaskName } from '@vitrine/contracts'

/** A tool as its button shows it. */
export interface Tool {
  task: TaskName
  /** On the button. */
  label: string
  /** Its whole name, for assistive technology and for the list of answers; holds the label. */
  name: string
  /** What it does, in a sentence. */
  does: string
  /** On the button that runs it. */
  verb: string
}

/** Tools that take the same kind of thing. */
export interface ToolGroup {
  title: string
  tools: readonly Tool[]
}

const FIND: Tool = {
  task: 'open-vocabulary-detection',
  label: 'Find',
  name: 'Find what I name',
  does: 'Looks for the thing you name and draws a box around it.',
  verb: 'Find',
}

/** In the order of the panel. */
export const TOOL_GROUPS: readonly ToolGroup[] = [
  {
    title: 'By words',
    tools: [
      FIND,
      {
        task: 'referring-expression-segmentation',
        label: 'Segment',
        name: 'Segment what I name',
        does: 'Outlines the thing you name.',
        verb: 'Segment',
      },
      {
        task: 'phrase-grounding',
        label: 'Ground a caption',
        name: 'Ground a caption',
        does: 'Finds what the phrases of a caption speak of.',
        verb: 'Ground',
      },
    ],
  },
  {
    title: 'In a region',
    tools: [
      {
        task: 'region-to-description',
        label: 'Describe',
        name: 'Describe a region',
        does: 'Says what is in the box you draw.',
        verb: 'Describe',
      },
      {
        task: 'region-to-ocr',
        label: 'Read',
        name: 'Read a region',
        does: 'Reads the text in the box you draw.',
        verb: 'Read',
      },
      {
        task: 'region-to-category',
        label: 'Name',
        name: 'Name a region',
        does: 'Names the thing in the box you draw.',
        verb: 'Name',
      },
      {
        task: 'region-to-segmentation',
        label: 'Segment',
        name: 'Segment a region',
        does: 'Outlines the thing in the box you draw.',
        verb: 'Segment',
      },
    ],
  },
  {
    title: 'The whole picture',
    tools: [
      {
        task: 'dense-region-caption',
        label: 'Dense captions',
        name: 'Dense captions',
        does: 'Finds the parts of the picture and says what each one is.',
        verb: 'Caption',
      },
      {
        task: 'region-proposal',
        label: 'Proposals',
        name: 'Region proposals',
        does: 'Boxes whatever looks like a thing of its own, without a name.',
        verb: 'Propose',
      },
      {
        task: 'more-detailed-caption',
        label: 'Long caption',
        name: 'Long caption',
        does: 'Describes the picture in a paragraph.',
        verb: 'Write',
      },
    ],
  },
]

const TOOLS = TOOL_GROUPS.flatMap(({ tools }) => tools)

/** The one that is chosen at first. */
export const FIRST_TOOL = FIND

/** The tool that asks for this task; the first one for tasks that no tool asks for. */
export function toolOf(task: TaskName): Tool {
  return TOOLS.find((tool) => tool.task === task) ?? FIND
}

/** What a tool needs beside the image. */
export const needsOf = ({ task }: Tool) => TASK_INPUT[task]
