/** In its own process, whose output others read: what people ask is in no log. */
import { pino } from 'pino'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { EngineChild } from '../../host/engine-child.ts'
import { findChildEntry } from '../../host/entry.ts'
import { TINY_GGUF_ANSWER } from '../../testing/tiny/gguf-repository.ts'
import { asked, image, makeTinyGguf, whyNoLibrary } from './testing.ts'

describe.skipIf(whyNoLibrary() !== null)("the gguf engine's process", () => {
  it('answers, and writes nothing of the question anywhere', async () => {
    const tiny = makeTinyGguf()
    const plain = { width: 64, height: 64, channels: 3, background: '#c22' } as const
    const bytes = await sharp({ create: plain }).png().toBuffer()
    const lines: string[] = []
    const logger = pino({ level: 'trace' }, { write: (line) => lines.push(line) })
    const child = new EngineChild({
      entry: findChildEntry(),
      setup: {
        engine: 'gguf',
        weights: tiny.options.weights,
        device: 'cpu',
        threads: 1,
        cacheDir: tiny.dir,
        maxPixels: 1e6,
        heartbeatMs: 1000,
      },
      logger,
      now: () => performance.now(),
    })
    await child.loaded
    let text = ''
    const [answer] = await child.run(
      [
        {
          type: 'chat',
          // It is with a picture that the library writes the words out.
          messages: [asked(image('red'), 'the secret of the garden')],
          pictures: [{ key: 'red', bytes }],
          maxTokens: 20,
          maxPixels: 1e6,
          temperature: 0,
        },
      ],
      {
        signal: new AbortController().signal,
        say: (event) => {
          if (event.type === 'text') text += event.text
        },
      },
    )
    await child.stop(20_000)
    tiny.remove()
    expect(answer?.ok).toBe(true)
    expect(text).toBe(TINY_GGUF_ANSWER)
    expect(lines.join('')).not.toContain('secret')
  }, 60_000)
})
