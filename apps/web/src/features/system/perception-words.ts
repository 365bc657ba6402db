/** What stage 1 can be asked, in a person's words, and how a choice changes the list of tasks. Pure. */
import type { PerceptionSettings, PerceptionTask } from '@vitrine/contracts'

/** What is on or off by itself; the description is one choice of three. */
export const CHOICES: { task: PerceptionTask; label: string; hint: string }[] = [
  { task: 'caption', label: 'Short caption', hint: 'One sentence, shown under pictures.' },
  { task: 'object-detection', label: 'Objects', hint: 'What is there, and where.' },
  { task: 'ocr-with-region', label: 'Text', hint: 'What is written, line by line, to be found by it.' },
  {
    task: 'dense-region-caption',
    label: 'Phrases for parts',
    hint: 'Many small captions, each with its place.',
  },
]

export type Description = 'none' | 'detailed-caption' | 'more-detailed-caption'

export const DESCRIPTIONS: { value: Description; label: string }[] = [
  { value: 'detailed-caption', label: 'A few sentences' },
  { value: 'more-detailed-caption', label: 'A paragraph (slower)' },
  { value: 'none', label: 'None' },
]

export const TILINGS: { value: PerceptionSettings['tiledOcr']; label: string }[] = [
  { value: 'auto', label: 'In parts where it pays' },
  { value: 'always', label: 'Always in parts (slower)' },
  { value: 'never', label: 'Never in parts' },
]

export function setTask(
  tasks: readonly PerceptionTask[],
  task: PerceptionTask,
  isChosen: boolean,
): PerceptionTask[] {
  const others = tasks.filter((one) => one !== task)
  return isChosen ? [...others, task] : others
}

export function descriptionOf(tasks: readonly PerceptionTask[]): Description {
  if (tasks.includes('more-detailed-caption')) return 'more-detailed-caption'
  return tasks.includes('detailed-caption') ? 'detailed-caption' : 'none'
}

export function setDescription(tasks: readonly PerceptionTask[], description: Description): PerceptionTask[] {
  const others = tasks.filter((task) => task !== 'detailed-caption' && task !== 'more-detailed-caption')
  return description === 'none' ? others : [...others, description]
}
