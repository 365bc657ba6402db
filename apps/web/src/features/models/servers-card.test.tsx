import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { AppError, type ReasoningServer, type ServersReport } from '@vitrine/contracts'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Answers, renderWithApi } from '~/trpc/api-double.tsx'
import { toAddress } from './server-form.tsx'
import { ServersCard } from './servers-card.tsx'

beforeAll(() => {
  // jsdom lays nothing out.
  Element.prototype.scrollIntoView = () => undefined
})
afterEach(cleanup)

const text = { takesPictures: false, isLoaded: false, memoryBytes: null, contextTokens: null }
const ollama: ReasoningServer = {
  url: 'http://127.0.0.1:11434',
  kind: 'ollama',
  problem: null,
  hasApiKey: false,
  models: [
    { ...text, id: 'llama3:8b', isInUse: false },
    {
      id: 'qwen2.5vl:7b',
      isInUse: true,
      takesPictures: true,
      isLoaded: true,
      memoryBytes: 6_000_000_000,
      contextTokens: 16_384,
    },
  ],
}
const none: ServersReport = { servers: [], model: null, isFixed: false, isHeld: false }

function show(report: Partial<ServersReport> = {}, answers: Answers = {}) {
  const nothing = () => undefined
  return renderWithApi(<ServersCard />, {
    answers: {
      'models.servers': () => ({ ...none, ...report }),
      'models.chooseServers': nothing,
      'models.residency': nothing,
      ...answers,
    },
  })
}
const inputsOf = (calls: { path: string; input: unknown }[], path: string) =>
  calls.filter((call) => call.path === path).map(({ input }) => input)

describe('the card of servers', () => {
  it('takes an address as people type it', async () => {
    const { calls } = show()
    await userEvent.type(await screen.findByLabelText('Address of a server'), '192.168.1.20:11434/')
    await userEvent.type(screen.getByLabelText('Key'), 'secret')
    await userEvent.click(screen.getByRole('button', { name: 'Use this server' }))
    expect(inputsOf(calls, 'models.chooseServers')).toEqual([
      { servers: [{ url: 'http://192.168.1.20:11434', apiKey: 'secret' }], model: null },
    ])
  })

  it('tries an address before it is used', async () => {
    const { calls } = show({}, { 'models.tryServer': () => ollama })
    await userEvent.type(await screen.findByLabelText('Address of a server'), ollama.url)
    await userEvent.click(screen.getByRole('button', { name: 'Test' }))
    expect((await screen.findByRole('status')).textContent).toContain('with qwen2.5vl:7b')
    expect(inputsOf(calls, 'models.chooseServers')).toEqual([])
  })

  it('says what is wrong with what answers', async () => {
    const problem = 'The server at http://nowhere does not answer: there is no such host.'
    show({ servers: [{ ...ollama, kind: null, models: [], problem }] })
    expect(await screen.findByText(problem)).toBeTruthy()
    expect(screen.getByText('problem')).toBeTruthy()
  })

  it('shows the model, and lets Ollama hold it or let go of it', async () => {
    const { calls } = show({ servers: [ollama] })
    expect(await screen.findByText(/^qwen2.5vl:7b, loaded \(\d.*GB\)$/)).toBeTruthy()
    const keep = screen.getByRole('button', { name: 'Keep loaded' })
    expect(keep.getAttribute('aria-pressed')).toBe('false')
    await userEvent.click(keep)
    await userEvent.click(screen.getByRole('button', { name: 'Unload' }))
    expect(inputsOf(calls, 'models.residency')).toEqual([
      { engine: 'openai', request: { action: 'pin' } },
      { engine: 'openai', request: { action: 'eject' } },
    ])
  })

  it('lets go of what is held for ever', async () => {
    const { calls } = show({ servers: [ollama], isHeld: true })
    await userEvent.click(await screen.findByRole('button', { name: 'Kept loaded', pressed: true }))
    expect(inputsOf(calls, 'models.residency')).toEqual([{ engine: 'openai', request: { action: 'unpin' } }])
  })

  it('says so when a conversation has too little room', async () => {
    const models = ollama.models.map((model) => ({ ...model, contextTokens: 4096 }))
    show({ servers: [{ ...ollama, models }] })
    expect(await screen.findByText(/room for 4,096 tokens.*OLLAMA_CONTEXT_LENGTH/)).toBeTruthy()
  })

  it('offers models that take pictures, and keeps the servers when one is chosen', async () => {
    const models = [...ollama.models, { ...text, id: 'minicpm-v:8b', isInUse: false, takesPictures: true }]
    const { calls } = show({ servers: [{ ...ollama, models }] })
    fireEvent.keyDown(await screen.findByLabelText('Model'), { key: 'Enter' })
    expect(await screen.findByRole('option', { name: 'qwen2.5vl:7b' })).toBeTruthy()
    expect(screen.queryByRole('option', { name: /llama3/ })).toBeNull()
    fireEvent.keyDown(screen.getByRole('option', { name: 'minicpm-v:8b' }), { key: 'Enter' })
    await waitFor(() =>
      expect(inputsOf(calls, 'models.chooseServers')).toEqual([
        { servers: [{ url: ollama.url }], model: 'minicpm-v:8b' },
      ]),
    )
  })

  it('removes one of several', async () => {
    const other = { ...ollama, url: 'http://10.0.0.2:8000', kind: 'vllm' }
    const { calls } = show({ servers: [ollama, other] })
    const list = await screen.findByRole('list', { name: 'Servers' })
    await userEvent.click(within(list).getByRole('button', { name: `Remove ${other.url}` }))
    expect(inputsOf(calls, 'models.chooseServers')).toEqual([{ servers: [{ url: ollama.url }], model: null }])
  })

  it('leaves those of the environment as they are', async () => {
    show({ servers: [ollama], isFixed: true })
    expect(await screen.findByText('VITRINE_REASONING_URLS')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Use this server' })).toBeNull()
    expect(screen.queryByRole('button', { name: /^Remove/ })).toBeNull()
  })

  it('says so when the servers are not known', async () => {
    show(
      {},
      {
        'models.servers': () => {
          throw new AppError('sidecar-unreachable', 'The inference sidecar does not answer.')
        },
      },
    )
    expect((await screen.findByRole('alert')).textContent).toContain('does not answer')
  })
})

describe('toAddress', () => {
  it.each([
    ['127.0.0.1:11434', 'http://127.0.0.1:11434'],
    [' https://ai.lan/v1/ ', 'https://ai.lan/v1'],
    ['', ''],
  ])('%s → %s', (typed, url) => {
    expect(toAddress(typed)).toBe(url)
  })
})
