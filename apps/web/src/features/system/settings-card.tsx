'use client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type PerceptionSettings, Settings } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { Card, CardBody, CardHeader } from '@vitrine/ui/card'
import { ErrorState } from '@vitrine/ui/error-state'
import { Field, Input } from '@vitrine/ui/input'
import { Skeleton } from '@vitrine/ui/skeleton'
import { Switch } from '@vitrine/ui/switch'
import { toast } from '@vitrine/ui/toast'
import { type FormEvent, useId, useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
/** What a person may set: what is read, where triage draws its lines, and how long the trash keeps. */
import { messageOf } from '../live/error-message.ts'
import { PerceptionFields } from './perception-fields.tsx'

/** The form's text fields as typed, and what is chosen. */
export interface SettingsDraft {
  maxObjects: string
  maxTextLength: string
  minScore: string
  trashDays: string
  documentLike: boolean
  perception: PerceptionSettings
}

/** Settings as a draft to edit. */
export function draftOf(settings: Settings): SettingsDraft {
  const { maxObjects, maxTextLength, minScore, documentLike } = settings.triage
  return {
    maxObjects: String(maxObjects),
    maxTextLength: String(maxTextLength),
    minScore: String(Math.round(minScore * 100)),
    trashDays: String(settings.trashDays),
    documentLike,
    perception: settings.perception,
  }
}

const messages: Record<string, string> = {
  maxObjects: 'A whole number, 0 or more.',
  maxTextLength: 'A whole number, 0 or more.',
  minScore: 'A percentage from 0 to 100.',
  tasks: 'Choose at least one.',
  trashDays: 'A whole number of days from 1 to 365.',
}

/** An empty field is no number, though JavaScript would read it as 0. */
const toNumber = (text: string) => (text.trim() === '' ? Number.NaN : Number(text))

/** The settings a draft stands for, or what is wrong with it, by field. */
export function parseDraft(
  draft: SettingsDraft,
): { settings: Settings; errors: null } | { settings: null; errors: Record<string, string> } {
  const parsed = Settings.safeParse({
    triage: {
      maxObjects: toNumber(draft.maxObjects),
      maxTextLength: toNumber(draft.maxTextLength),
      minScore: toNumber(draft.minScore) / 100,
      documentLike: draft.documentLike,
    },
    perception: draft.perception,
    trashDays: toNumber(draft.trashDays),
  })
  if (parsed.success) return { settings: parsed.data, errors: null }
  const fields = parsed.error.issues.map((issue) => String(issue.path.at(-1)))
  return {
    settings: null,
    errors: Object.fromEntries(fields.map((field) => [field, messages[field] ?? 'This can’t be.'])),
  }
}

type NumberField = Exclude<keyof SettingsDraft, 'documentLike' | 'perception'>

const fields: { name: NumberField; label: string; hint: string }[] = [
  { name: 'maxObjects', label: 'Most objects', hint: 'More than this ask for a deep reading.' },
  { name: 'maxTextLength', label: 'Most characters of text', hint: 'More than this ask for a deep reading.' },
  { name: 'minScore', label: 'Least score, in percent', hint: 'Objects below it do not count.' },
  { name: 'trashDays', label: 'Days in the trash', hint: 'After that, images are deleted for good.' },
]

function SettingsForm({ settings }: { settings: Settings }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const switchId = useId()
  const [draft, setDraft] = useState(() => draftOf(settings))
  const [errors, setErrors] = useState<Record<string, string>>({})
  const save = useMutation(
    trpc.system.setSettings.mutationOptions({
      onSuccess: async () => {
        toast.success('Settings saved. They hold for images read from now on.')
        await queryClient.invalidateQueries(trpc.system.settings.queryFilter())
      },
      onError: (error) => void toast.error(messageOf(error)),
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const parsed = parseDraft(draft)
    setErrors(parsed.errors ?? {})
    if (parsed.settings) save.mutate(parsed.settings)
  }
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <PerceptionFields
        value={draft.perception}
        error={errors.tasks}
        onChange={(perception) => setDraft({ ...draft, perception })}
      />
      <hr className="border-line" />
      <div className="grid gap-4 sm:grid-cols-2">
        {fields.map(({ name, label, hint }) => (
          <Field key={name} label={label} hint={hint} error={errors[name]}>
            {(ids) => (
              <Input
                {...ids}
                inputMode="numeric"
                value={draft[name]}
                onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      <div className="flex items-center gap-3">
        <Switch
          id={switchId}
          checked={draft.documentLike}
          onCheckedChange={(documentLike) => setDraft({ ...draft, documentLike })}
        />
        <label htmlFor={switchId} className="text-sm">
          Receipts, forms, tables and documents always ask for a deep reading
        </label>
      </div>
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={save.isPending}>
          Save settings
        </Button>
      </div>
    </form>
  )
}

/** The settings, once they are there. */
export function SettingsCard() {
  const trpc = useTRPC()
  const settings = useQuery(trpc.system.settings.queryOptions())
  return (
    <Card aria-label="Settings">
      <CardHeader
        title="Settings"
        description="What is read of an image, and what sends it on to the deep reading."
      />
      <CardBody>
        {settings.isPending && (
          <div role="status" aria-label="Loading settings">
            <Skeleton className="h-56 w-full" />
          </div>
        )}
        {settings.isError && (
          <ErrorState
            className="py-6"
            title="The settings could not be loaded"
            message={messageOf(settings.error)}
            onRetry={() => void settings.refetch()}
          />
        )}
        {settings.data && <SettingsForm key={JSON.stringify(settings.data)} settings={settings.data} />}
      </CardBody>
    </Card>
  )
}
