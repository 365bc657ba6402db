import { cleanup, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { AppError } from '@vitrine/contracts'
import { Toaster, toast } from '@vitrine/ui/toast'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Answers, renderWithApi } from '~/trpc/api-double.tsx'
import { makeConversationCard } from './ask-fixture.ts'
import { layOutAskPage } from './ask-in-jsdom.tsx'
import { History } from './history.tsx'

beforeAll(layOutAskPage)
afterEach(() => {
  cleanup()
  toast.dismiss()
})

const dogs = makeConversationCard({ id: 1, title: 'Two dogs', isPinned: true })
const totals = makeConversationCard({ id: 2, title: 'Totals of May', isUnderWay: true })

function show(answers: Answers = {}) {
  return renderWithApi(
    <>
      <History currentId={1} />
      <Toaster theme="light" />
    </>,
    {
      answers: {
        'ask.list': () => ({ conversations: [dogs, totals], nextCursor: null }),
        'ask.pin': () => null,
        'ask.rename': () => null,
        'ask.delete': () => null,
        'ask.restore': () => null,
        ...answers,
      },
    },
  )
}

const choose = async (title: string, item: string) => {
  await userEvent.click(await screen.findByRole('button', { name: `More about ${title}` }))
  await userEvent.click(await screen.findByRole('menuitem', { name: item }))
}

describe('earlier conversations', () => {
  it('are listed, the open and the pinned one told as such', async () => {
    show()
    const open = await screen.findByRole('link', { name: /^Pinned:\s*Two dogs$/ })
    expect([open.getAttribute('href'), open.getAttribute('aria-current')]).toEqual(['/ask/1', 'page'])
    const other = screen.getByRole('link', { name: /^Totals of May, being answered$/ })
    expect([other.getAttribute('href'), other.getAttribute('aria-current')]).toEqual(['/ask/2', null])
  })

  it('are searched', async () => {
    const view = show({
      'ask.list': (input) =>
        JSON.stringify(input).includes('may')
          ? { conversations: [], nextCursor: null }
          : { conversations: [dogs], nextCursor: null },
    })
    await userEvent.type(await screen.findByRole('searchbox', { name: 'Search the conversations' }), 'may')
    expect(await screen.findByText('No conversation has these words.')).toBeDefined()
    expect(view.callsTo('ask.list').at(-1)).toMatchObject({ search: 'may' })
  })

  it('come a page at a time', async () => {
    show({
      'ask.list': (input) =>
        JSON.stringify(input).includes('"cursor":"older"')
          ? { conversations: [totals], nextCursor: null }
          : { conversations: [dogs], nextCursor: 'older' },
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Older ones' }))
    expect(await screen.findByRole('link', { name: /Totals of May/ })).toBeDefined()
    expect(screen.queryByRole('button', { name: 'Older ones' })).toBeNull()
  })

  it('are unpinned and renamed', async () => {
    const view = show()
    await choose('Two dogs', 'Unpin')
    expect(view.callsTo('ask.pin')).toEqual([{ id: 1, isPinned: false }])
    await choose('Two dogs', 'Rename')
    const field = within(screen.getByRole('dialog')).getByLabelText('Name')
    await userEvent.clear(field)
    await userEvent.type(field, 'Rex and Bo{Enter}')
    expect(view.callsTo('ask.rename')).toEqual([{ id: 1, title: 'Rex and Bo' }])
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('are deleted with a way back; the open one is left', async () => {
    const view = show()
    await choose('Two dogs', 'Delete')
    await waitFor(() => expect(view.visits).toEqual(['/ask']))
    await userEvent.click(await screen.findByRole('button', { name: 'Undo' }))
    expect(view.callsTo('ask.restore')).toEqual([{ id: 1 }])
  })

  it('say when there are none, and when they could not be read', async () => {
    const { unmount } = show({ 'ask.list': () => ({ conversations: [], nextCursor: null }) })
    expect(await screen.findByText('Conversations are kept here.')).toBeDefined()
    unmount()
    show({
      'ask.list': () => {
        throw new AppError('database-busy', 'The database is busy.')
      },
    })
    expect((await screen.findByRole('alert')).textContent).toBe('The database is busy.')
  })
})
