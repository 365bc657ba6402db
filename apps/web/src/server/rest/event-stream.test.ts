import { expect, it } from 'vitest'
import { eventStream } from './event-stream.ts'

it('writes each value as the data of one event, and ends with the iterable', async () => {
  async function* values() {
    yield { text: 'one\ntwo' }
    yield 2
  }
  const response = eventStream({ open: values })
  expect(await response.text()).toBe('data: {"text":"one\\ntwo"}\n\ndata: 2\n\n')
})

it('says that it is there when there is nothing to say', async () => {
  let go = () => {}
  const gate = new Promise<void>((resolve) => {
    go = resolve
  })
  async function* values() {
    await gate
    yield 1
  }
  const reader = eventStream({ open: values, pingMs: 1 })
    .body?.pipeThrough(new TextDecoderStream())
    .getReader()
  expect((await reader?.read())?.value).toBe(': ping\n\n')
  go()
  let last: string | undefined
  for (;;) {
    const next = await reader?.read()
    if (!next || next.done) break
    last = next.value
  }
  expect(last).toBe('data: 1\n\n')
})

it('ends its source when the reader goes, also while that waits', async () => {
  let heard: AbortSignal | undefined
  async function* wait(signal: AbortSignal) {
    heard = signal
    yield 1
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  }
  const reader = eventStream({ open: wait }).body?.getReader()
  await reader?.read()
  const waiting = reader?.read()
  await reader?.cancel()
  expect(heard?.aborted).toBe(true)
  expect(await waiting).toEqual({ done: true, value: undefined })
})

it('takes nothing from its source that is not wanted yet', async () => {
  let taken = 0
  async function* count() {
    for (;;) {
      taken += 1
      yield taken
    }
  }
  const reader = eventStream({ open: count }).body?.getReader()
  await reader?.read()
  expect(taken).toBe(1)
  await reader?.cancel()
})
