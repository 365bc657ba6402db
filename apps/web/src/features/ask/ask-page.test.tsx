import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { AppError, type TurnEvent } from '@vitrine/contracts'
import { toast } from '@vitrine/ui/toast'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Feed } from '~/trpc/feed.ts'
import { indexOnly, makeConversation, makeTurn } from './ask-fixture.ts'
import { firstTurn, layOutAskPage, renderAsk } from './ask-in-jsdom.tsx'

beforeAll(layOutAskPage)
afterEach(() => {
  cleanup()
  toast.dismiss()
})

const field = () => screen.findByRole('textbox', { name: 'Your question' })
const turn = (question: string) => screen.findByRole('article', { name: `Question: ${question}` })

describe('a new conversation', () => {
  const start = { conversationId: null }

  it('offers questions that fit, and writes the one that is taken', async () => {
    renderAsk({}, { ...start, pictures: [{ imageId: 7, region: null }] })
    await userEvent.click(await screen.findByRole('button', { name: 'What is happening here?' }))
    expect(await field()).toHaveProperty('value', 'What is happening here?')
    expect(document.activeElement).toBe(await field())
  })

  it('says what can be done without a model, and where to get one', async () => {
    renderAsk({ 'ask.engines': () => indexOnly }, start)
    expect(await screen.findByText(/the index answers/)).toBeDefined()
    const link = screen.getByRole('link', { name: 'Download a model or name a server' })
    expect(link.getAttribute('href')).toBe('/models')
  })

  it('sends the question with its pictures, and goes to the conversation', async () => {
    const region = { x: 0, y: 0, width: 0.5, height: 0.5 }
    const view = renderAsk(
      { 'ask.send': () => makeTurn({ id: 1, conversationId: 12, state: 'queued', answer: '' }) },
      { ...start, pictures: [{ imageId: 7, region }] },
    )
    await userEvent.type(await field(), 'What is it?{Enter}')
    await waitFor(() => expect(view.visits).toEqual(['/ask/12']))
    expect(view.callsTo('ask.send')).toEqual([
      {
        conversationId: null,
        parentId: null,
        question: 'What is it?',
        pictures: [{ imageId: 7, region }],
        scope: 'pictures',
        engine: null,
        model: null,
      },
    ])
  })

  it('asks about what a search finds when it began there', async () => {
    const view = renderAsk({}, { ...start, search: 'kind:receipt' })
    expect((await screen.findByText(/what is found by/)).textContent).toContain('kind:receipt')
    await userEvent.type(await field(), 'Which is the dearest?{Enter}')
    await waitFor(() => expect(view.callsTo('ask.send')).toHaveLength(1))
    expect(view.callsTo('ask.send')[0]).toMatchObject({
      scope: 'library',
      query: 'kind:receipt',
      pictures: [],
    })
  })

  it('brings back what was written when it could not be asked', async () => {
    renderAsk(
      {
        'ask.send': () => {
          throw new AppError('database-busy', 'The database is busy.')
        },
      },
      start,
    )
    await userEvent.type(await field(), 'How many dogs?{Enter}')
    expect(await screen.findByText('The database is busy.')).toBeDefined()
    expect(await field()).toHaveProperty('value', 'How many dogs?')
  })
})

describe('writing', () => {
  it('breaks the line with Shift, and leaves Enter to an input method', async () => {
    const view = renderAsk()
    await turn('What is here?')
    await userEvent.type(await field(), 'one{Shift>}{Enter}{/Shift}two')
    fireEvent.keyDown(await field(), { key: 'Enter', isComposing: true })
    expect(await field()).toHaveProperty('value', 'one\ntwo')
    expect(view.callsTo('ask.send')).toEqual([])
  })

  it('goes on with the pictures of the conversation', async () => {
    const next = makeTurn({ id: 2, parentId: 1, state: 'queued', answer: '', finishedAt: null })
    let turns = [firstTurn]
    const view = renderAsk({
      'ask.get': () => makeConversation(turns),
      'ask.send': () => {
        turns = [firstTurn, next]
        return next
      },
    })
    await turn('What is here?')
    expect(screen.getByRole('radio', { name: 'These pictures' })).toHaveProperty('checked', true)
    await userEvent.type(await field(), 'Which breed?{Enter}')
    expect(view.callsTo('ask.send')).toEqual([
      { conversationId: 1, parentId: 1, question: 'Which breed?', pictures: [], scope: 'pictures' },
    ])
    await turn('Question 2')
  })

  it('goes to the whole library when that is chosen', async () => {
    const view = renderAsk()
    await turn('What is here?')
    await userEvent.click(screen.getByRole('radio', { name: 'Whole library' }))
    await userEvent.type(await field(), 'Where else?{Enter}')
    expect(view.callsTo('ask.send')).toMatchObject([{ scope: 'library' }])
  })

  it('has the focus in a new conversation, where a keyboard is at hand', async () => {
    renderAsk({}, { conversationId: null })
    expect(document.activeElement).toBe(await field())
  })

  it('leaves the slash to the search', async () => {
    renderAsk()
    await turn('What is here?')
    await userEvent.keyboard('/')
    expect(document.activeElement).not.toBe(await field())
  })

  it('takes up the last question again with the arrow, and leaves it on Escape', async () => {
    renderAsk()
    await turn('What is here?')
    await userEvent.type(await field(), '{ArrowUp}')
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'The question' }))
    await userEvent.keyboard('{Escape}')
    expect(screen.queryByRole('textbox', { name: 'The question' })).toBeNull()
  })
})

describe('an answer that is being written', () => {
  const running = makeTurn({
    id: 1,
    question: 'What is here?',
    state: 'running',
    answer: '',
    finishedAt: null,
  })
  function open() {
    const feed = new Feed<TurnEvent>()
    const view = renderAsk({
      'ask.get': () => makeConversation([running]),
      'ask.watch': () => feed,
      'ask.stop': () => null,
    })
    return { ...view, feed }
  }
  const toldIn = (article: HTMLElement) =>
    within(article)
      .getAllByRole('status')
      .map((status) => status.textContent)
      .join('')

  it('shows what is done, then the words, and announces only begin and end', async () => {
    const { feed } = open()
    const article = await turn('What is here?')
    feed.push({ type: 'progress', progress: { step: 'reading', doneTokens: 340, totalTokens: 1200 } })
    expect(await screen.findByText('Reading 340 of 1,200 tokens…')).toBeDefined()
    feed.push({ type: 'text', offset: 0, text: 'Two small ' }, { type: 'text', offset: 10, text: 'animals' })
    expect(await within(article).findByText('Two small animals')).toBeDefined()
    expect(toldIn(article)).toBe('Answering.')
    feed.push({ type: 'turn', turn: { ...running, state: 'done', answer: 'Two small animals.' } })
    await waitFor(() => expect(toldIn(article)).toBe('The answer is ready.'))
    expect(within(article).getByText('Two small animals.')).toBeDefined()
    expect(feed.isHeard).toBe(false)
  })

  it('is stopped by button, and by Escape while the next question is written', async () => {
    const view = open()
    await turn('What is here?')
    await userEvent.click(await screen.findByRole('button', { name: 'Stop' }))
    await userEvent.type(await field(), 'And{Escape}')
    expect(view.callsTo('ask.stop')).toEqual([{ turnId: 1 }, { turnId: 1 }])
  })

  it('lets no other question go before it has ended', async () => {
    const view = open()
    await turn('What is here?')
    await userEvent.type(await field(), 'And?{Enter}')
    expect(view.callsTo('ask.send')).toEqual([])
    expect(await field()).toHaveProperty('value', 'And?')
  })

  it('says nothing of answers that were there before', async () => {
    renderAsk()
    expect(toldIn(await turn('What is here?'))).toBe('')
  })
})

describe('a long conversation', () => {
  const turns = Array.from({ length: 60 }, (_, index) =>
    makeTurn({ id: index + 1, parentId: index === 0 ? null : index }),
  )

  it('shows its newest turns, and those before when asked', async () => {
    renderAsk({ 'ask.get': () => makeConversation(turns) })
    await turn('Question 60')
    expect(screen.getAllByRole('article')).toHaveLength(40)
    await userEvent.click(screen.getByRole('button', { name: 'Show the 20 before' }))
    expect(screen.getAllByRole('article')).toHaveLength(60)
    expect(screen.queryByRole('button', { name: /^Show the/ })).toBeNull()
  })

  it('shows the turn that is linked to', async () => {
    renderAsk({ 'ask.get': () => makeConversation(turns) }, { turnId: 3 })
    expect(await turn('Question 3')).toBeDefined()
  })
})

describe('states of the page', () => {
  it('says why a conversation could not be opened, and tries again', async () => {
    let failures = 1
    renderAsk({
      'ask.get': () => {
        failures -= 1
        if (failures >= 0) throw new AppError('not-found', 'That conversation is not there any more.')
        return makeConversation([firstTurn])
      },
    })
    expect(await screen.findByText('That conversation is not there any more.')).toBeDefined()
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await turn('What is here?')).toBeDefined()
  })

  it('says that a picture is gone', async () => {
    renderAsk({
      'images.byId': () => {
        throw new AppError('not-found', 'There is no image 7.')
      },
    })
    expect(await screen.findByText('This picture is gone.')).toBeDefined()
  })

  it.each<[string, number | null]>([
    ['Two dogs', 1],
    ['New conversation', null],
  ])('has one heading of the first level: %s', async (heading, conversationId) => {
    renderAsk({}, { conversationId })
    await screen.findByRole('heading', { level: 1, name: heading })
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1)
  })
})
