/** The engine through the real library, with a tiny model whose answers are known. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { ChatMessage } from '@vitrine/contracts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { TINY_GGUF_ANSWER } from '../../testing/tiny/gguf-repository.ts'
import type { ChatJob, Engine } from '../engine.ts'
import { perceived } from '../reasoning/testing.ts'
import { createGgufEngine } from './index.ts'
import { LlamaResult, loadLibrary, notInstalled } from './library.ts'
import type { GgufEngineOptions } from './options.ts'
import {
  answered,
  ask,
  asked,
  type Heard,
  image,
  jobOf,
  makeTinyGguf,
  PICTURE_TOKENS,
  type TinyGguf,
  whyNoLibrary,
} from './testing.ts'

const why = whyNoLibrary()
if (why) console.warn(`Tests with llama.cpp are skipped. ${why}`)

describe.skipIf(why !== null)('the gguf engine', () => {
  let tiny: TinyGguf
  let endless: TinyGguf
  const open: Engine[] = []

  beforeAll(() => {
    tiny = makeTinyGguf()
    endless = makeTinyGguf({ isEndless: true })
  })
  afterEach(async () => {
    for (const engine of open.splice(0)) await engine.dispose()
  })
  afterAll(() => {
    tiny.remove()
    endless.remove()
  })

  async function create(options: GgufEngineOptions): Promise<Engine> {
    const engine = await createGgufEngine(options)
    open.push(engine)
    return engine
  }

  it('answers in whole characters, and ends by itself', async () => {
    const engine = await create(tiny.options)
    const { output, text, events } = await ask(engine, jobOf([asked('hello')]))
    expect(text).toBe(TINY_GGUF_ANSWER)
    expect(output.finish).toBe('stop')
    expect(events[0]).toEqual({ type: 'started', model: engine.models[0]?.model })
    expect(events.filter(({ type }) => type === 'text').length).toBeGreaterThan(3)
    expect(JSON.stringify(events)).not.toContain('\uFFFD')
    expect(output.usage.imageTokens).toBe(0)
    expect(output.usage.completionTokens).toBeGreaterThanOrEqual(8)
  })

  it('ends at the limit of tokens, and leaves half a character out', async () => {
    const engine = await create(tiny.options)
    // A, blank, w, and the first byte of ö.
    const { output, text } = await ask(engine, jobOf([asked('hello')], { maxTokens: 4 }))
    expect(text).toBe('A w')
    expect(output.finish).toBe('length')
  })

  it('looks at every picture, and counts them as the library does', async () => {
    const library = loadLibrary()
    const counted: number[] = []
    const counting = {
      ...library,
      loadModel: async (options: Parameters<typeof library.loadModel>[0]) => {
        const model = await library.loadModel(options)
        const { parallel } = model
        const complete = parallel.completion.bind(parallel)
        parallel.completion = async (question, onToken) => {
          const handle = await complete(question, onToken)
          void handle.promise.then((result) => {
            const { timings } = LlamaResult.parse(result)
            counted.push(timings.cache_n + timings.prompt_n)
          })
          return handle
        }
        return model
      },
    }
    const engine = await create({ ...tiny.options, loadLibrary: () => counting })
    const one = await ask(engine, jobOf([asked(image('red'), 'what?')]))
    const both = await ask(engine, jobOf([asked(image('red'), image('blue'), 'what?')]))
    expect(one.output.usage.imageTokens).toBe(PICTURE_TOKENS)
    expect(both.output.usage.imageTokens).toBe(2 * PICTURE_TOKENS)
    // 12 tokens in 4 columns are 4 positions.
    const positions = ({ output: { usage } }: Heard, pictures: number) =>
      (usage.promptTokens ?? 0) - pictures * (PICTURE_TOKENS - 4)
    expect(counted).toEqual([positions(one, 1), positions(both, 2)])
    const read = both.events.flatMap((event) => (event.type === 'reading' ? event.doneTokens : []))
    expect(read).toEqual([0, both.output.usage.promptTokens])
    expect(both.text).toBe(TINY_GGUF_ANSWER)
  })

  it('reads of a follow-up only what is new', async () => {
    const engine = await create(tiny.options)
    const first = [asked(image('red'), image('blue'), 'what is this, and what is that?')]
    const before = await ask(engine, jobOf(first, { conversation: 'a' }))
    const next = [...first, answered(before.text), asked('why?')]
    const after = await ask(engine, jobOf(next, { conversation: 'a' }))
    const { promptTokens, cachedTokens } = after.output.usage
    expect(before.output.usage.cachedTokens).toBe(0)
    expect(cachedTokens).toBeGreaterThanOrEqual(before.output.usage.promptTokens ?? Number.NaN)
    expect(promptTokens).toBeGreaterThan(cachedTokens ?? Number.NaN)
    const begun = after.events.find(({ type }) => type === 'reading')
    expect(begun?.type === 'reading' && begun.totalTokens).toBeLessThan(promptTokens ?? 0)
  })

  /** Asks on, by turns; what each turn has read and what it has said. */
  async function converse(engine: Engine, beginnings: readonly (readonly ChatMessage[])[]) {
    const talks = beginnings.map((messages, at) => ({ conversation: `talk-${at}`, messages: [...messages] }))
    const turns: { unread: number; job: ChatJob; text: string }[][] = talks.map(() => [])
    for (let turn = 0; turn < 5; turn += 1)
      for (const [at, { conversation, messages }] of talks.entries()) {
        const job = jobOf([...messages], { conversation })
        const { output, text } = await ask(engine, job)
        const unread = (output.usage.promptTokens ?? 0) - (output.usage.cachedTokens ?? 0)
        turns[at]?.push({ unread, job, text })
        messages.push(answered(text), asked(`and ${turn}?`))
      }
    return turns
  }

  it.each([
    ['about a picture', [[asked(image('red'), 'first?')]]],
    ['of words alone', [[asked('something that is long enough to be worth keeping')]]],
    [
      'beside two others, by turns',
      [
        [asked(image('red'), 'first?')],
        [asked(image('blue'), image('red'), 'what is the difference?')],
        [asked('something that is long enough to be worth keeping')],
      ],
    ],
  ])('goes on so through five turns of a conversation %s', async (_how, beginnings) => {
    const engine = await create(tiny.options)
    for (const turns of await converse(engine, beginnings)) {
      const [whole = 0, ...news] = turns.map(({ unread }) => unread)
      expect(whole).toBeGreaterThan(60)
      expect(news).toHaveLength(4)
      for (const tokens of news) expect(tokens).toBeLessThan(40)
    }
  })

  it('says then what it would have said if it had read everything', async () => {
    const mindful = makeTinyGguf({ isMindful: true })
    const keeping = await create(mindful.options)
    const beginnings = [[asked(image('red'), 'first?')], [asked('words alone')]]
    const turns = (await converse(keeping, beginnings)).flat()
    const anew = await create({ ...mindful.options, statesDir: path.join(mindful.dir, 'others') })
    const same: boolean[] = []
    for (const { job, text } of turns) {
      // Two others in between, so that no slot has anything of it.
      for (const other of ['x', 'y']) await ask(anew, jobOf([asked(other)]))
      const { conversation: _, ...without } = job
      const { text: expected } = await ask(anew, without)
      same.push(expected === text)
    }
    mindful.remove()
    expect(new Set(turns.map(({ text }) => text)).size).toBeGreaterThan(5)
    // Two tokens of a random model may be as likely as each other, and then it hangs on how a prompt was cut into runs.
    expect(same.filter((isSame) => !isSame).length).toBeLessThanOrEqual(1)
  })

  it('reads a conversation again whose file is gone or damaged', async () => {
    const engine = await create(tiny.options)
    const files = () => readdirSync(tiny.options.statesDir).filter((name) => name.endsWith('.state'))
    const first = [asked('something that is long enough')]
    const before = await ask(engine, jobOf(first, { conversation: 'a' }))
    const [file] = files()
    if (file === undefined) throw new Error('Nothing was kept.')
    for (const damage of [
      (state: string) => rmSync(state),
      (state: string) => writeFileSync(state, 'no state at all'),
      (state: string) => truncateSync(state, statSync(state).size - 1000),
    ]) {
      const [kept] = files()
      if (kept === undefined) throw new Error('Nothing was kept.')
      damage(path.join(tiny.options.statesDir, kept))
      const next = [...first, answered(before.text), asked('why?')]
      const { output, text } = await ask(engine, jobOf(next, { conversation: 'a' }))
      expect(text).toBe(TINY_GGUF_ANSWER)
      expect(output.usage.cachedTokens).toBe(0)
      expect(files()).toHaveLength(1)
    }
  })

  it('keeps nothing of who names no conversation, and nothing at all when it goes', async () => {
    const engine = await createGgufEngine(tiny.options)
    await ask(engine, jobOf([asked('hello')]))
    expect(readdirSync(tiny.options.statesDir)).toEqual([])
    await ask(engine, jobOf([asked('hello')], { conversation: 'a' }))
    expect(readdirSync(tiny.options.statesDir)).not.toEqual([])
    await engine.dispose()
    expect(existsSync(tiny.options.statesDir)).toBe(false)
  })

  it('takes another picture in the same place for another', async () => {
    const engine = await create(tiny.options)
    await ask(engine, jobOf([asked(image('red'), 'what?')]))
    const { output } = await ask(engine, jobOf([asked(image('blue'), 'what?')]))
    expect(output.usage.cachedTokens).toBeLessThan((output.usage.promptTokens ?? 0) - PICTURE_TOKENS)
  })

  it('stops within a token, and answers the next', async () => {
    const engine = await create(endless.options)
    const abort = new AbortController()
    let pieces = 0
    const onEvent = ({ type }: { type: string }) => {
      if (type !== 'text') return
      pieces += 1
      abort.abort()
    }
    const job = jobOf([asked(image('red'), 'go on')], { maxTokens: 900 })
    await expect(ask(engine, job, { signal: abort.signal, onEvent })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(pieces).toBe(1)
    const { output } = await ask(engine, jobOf([asked('hello')], { maxTokens: 5 }))
    expect(output.usage.completionTokens).toBe(5)
  })

  it('stops while it reads, and answers the next', async () => {
    const engine = await create(tiny.options)
    const abort = new AbortController()
    const onEvent = ({ type }: { type: string }) => {
      if (type === 'reading') queueMicrotask(() => abort.abort())
    }
    const job = jobOf([asked(image('red'), image('blue'), 'what?')])
    await expect(ask(engine, job, { signal: abort.signal, onEvent })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect((await ask(engine, job)).text).toBe(TINY_GGUF_ANSWER)
  })

  it('does nothing for who has left already', async () => {
    const engine = await create(tiny.options)
    await expect(ask(engine, jobOf([asked('hello')]), { signal: AbortSignal.abort() })).rejects.toMatchObject(
      { code: 'cancelled' },
    )
  })

  it('writes two answers at once', async () => {
    const engine = await create(endless.options)
    const said: string[] = []
    const talk = (conversation: string, picture: string) =>
      ask(engine, jobOf([asked(image(picture), 'go on')], { conversation, maxTokens: 200 }), {
        onEvent: ({ type }) => {
          if (type === 'text') said.push(conversation)
        },
      })
    const both = await Promise.all([talk('a', 'red'), talk('b', 'blue')])
    expect(both.map(({ output }) => output.usage.completionTokens)).toEqual([200, 200])
    // The first has not said all before the second begins.
    expect(said.lastIndexOf('a')).toBeGreaterThan(said.indexOf('b'))
    expect(said.lastIndexOf('b')).toBeGreaterThan(said.indexOf('a'))
  })

  it('says how long a conversation is that is too long', async () => {
    const engine = await create(tiny.options)
    await expect(ask(engine, jobOf([asked('x'.repeat(1100))]))).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringMatching(/has 1\d\d\d tokens, and there is room for 1024/),
      suggestion: expect.stringContaining('fewer or smaller pictures'),
    })
    expect((await ask(engine, jobOf([asked('hello')]))).text).toBe(TINY_GGUF_ANSWER)
  })

  it('ends an answer where the context does', async () => {
    const engine = await create({ ...endless.options, contextTokens: 256 })
    const { output } = await ask(engine, jobOf([asked(image('red'), 'go on')], { maxTokens: 4000 }))
    expect(output.finish).toBe('length')
    const { promptTokens, completionTokens } = output.usage
    expect((promptTokens ?? 0) + (completionTokens ?? 0)).toBeLessThanOrEqual(256)
  })

  it('takes marks that people write for what they are', async () => {
    const engine = await create(tiny.options)
    const { output } = await ask(engine, jobOf([asked(image('red'), 'a <__media__> b <|im_end|>')]))
    const plain = await ask(engine, jobOf([asked(image('red'), 'a   b  ')]))
    expect(output.usage.promptTokens).toBe(plain.output.usage.promptTokens)
  })

  it('names a file that is damaged, and does not give it to the library', async () => {
    const broken = makeTinyGguf()
    const name = 'mmproj-Qwen2-VL-7B-Instruct-f16.gguf'
    const file = path.join(broken.dir, name)
    truncateSync(file, readFileSync(file).length - 1000)
    await expect(create(broken.options)).rejects.toMatchObject({
      code: 'no-engine',
      message: `${name} is missing, damaged or cut short.`,
    })
    broken.remove()
  })

  it('never takes the processor in place of a card', async () => {
    const library = loadLibrary()
    const withoutCards = {
      ...library,
      isLibVariantAvailable: () => Promise.resolve(true),
      getBackendDevicesInfo: () =>
        Promise.resolve([{ backend: 'CPU', type: 'cpu', deviceName: 'CPU', maxMemorySize: 1 }]),
    }
    await expect(
      create({ ...tiny.options, device: 'vulkan', loadLibrary: () => withoutCards }),
    ).rejects.toMatchObject({ code: 'no-engine', message: expect.stringContaining('only the processor') })
  })

  it('gives a model back that was put on the processor after all', async () => {
    const library = loadLibrary()
    const posing = {
      ...library,
      isLibVariantAvailable: () => Promise.resolve(true),
      getBackendDevicesInfo: () =>
        Promise.resolve([{ backend: 'Vulkan', type: 'gpu', deviceName: 'Vulkan0', maxMemorySize: 1 }]),
      loadModel: (options: Parameters<typeof library.loadModel>[0]) =>
        library.loadModel({ ...options, lib_variant: 'default', n_gpu_layers: 0 }),
    }
    await expect(
      create({ ...tiny.options, device: 'vulkan', loadLibrary: () => posing }),
    ).rejects.toMatchObject({ code: 'no-engine', message: expect.stringContaining('only the processor') })
  })

  it('does deep readings', async () => {
    const engine = await create({ ...tiny.options, contextTokens: 8192 })
    const picture = await jobOf([]).pictures.get('red')?.decode()
    if (!picture || !engine.reason) throw new Error('nothing to read with')
    const result = await engine.reason(
      picture,
      { reasons: [], perception: perceived() },
      new AbortController().signal,
    )
    expect(JSON.stringify(result)).toContain(TINY_GGUF_ANSWER)
  })
})

describe('the gguf engine without its library', () => {
  it('says what is missing and what to do', async () => {
    const tiny = makeTinyGguf()
    const loading = createGgufEngine({
      ...tiny.options,
      loadLibrary: () => {
        throw notInstalled()
      },
    })
    await expect(loading).rejects.toMatchObject({
      code: 'no-engine',
      message: expect.stringContaining('@fugood/llama.node is missing'),
      suggestion: expect.stringContaining('Install again'),
    })
    tiny.remove()
  })
})
