import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { SearchHit, SearchResponse } from '@vitrine/contracts'
import { toast } from '@vitrine/ui/toast'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeCard } from '../live/card-fixture.ts'
import { engines, makeConversation } from './ask-fixture.ts'
import { firstTurn, layOutAskPage, renderAsk } from './ask-in-jsdom.tsx'

beforeAll(layOutAskPage)
afterEach(() => {
  cleanup()
  toast.dismiss()
})

const hit = (id: number): SearchHit => ({
  image: makeCard({ id, caption: `Picture ${id}` }),
  rank: null,
  snippet: null,
  matchedAnnotationIds: [],
})
const found = (ids: number[]): SearchResponse => ({
  hits: ids.map(hit),
  nextCursor: null,
  total: { value: ids.length, capped: false },
  explanation: { understood: '', issues: [], corrections: [], expansions: [] },
  pooled: false,
  lastEventId: 0,
  tookMs: 1,
})
const whole = (imageId: number) => ({ imageId, region: null })
const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }))
const tray = () => screen.findByRole('list', { name: 'Pictures to ask about' })

describe('pictures of a question', () => {
  it('are chosen from the gallery, by a search', async () => {
    const view = renderAsk({
      'search.query': (input) => found(JSON.stringify(input).includes('dog') ? [9] : [7, 8]),
    })
    await press('Add pictures')
    await press(/^Picture 8/)
    await userEvent.type(screen.getByLabelText('Search'), 'dog')
    await press(/^Picture 9/)
    await press('Add 2')
    const items = within(await tray()).getAllByRole('listitem')
    expect(items).toHaveLength(2)
    await userEvent.type(screen.getByRole('textbox', { name: 'Your question' }), 'And these?{Enter}')
    expect(view.callsTo('ask.send')).toMatchObject([{ pictures: [whole(8), whole(9)], scope: 'pictures' }])
    await waitFor(() => expect(screen.queryByRole('list', { name: 'Pictures to ask about' })).toBeNull())
  })

  it('say what each costs and all together, and can be left out', async () => {
    renderAsk({}, { conversationId: null, pictures: [whole(7), whole(8)] })
    const items = within(await tray()).getAllByRole('listitem')
    await waitFor(() =>
      expect(items.map((item) => item.textContent)).toEqual(['1,247 tokens', '1,247 tokens']),
    )
    expect(screen.getByText('2 pictures, about 2,494 tokens')).toBeDefined()
    await press('Leave out photo-7.jpg')
    expect(within(await tray()).getAllByRole('listitem')).toHaveLength(1)
    expect(screen.getByText('about 1,247 tokens')).toBeDefined()
  })

  it('are asked about in part, by a box that is placed, or whole again', async () => {
    const view = renderAsk({}, { conversationId: null, pictures: [whole(7)] })
    await press('Ask about a part of photo-7.jpg')
    expect(screen.getByRole('button', { name: 'This part' })).toHaveProperty('disabled', true)
    await press('Place a box')
    await press('This part')
    await press('Ask about all of photo-7.jpg')
    await press('Ask about a part of photo-7.jpg')
    await press('Place a box')
    await press('This part')
    await userEvent.type(screen.getByRole('textbox', { name: 'Your question' }), 'What?{Enter}')
    const region = { x: 0.25, y: 0.25, width: 0.5, height: 0.5 }
    expect(view.callsTo('ask.send')).toMatchObject([{ pictures: [{ imageId: 7, region }] }])
  })
})

describe('the engine', () => {
  const open = async (name: RegExp) => {
    await press(name)
    return screen.findByRole('menu')
  }

  it('is the best there is; each says what to expect of it, or what it lacks', async () => {
    renderAsk()
    const menu = await open(/Qwen-VL on this machine|The best/)
    expect(within(menu).getByRole('menuitemradio', { checked: true }).textContent).toContain(
      'Now: Qwen-VL on this machine',
    )
    const server = within(menu).getByRole('menuitemradio', { name: /A model server/ })
    expect(server.getAttribute('aria-disabled')).toBe('true')
    expect(server.textContent).toContain('No address is set.')
    expect(within(menu).getByRole('menuitemradio', { name: /The index/ }).textContent).toContain('No model')
    expect(within(menu).getByRole('menuitem', { name: 'Models and servers' }).getAttribute('href')).toBe(
      '/models',
    )
  })

  it('is kept with a conversation', async () => {
    const view = renderAsk({
      'ask.get': () => makeConversation([firstTurn]),
      'ask.chooseEngine': () => null,
    })
    await screen.findByRole('article')
    const menu = await open(/Qwen-VL on this machine|The best/)
    await userEvent.click(within(menu).getByRole('menuitemradio', { name: /The index/ }))
    expect(view.callsTo('ask.chooseEngine')).toEqual([{ id: 1, engine: 'index', model: null }])
  })

  it('goes with the first question of a new one', async () => {
    const view = renderAsk({ 'ask.engines': () => engines }, { conversationId: null })
    const menu = await open(/Qwen-VL on this machine|The best/)
    await userEvent.click(within(menu).getByRole('menuitemradio', { name: /The index/ }))
    await userEvent.type(screen.getByRole('textbox', { name: 'Your question' }), 'How many?{Enter}')
    expect(view.callsTo('ask.send')).toMatchObject([{ engine: 'index', model: null }])
  })
})
