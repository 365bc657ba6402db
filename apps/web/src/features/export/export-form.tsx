'use client'
import type { ExportedImages, ExportSelection } from '@vitrine/contracts'
import { ExportFormat, ExportedImages as Images } from '@vitrine/contracts'
import { Field, Input } from '@vitrine/ui/input'
import { Select } from '@vitrine/ui/select'
import { Switch } from '@vitrine/ui/switch'
import { useId } from 'react'
import { ColumnPicker } from './column-picker.tsx'
import type { ExportChoice } from './export-choice.ts'
import { describePattern, FORMAT_LABELS, IMAGES_LABELS } from './export-words.ts'

export interface ExportFormProps {
  selection: ExportSelection
  /** How many images it is of, as far as is known. */
  count: number
  choice: ExportChoice
  onChange: (over: Partial<ExportChoice>) => void
}

/** What can be chosen of an export; each format shows what it has use for. */
export function ExportForm({ selection, count, choice, onChange }: ExportFormProps) {
  const { format } = choice
  return (
    <div className="grid gap-4">
      <Field label="Format">
        {({ id }) => (
          <Select
            id={id}
            value={format}
            options={ExportFormat.options.map((value) => ({ value, label: FORMAT_LABELS[value] }))}
            onChange={(value) => onChange({ format: value })}
          />
        )}
      </Field>
      {format === 'csv' ? (
        <ColumnPicker
          selection={selection}
          columns={choice.columns}
          onChange={(columns) => onChange({ columns })}
        />
      ) : null}
      {format === 'zip' ? <ZipFields choice={choice} onChange={onChange} /> : null}
      {format === 'zip' || format === 'html' || format === 'coco' ? (
        <PatternField name={choice.name} count={count} onName={(name) => onChange({ name })} />
      ) : null}
    </div>
  )
}

function ZipFields({ choice, onChange }: Pick<ExportFormProps, 'choice' | 'onChange'>) {
  const isOnlySidecars = choice.images === 'none'
  return (
    <>
      <Field label="Images">
        {(ids) => (
          <Select<ExportedImages>
            id={ids.id}
            value={choice.images}
            options={Images.options.map((value) => ({ value, label: IMAGES_LABELS[value] }))}
            onChange={(images) => onChange({ images })}
          />
        )}
      </Field>
      <Choice
        label="An XMP sidecar beside each image, with its alt text, description and tags"
        isOn={choice.sidecars || isOnlySidecars}
        disabled={isOnlySidecars}
        onChange={(sidecars) => onChange({ sidecars })}
      />
      <Choice
        label="The same written into the images themselves; these are copies, yours stay as they are"
        isOn={choice.embed && !isOnlySidecars}
        disabled={isOnlySidecars}
        onChange={(embed) => onChange({ embed })}
      />
    </>
  )
}

interface ChoiceProps {
  label: string
  isOn: boolean
  disabled: boolean
  onChange: (isOn: boolean) => void
}

function Choice({ label, isOn, disabled, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <div className="flex items-center gap-3">
      <Switch id={id} checked={isOn} disabled={disabled} onCheckedChange={onChange} />
      <label htmlFor={id} className="text-ink text-sm">
        {label}
      </label>
    </div>
  )
}

function PatternField({
  name,
  count,
  onName,
}: {
  name: string
  count: number
  onName: (name: string) => void
}) {
  const described = describePattern(name, count)
  return (
    <Field
      label="File names"
      hint={described.isGood ? `For example ${described.example}` : undefined}
      error={described.isGood ? undefined : described.problem}
    >
      {(ids) => (
        <Input
          {...ids}
          value={name}
          maxLength={200}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onName(event.target.value)}
        />
      )}
    </Field>
  )
}
