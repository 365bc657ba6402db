import { cleanup, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { QueryExplanation } from '@vitrine/contracts'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { renderWithApi } from '~/trpc/api-double.tsx'
import { QueryNotice } from './query-notice.tsx'

afterEach(cleanup)

const plain: QueryExplanation = { understood: '', issues: [], corrections: [], expansions: [] }
const show = (searchParams: string, over: Partial<QueryExplanation>) =>
  renderWithApi(<QueryNotice explanation={{ ...plain, ...over }} />, { searchParams })

describe('QueryNotice', () => {
  it('says nothing of the empty search', () => {
    show('', {})
    expect(screen.getByRole('status').textContent).toBe('')
  })

  it('says what was understood, what was mended and what also counts', () => {
    show('?q=reciept+animal', {
      understood: '“receipt” and “animal”',
      corrections: [{ from: 'reciept', to: 'receipt' }],
      expansions: [{ word: 'animal', also: ['dog', 'cat'] }],
    })
    const notice = screen.getByRole('status').textContent
    expect(notice).toContain('Understood as: “receipt” and “animal”.')
    expect(notice).toContain('Showing results for receipt')
    expect(notice).toContain('animal also finds dog, cat')
  })

  it('takes the suggestion of an issue', async () => {
    const view = show('?q=dog+tpye:jpeg', {
      issues: [{ start: 4, length: 9, message: 'There is no field “tpye”.', suggestion: 'type:jpeg' }],
    })
    await userEvent.click(screen.getByRole('button', { name: 'Use type:jpeg' }))
    await waitFor(() => expect(view.queryStrings.at(-1)).toBe('?q=dog+type:jpeg'))
  })

  it('offers to rank everything where only the newest were', async () => {
    const onEverything = vi.fn()
    renderWithApi(<QueryNotice explanation={plain} pooled onEverything={onEverything} />, {
      searchParams: '?q=dog',
    })
    await userEvent.click(screen.getByRole('button', { name: 'Rank every match' }))
    expect(onEverything).toHaveBeenCalledOnce()
  })
})
