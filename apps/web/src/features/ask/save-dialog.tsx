'use client'
/** Saves an answer, or a part of it, to a picture: as its caption, description, tag, field or note. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ImageDetail, SaveAnswerRequest } from '@vitrine/contracts'
import { Button } from '@vitrine/ui/button'
import { Dialog, DialogContent } from '@vitrine/ui/dialog'
import { Field, Input, Textarea } from '@vitrine/ui/input'
import { Select } from '@vitrine/ui/select'
import { toast } from '@vitrine/ui/toast'
import { useRouter } from 'next/navigation'
import { type FormEvent, useId, useState } from 'react'
import { useTRPC } from '~/trpc/client.tsx'
import { messageOf } from '../live/error-message.ts'

type Form = SaveAnswerRequest['as']['type']

const FORMS: readonly { value: Form; label: string }[] = [
  { value: 'detailed-caption', label: 'Description' },
  { value: 'caption', label: 'Caption' },
  { value: 'note', label: 'Note' },
  { value: 'tag', label: 'Tag' },
  { value: 'field', label: 'Field' },
]

/** "Due date" → `due-date`. */
export function toFieldName(typed: string): string {
  return typed
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}

function toAs(form: Form, text: string, name: string): SaveAnswerRequest['as'] {
  switch (form) {
    case 'caption':
    case 'detailed-caption':
    case 'note':
      return { type: form, text }
    case 'tag':
      return { type: form, name: text }
    case 'field':
      return { type: form, name: toFieldName(name), value: text }
  }
}

interface SaveDialogProps {
  turnId: number
  text: string
  images: readonly ImageDetail[]
  onClose: () => void
}

export function SaveDialog({ turnId, text, images, onClose }: SaveDialogProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const [imageId, setImageId] = useState(String(images[0]?.id ?? ''))
  const [form, setForm] = useState<Form>('detailed-caption')
  const [name, setName] = useState('')
  const [words, setWords] = useState(text)
  const formId = useId()
  const imageSelect = useId()
  const formSelect = useId()
  const save = useMutation(
    trpc.ask.saveAnswer.mutationOptions({
      onSuccess: (_answer, { imageId: id }) => {
        void queryClient.invalidateQueries(trpc.images.byId.queryFilter({ id }))
        toast.success('Saved to the image', {
          action: { label: 'Open', onClick: () => router.push(`/images/${id}`) },
        })
        onClose()
      },
      onError: (error) => void toast.error('It could not be saved', { description: messageOf(error) }),
    }),
  )
  const isReady = words.trim() !== '' && imageId !== '' && (form !== 'field' || toFieldName(name) !== '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady) save.mutate({ turnId, imageId: Number(imageId), as: toAs(form, words.trim(), name) })
  }
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        title="Save to an image"
        description="It is kept as your words, with what answered beside them."
        footer={
          <Button type="submit" form={formId} variant="primary" busy={save.isPending} disabled={!isReady}>
            Save
          </Button>
        }
      >
        <form id={formId} className="grid gap-3" onSubmit={submit}>
          {images.length > 1 && (
            <div className="grid gap-1.5">
              <label htmlFor={imageSelect} className="font-medium text-ink text-sm">
                Image
              </label>
              <Select
                id={imageSelect}
                value={imageId}
                options={images.map(({ id, fileName }) => ({ value: String(id), label: fileName }))}
                onChange={setImageId}
              />
            </div>
          )}
          <div className="grid gap-1.5">
            <label htmlFor={formSelect} className="font-medium text-ink text-sm">
              Save as
            </label>
            <Select id={formSelect} value={form} options={FORMS} onChange={setForm} />
          </div>
          {form === 'field' && (
            <Field label="Name of the field" hint="For example total, or due date.">
              {(ids) => <Input {...ids} value={name} onChange={(event) => setName(event.target.value)} />}
            </Field>
          )}
          <Field label={form === 'field' ? 'Value' : 'Text'}>
            {(ids) =>
              form === 'tag' || form === 'field' ? (
                <Input
                  {...ids}
                  value={words}
                  maxLength={1000}
                  onChange={(event) => setWords(event.target.value)}
                />
              ) : (
                <Textarea
                  {...ids}
                  value={words}
                  className="max-h-64"
                  onChange={(event) => setWords(event.target.value)}
                />
              )
            }
          </Field>
        </form>
      </DialogContent>
    </Dialog>
  )
}
