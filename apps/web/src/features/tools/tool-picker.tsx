'use client'
/** Which tool: one choice among groups, walked by arrow keys. */
import { type ReactNode, useId } from 'react'
import { TOOL_GROUPS, type Tool, type ToolGroup } from './tool-list.ts'

interface PickerProps {
  tool: Tool
  onChoose: (tool: Tool) => void
}

function Choice({ tool, isChosen, name, onChoose }: ChoiceProps) {
  return (
    <label className="relative inline-flex min-h-8 cursor-pointer select-none items-center rounded-full border border-line-strong px-3 text-ink-soft text-sm transition-colors hover:border-field hover:text-ink has-[:checked]:border-transparent has-[:checked]:bg-primary has-[:checked]:text-on-primary has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-accent has-[:focus-visible]:outline-offset-2">
      <input
        type="radio"
        name={name}
        className="absolute inset-0 cursor-pointer opacity-0"
        aria-label={tool.name}
        checked={isChosen}
        onChange={() => onChoose(tool)}
      />
      <span aria-hidden>{tool.label}</span>
    </label>
  )
}

interface ChoiceProps {
  tool: Tool
  isChosen: boolean
  /** What makes the radio buttons one choice. */
  name: string
  onChoose: (tool: Tool) => void
}

function Group({ group, children }: { group: ToolGroup; children: ReactNode }) {
  return (
    <fieldset>
      <legend className="mb-1 text-ink-faint text-xs">{group.title}</legend>
      <div className="flex flex-wrap gap-1.5">{children}</div>
    </fieldset>
  )
}

/** The arrow keys are the choice's own here: they do not lead to the next image. */
export function ToolPicker({ tool: chosen, onChoose }: PickerProps) {
  const name = useId()
  return (
    <div className="flex flex-col gap-2.5">
      {TOOL_GROUPS.map((group) => (
        <Group key={group.title} group={group}>
          {group.tools.map((tool) => (
            <Choice
              key={tool.task}
              tool={tool}
              isChosen={tool.task === chosen.task}
              name={name}
              onChoose={onChoose}
            />
          ))}
        </Group>
      ))}
    </div>
  )
}
