import { describe, expect, it } from 'vitest'
import { toEventStream } from './event-stream.ts'

async function* from<T>(values: readonly T[]): AsyncGenerator<T, void> {
  yield* values
}

describe('a stream of events', () => {
  it('writes each as JSON, and ends', async () => {
    const response = toEventStream({ n: 1 }, from([{ n: 2 }]), { onCancel: () => undefined })
    expect(await response.text()).toBe('data: {"n":1}\n\ndata: {"n":2}\n\n')
  })

  it('says now and then that it is still there, and loses nothing meanwhile', async () => {
    let go: () => void = () => undefined
    const gate = new Promise<void>((resolve) => {
      go = resolve
    })
    async function* late(): AsyncGenerator<string, void> {
      await gate
      yield 'late'
    }
    const response = toEventStream('first', late(), { onCancel: () => undefined, pingMs: 1 })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toBe('data: "first"\n\n')
    expect((await reader?.read())?.value).toBe(': ping\n\n')
    go()
    let rest = ''
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) rest += part.value
    expect(rest.replaceAll(': ping\n\n', '')).toBe('data: "late"\n\n')
  })

  it('tells when the client goes', async () => {
    let gone = 0
    const response = toEventStream('first', from(['second']), {
      onCancel: () => {
        gone += 1
      },
    })
    await response.body?.cancel()
    expect(gone).toBe(1)
  })
})
