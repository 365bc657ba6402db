import { cleanup, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { LibraryCheckStatus, LibraryCheckSummary } from '@vitrine/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import { type Answers, renderWithApi } from '~/trpc/api-double.tsx'
import { LibraryCheckCard } from './library-check-card.tsx'

afterEach(cleanup)

const NONE = { count: 0, examples: [] }
const IDLE: LibraryCheckStatus = { state: 'idle', progress: null, problem: null, last: null }

function summary(found: Partial<LibraryCheckSummary> = {}): LibraryCheckSummary {
  return {
    startedAt: 1,
    isDeep: false,
    findings: [],
    blobs: { count: 1204, bytes: 3_000_000 },
    missing: NONE,
    corrupt: NONE,
    strangers: NONE,
    orphans: { count: 0, bytes: 0, young: 0 },
    ...found,
  }
}

function show(status: Partial<LibraryCheckStatus>, answers: Answers = {}) {
  return renderWithApi(<LibraryCheckCard />, {
    answers: { 'system.libraryCheck': () => ({ ...IDLE, ...status }), ...answers },
    pathname: '/system',
  })
}

describe('LibraryCheckCard', () => {
  it('starts a check, also one that reads every file, and shows how far it is', async () => {
    const running = { ...IDLE, state: 'running', progress: { phase: 'blobs', share: 0.4 } }
    const view = show({}, { 'system.checkLibrary': () => running })
    await userEvent.click(await screen.findByRole('button', { name: 'Check and read every file' }))
    expect(view.callsTo('system.checkLibrary')).toEqual([{ isDeep: true }])
    expect(await screen.findByText('Looking at stored files …')).toBeDefined()
    const bar = screen.getByRole('progressbar', { name: 'Check of the library' })
    expect(bar.getAttribute('aria-valuenow')).toBe('40')
    expect(screen.getByRole('button', { name: 'Check' }).hasAttribute('disabled')).toBe(true)
  })

  it('says that the library is sound', async () => {
    show({ last: summary() })
    expect(
      await screen.findByText(/^Sound: the database and 1,204 stored files .*, looked for\.$/),
    ).toBeDefined()
    expect(screen.queryByRole('list', { name: 'What was found' })).toBeNull()
  })

  it('names what is wrong, how often, and what to do', async () => {
    const finding = {
      name: 'not-searchable',
      sentence: 'Images that search does not know.',
      advice: 'Rebuild the search index.',
      count: 1,
      examples: ['image 7'],
    }
    show({ last: summary({ findings: [finding], missing: { count: 30, examples: ['abc'] } }) })
    expect(await screen.findByText(/^Not sound/)).toBeDefined()
    const [row, files] = within(screen.getByRole('list', { name: 'What was found' })).getAllByRole('listitem')
    for (const words of ['1 time: Images that search does not know.', 'Rebuild the search index.', 'image 7'])
      expect(row?.textContent).toContain(words)
    for (const words of ['30 times: Stored files that are missing.', '--repair', 'abc …'])
      expect(files?.textContent).toContain(words)
  })

  it('removes orphans after a question', async () => {
    const view = show(
      { last: summary({ orphans: { count: 2, bytes: 1000, young: 1 } }) },
      { 'system.removeOrphans': () => ({ count: 2 }) },
    )
    expect(await screen.findByText(/^Sound/)).toBeDefined()
    await userEvent.click(screen.getByRole('button', { name: 'Remove them' }))
    expect(view.callsTo('system.removeOrphans')).toEqual([])
    const question = within(screen.getByRole('alertdialog', { name: 'Remove 2 stored files?' }))
    await userEvent.click(question.getByRole('button', { name: 'Remove' }))
    expect(view.callsTo('system.removeOrphans')).toHaveLength(1)
  })

  it('says why a check could not be finished', async () => {
    show({ state: 'failed', problem: 'The file is not a sound SQLite database.' })
    expect((await screen.findByRole('alert')).textContent).toContain('not a sound SQLite database')
  })
})
