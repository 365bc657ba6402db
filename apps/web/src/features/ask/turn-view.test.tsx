import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { Turn, TurnSearch } from '@vitrine/contracts'
import { toast } from '@vitrine/ui/toast'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeConversation, makeTurn } from './ask-fixture.ts'
import { firstTurn, layOutAskPage, renderAsk } from './ask-in-jsdom.tsx'

beforeAll(layOutAskPage)
afterEach(() => {
  cleanup()
  toast.dismiss()
})

const queued = makeTurn({ id: 9, state: 'queued', answer: '', finishedAt: null })
const failure = (code: NonNullable<Turn['error']>['code']): Turn['error'] => ({
  code,
  message: 'It did not work.',
  retryable: false,
})
const show = (turns: Turn[], activeTurnId = turns.at(-1)?.id ?? null) =>
  renderAsk({
    'ask.get': () => makeConversation(turns, { activeTurnId }),
    'ask.regenerate': () => queued,
    'ask.edit': () => queued,
    'ask.selectBranch': () => null,
    'ask.saveAnswer': () => null,
  })
const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }))

describe('a turn that went wrong', () => {
  it('offers a model, a server and the index where there is no model', async () => {
    const view = show([makeTurn({ id: 1, state: 'failed', answer: '', error: failure('no-engine') })])
    const alert = await screen.findByRole('alert')
    const links = within(alert)
      .getAllByRole('link')
      .map((link) => link.getAttribute('href'))
    expect(links).toEqual(['/models', '/models#servers'])
    await press('Ask the index')
    expect(view.callsTo('ask.regenerate')).toEqual([{ turnId: 1, engine: 'index' }])
  })

  it('lets a question that was too long be changed', async () => {
    show([makeTurn({ id: 1, state: 'failed', answer: '', error: failure('too-large') })])
    const alert = await screen.findByRole('alert')
    await userEvent.click(within(alert).getByRole('button', { name: 'Change the question' }))
    expect(screen.getByRole('textbox', { name: 'The question' })).toHaveProperty('value', 'Question 1')
  })

  it.each<[Turn['state'], string]>([
    ['interrupted', 'Vitrine was stopped while this was written.'],
    ['stopped', 'You stopped this answer.'],
  ])('keeps what was written when it was %s, and is tried again', async (state, words) => {
    const view = show([makeTurn({ id: 1, state, answer: 'Two do' })])
    expect(await screen.findByText(words)).toBeDefined()
    expect(screen.getByText('Two do')).toBeDefined()
    await press('Try again')
    expect(view.callsTo('ask.regenerate')).toEqual([{ turnId: 1 }])
  })
})

describe('branches', () => {
  const turns = [
    makeTurn({ id: 1, question: 'One?' }),
    makeTurn({ id: 2, question: 'Two?' }),
    makeTurn({ id: 3, question: 'On?', parentId: 1 }),
  ]

  it('are told and gone through, to the end of each', async () => {
    const view = show(turns, 2)
    const branches = await screen.findByRole('navigation', { name: 'Other ways this went' })
    expect(branches.textContent).toBe('2/2')
    expect(within(branches).getByRole('button', { name: 'The next version' })).toHaveProperty(
      'disabled',
      true,
    )
    await press('The version before')
    expect(view.callsTo('ask.selectBranch')).toEqual([{ conversationId: 1, turnId: 3 }])
    expect(await screen.findByRole('article', { name: 'Question: On?' })).toBeDefined()
  })

  it('are shown by a link to one, until another is chosen', async () => {
    renderAsk(
      {
        'ask.get': () => makeConversation(turns, { activeTurnId: 2 }),
        'ask.selectBranch': () => null,
      },
      { turnId: 1 },
    )
    expect(await screen.findByRole('article', { name: 'Question: On?' })).toBeDefined()
    await press('The next version')
    expect(await screen.findByRole('article', { name: 'Question: Two?' })).toBeDefined()
  })

  it('begin where a question is changed', async () => {
    const view = show([firstTurn])
    await press('Change the question')
    const field = screen.getByRole('textbox', { name: 'The question' })
    await userEvent.clear(field)
    await userEvent.type(field, 'What breed?{Enter}')
    expect(view.callsTo('ask.edit')).toEqual([{ turnId: 1, question: 'What breed?' }])
    expect(screen.queryByRole('textbox', { name: 'The question' })).toBeNull()
  })
})

describe('what can be done with an answer', () => {
  const open = async (name: string) => {
    await press('More about this answer')
    await userEvent.click(await screen.findByRole('menuitem', { name }))
  }

  it('is copied as Markdown, plain, and as a link', async () => {
    userEvent.setup()
    show([{ ...firstTurn, answer: '**Two** dogs.' }])
    await press('Copy the answer')
    expect(await navigator.clipboard.readText()).toBe('**Two** dogs.')
    await open('Copy as plain text')
    expect(await navigator.clipboard.readText()).toBe('Two dogs.')
    await open('Copy a link to it')
    expect(await navigator.clipboard.readText()).toBe('http://localhost:3000/ask/1?turn=1')
  })

  it('is told anew, by the same or by another engine', async () => {
    const view = show([firstTurn])
    await press('Answer again')
    await open('The index')
    expect(view.callsTo('ask.regenerate')).toEqual([{ turnId: 1 }, { turnId: 1, engine: 'index' }])
  })

  it('is saved to the image as a field', async () => {
    const view = show([{ ...firstTurn, answer: '21.05' }])
    await press('Save to an image')
    fireEvent.keyDown(screen.getByRole('combobox', { name: 'Save as' }), { key: 'Enter' })
    fireEvent.keyDown(await screen.findByRole('option', { name: 'Field' }), { key: 'Enter' })
    expect(screen.getByRole('button', { name: 'Save' })).toHaveProperty('disabled', true)
    await userEvent.type(screen.getByLabelText('Name of the field'), 'Grand total')
    await press('Save')
    expect(view.callsTo('ask.saveAnswer')).toEqual([
      { turnId: 1, imageId: 7, as: { type: 'field', name: 'grand-total', value: '21.05' } },
    ])
    await press('Open')
    expect(view.visits).toEqual(['/images/7'])
  })

  it('tells what answered, what it cost, and what went less well', async () => {
    const usage = {
      promptTokens: 1500,
      cachedTokens: 900,
      imageTokens: 1280,
      completionTokens: 42,
      queueMs: 0,
      firstTokenMs: 800,
      totalMs: 4000,
      tokensPerSecond: 12,
    }
    show([{ ...firstTurn, usage, warnings: ['The second picture was made smaller.'] }])
    await press(/^The index · first word after 0.8 s · 12 tokens\/s/)
    expect(screen.getByText('1,500 tokens')).toBeDefined()
    expect(screen.getByText('The second picture was made smaller.')).toBeDefined()
  })
})

describe('a question about the library', () => {
  const search: TurnSearch = {
    query: 'kind:receipt',
    by: 'rules',
    total: 40,
    isTotalExact: false,
    hits: [7, 8, 9],
    seen: 2,
  }
  const turn = makeTurn({ id: 1, question: 'Over 20?', scope: 'library', search })

  it('shows what was searched, how much was found, and what was looked at', async () => {
    show([{ ...turn, engine: 'openai' }])
    const part = await screen.findByRole('region', { name: 'Search of the library' })
    const all = within(part).getByRole('link', { name: 'at least 40 images' })
    expect(all.getAttribute('href')).toBe('/?q=kind:receipt')
    expect(await within(part).findAllByRole('listitem')).toHaveLength(3)
    expect(within(part).getByText(/The first 2 were looked at/)).toBeDefined()
  })

  it('says nothing of looking where the index answers: it knows all hits alike', async () => {
    show([turn])
    const part = await screen.findByRole('region', { name: 'Search of the library' })
    expect(await within(part).findAllByRole('listitem')).toHaveLength(3)
    expect(within(part).queryByText(/were looked at/)).toBeNull()
  })

  it('is asked again of another search, beside the first', async () => {
    const view = show([turn])
    const field = await screen.findByRole('textbox', { name: 'Search of this question' })
    expect(screen.getByRole('button', { name: 'Ask again' })).toHaveProperty('disabled', true)
    await userEvent.type(field, ' has:table{Enter}')
    await waitFor(() =>
      expect(view.callsTo('ask.send')).toEqual([
        {
          conversationId: 1,
          parentId: null,
          question: 'Over 20?',
          scope: 'library',
          query: 'kind:receipt has:table',
        },
      ]),
    )
  })
})
