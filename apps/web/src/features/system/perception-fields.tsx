'use client'
/** How stage 1 reads: which tasks, and whether large pages are read in tiles. */
import type { PerceptionSettings, PerceptionTask } from '@vitrine/contracts'
import { Checkbox } from '@vitrine/ui/checkbox'
import { Field } from '@vitrine/ui/input'
import { Select } from '@vitrine/ui/select'
import { useId } from 'react'
import { CHOICES, DESCRIPTIONS, descriptionOf, setDescription, setTask, TILINGS } from './perception-words.ts'

export interface PerceptionFieldsProps {
  value: PerceptionSettings
  error: string | undefined
  onChange: (value: PerceptionSettings) => void
}

export function PerceptionFields({ value, error, onChange }: PerceptionFieldsProps) {
  const errorId = useId()
  const setTasks = (tasks: PerceptionTask[]) => onChange({ ...value, tasks })
  return (
    <fieldset aria-describedby={error ? errorId : undefined} className="grid gap-4">
      <legend className="sr-only">What is read of every picture</legend>
      <div className="grid gap-1">
        <p aria-hidden className="font-medium text-sm">
          What is read of every picture
        </p>
        <p className="text-ink-faint text-xs">
          Less is faster. It holds for engines that can choose, such as Florence-2; the builtin engine always
          reads all that it can.
        </p>
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        {CHOICES.map(({ task, label, hint }) => (
          <TaskChoice
            key={task}
            label={label}
            hint={hint}
            isChosen={value.tasks.includes(task)}
            onChoose={(isChosen) => setTasks(setTask(value.tasks, task, isChosen))}
          />
        ))}
      </div>
      {error ? (
        <p id={errorId} role="alert" className="text-danger-ink text-xs">
          {error}
        </p>
      ) : null}
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="Description" hint="The longer text on an image’s page.">
          {({ id }) => (
            <Select
              id={id}
              value={descriptionOf(value.tasks)}
              options={DESCRIPTIONS}
              onChange={(description) => setTasks(setDescription(value.tasks, description))}
            />
          )}
        </Field>
        <Field label="Large pages" hint="Small print is found by reading a page in parts, too.">
          {({ id }) => (
            <Select
              id={id}
              value={value.tiledOcr}
              options={TILINGS}
              onChange={(tiledOcr) => onChange({ ...value, tiledOcr })}
            />
          )}
        </Field>
      </div>
    </fieldset>
  )
}

interface TaskChoiceProps {
  label: string
  hint: string
  isChosen: boolean
  onChoose: (isChosen: boolean) => void
}

function TaskChoice({ label, hint, isChosen, onChoose }: TaskChoiceProps) {
  const id = useId()
  return (
    <div className="flex items-start gap-2.5">
      <Checkbox
        id={id}
        className="mt-0.5"
        checked={isChosen}
        aria-describedby={`${id}-hint`}
        onCheckedChange={(checked) => onChoose(checked === true)}
      />
      <div className="grid gap-0.5 text-sm">
        <label htmlFor={id}>{label}</label>
        <p id={`${id}-hint`} className="text-ink-faint text-xs">
          {hint}
        </p>
      </div>
    </div>
  )
}
