/** What is told of servers of every kind, over real HTTP. */
import { afterEach, describe, expect, it } from 'vitest'
import { type FakeModelServer, startFakeModelServer } from '../../testing/fake-model-server.ts'
import { createHttp } from './http.ts'
import { parseAddress } from './settings.ts'
import { surveyServer } from './survey.ts'

const servers: FakeModelServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

async function survey(given: Partial<FakeModelServer>, wanted?: string) {
  const server = await startFakeModelServer(given)
  servers.push(server)
  const http = createHttp({})
  try {
    return await surveyServer({
      http,
      wanted,
      address: parseAddress(server.url),
      headers: {},
      timeoutMs: 5000,
    })
  } finally {
    await http.close()
  }
}

const LOADED = [{ name: 'b', size_vram: 6_000_000_000 }]
const ab = { models: ['a', 'b'], seeing: ['b'] }

describe('a survey', () => {
  it.each<[string, Partial<FakeModelServer>, object]>([
    [
      'Ollama',
      { ...ab, kind: 'ollama', loaded: LOADED, contextTokens: 4096 },
      { takesPictures: true, isLoaded: true, memoryBytes: 6_000_000_000, contextTokens: 4096 },
    ],
    [
      'LM Studio',
      { ...ab, kind: 'lm-studio', loaded: LOADED, contextTokens: 8192 },
      { takesPictures: true, isLoaded: true, memoryBytes: null, contextTokens: 8192 },
    ],
    [
      'llama-server',
      { kind: 'llama-server', models: ['b'], seeing: ['b'], contextTokens: 16_384 },
      { takesPictures: true, isLoaded: null, memoryBytes: null, contextTokens: 16_384 },
    ],
    [
      'vLLM',
      { kind: 'vllm', models: ['b'], contextTokens: 32_768 },
      { takesPictures: null, isLoaded: null, memoryBytes: null, contextTokens: 32_768 },
    ],
  ])('of %s tells of the model in use', async (_name, given, expected) => {
    const { models, problem, kind } = await survey(given)
    expect({ problem, kind }).toEqual({ problem: null, kind: given.kind })
    expect(models.find(({ isInUse }) => isInUse)).toEqual({ id: 'b', isInUse: true, ...expected })
  })

  it('of one that says less goes by the names', async () => {
    const { models } = await survey({ kind: 'ollama', models: ['llama3', 'qwen2.5vl:7b'] })
    expect(models).toMatchObject([
      { id: 'llama3', isInUse: false, takesPictures: null },
      { id: 'qwen2.5vl:7b', isInUse: true, takesPictures: true },
    ])
  })

  it('lists the models of a server that has none of use, so that another can be chosen', async () => {
    const found = await survey({ ...ab, kind: 'ollama' }, 'gone')
    expect(found.models.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(found.problem).toContain('no model called gone')
  })

  it('tells what to do about an Ollama without a model', async () => {
    expect((await survey({ kind: 'ollama', models: [] })).problem).toContain('ollama pull qwen2.5vl:7b')
  })

  it('tells of a key that is wanted', async () => {
    expect(await survey({ apiKey: 'secret' })).toMatchObject({
      kind: null,
      models: [],
      problem: expect.stringContaining('wants a key'),
    })
  })
})
