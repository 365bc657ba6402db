import { describe, expect, it } from 'vitest'
import { toEventStream } from './event-stream.ts'

const QUIETLY = { onCancel: () => undefined, toFailure: String }

async function* from<T>(values: readonly T[]): AsyncGenerator<T, void> {
  yield* values
}

describe('a stream of events', () => {
  it('writes each as JSON, and ends', async () => {
    const response = await toEventStream<unknown>(from([{ n: 1 }, { n: 2 }]), QUIETLY)
    expect(await response.text()).toBe('data: {"n":1}\n\ndata: {"n":2}\n\n')
  })

  it('says now and then that it is still there, and loses nothing meanwhile', async () => {
    let go: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      go = resolve
    })
    async function* late(): AsyncGenerator<string, void> {
      yield 'first'
      await gate
      yield 'late'
    }
    const response = await toEventStream(late(), { ...QUIETLY, pingMs: 1 })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toBe('data: "first"\n\n')
    expect((await reader?.read())?.value).toBe(': ping\n\n')
    go()
    let rest = ''
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) rest += part.value
    expect(rest.replaceAll(': ping\n\n', '')).toBe('data: "late"\n\n')
  })

  it('is an error instead when the first fails soon', async () => {
    // biome-ignore lint/correctness/useYield: it fails before it has anything to say.
    async function* failing(): AsyncGenerator<string, void> {
      throw new Error('nothing here')
    }
    await expect(toEventStream(failing(), QUIETLY)).rejects.toThrow('nothing here')
  })

  it('begins before its first value when that is late, and then ends with what went wrong', async () => {
    let fail: () => void = () => undefined
    const gate = new Promise<void>((_resolve, reject) => {
      fail = () => reject(new Error('nothing here'))
    })
    async function* failing(): AsyncGenerator<string, void> {
      await gate
      yield 'never'
    }
    const response = await toEventStream(failing(), { ...QUIETLY, pingMs: 1 })
    fail()
    const text = await response.text()
    expect(text.startsWith(': ping\n\n')).toBe(true)
    expect(text.replaceAll(': ping\n\n', '')).toBe('data: "Error: nothing here"\n\n')
  })

  it('tells when the client goes', async () => {
    let gone = 0
    const response = await toEventStream(from(['first', 'second']), {
      ...QUIETLY,
      onCancel: () => {
        gone += 1
      },
    })
    await response.body?.cancel()
    expect(gone).toBe(1)
  })
})
