import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { TaskResponse } from '@vitrine/contracts'
import { taskResponseExample } from '@vitrine/contracts/fixtures'
import { toast } from '@vitrine/ui/toast'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Answers } from '~/trpc/api-double.tsx'
import { makeConversation } from './ask-fixture.ts'
import { firstTurn, layOutAskPage, renderAsk } from './ask-in-jsdom.tsx'

beforeAll(() => {
  layOutAskPage()
  Range.prototype.getBoundingClientRect = () => new DOMRect(100, 100, 50, 20)
})
afterEach(() => {
  cleanup()
  toast.dismiss()
})

const turn = { ...firstTurn, answer: 'A red mug stands there.' }
const found = TaskResponse.parse({
  ...taskResponseExample,
  result: {
    type: 'detections',
    detections: [{ label: 'red mug', box: { x: 0.1, y: 0.1, width: 0.2, height: 0.2 }, score: 0.9 }],
  },
})

/** Selects these words, and lets the button of the mouse go. */
async function select(words: string, answers: Answers = {}) {
  const view = renderAsk({ 'ask.get': () => makeConversation([turn]), ...answers })
  const place = (await screen.findByText(/stands there/)).firstChild ?? document.body
  const start = turn.answer.indexOf(words)
  document.getSelection()?.setBaseAndExtent(place, start, place, start + words.length)
  fireEvent.pointerUp(document.body)
  return view
}

describe('words that are selected of an answer', () => {
  it('are shown on the picture', async () => {
    const view = await select('red mug', {
      'tools.available': () => ({ tasks: ['open-vocabulary-detection'] }),
      'tools.run': () => found,
    })
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Show me' })).toHaveProperty('disabled', false),
    )
    await userEvent.click(screen.getByRole('button', { name: 'Show me' }))
    expect(view.callsTo('tools.run')).toEqual([
      { id: 7, task: 'open-vocabulary-detection', input: { phrase: 'red mug' } },
    ])
    expect((await screen.findAllByText('red mug', { selector: 'text' })).length).toBeGreaterThan(0)
  })

  it('wait for Florence-2 where nothing here can look for them', async () => {
    await select('red mug')
    const button = await screen.findByRole('button', { name: 'Show me' })
    expect([button.hasAttribute('disabled'), button.title]).toEqual([
      true,
      'This needs Florence-2: see Models.',
    ])
  })

  it('are saved without the rest', async () => {
    const view = await select('red mug', { 'ask.saveAnswer': () => null })
    await userEvent.click(await screen.findByRole('button', { name: 'Save' }))
    expect(screen.queryByRole('toolbar', { name: 'Selected words' })).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Save' }))
    expect(view.callsTo('ask.saveAnswer')).toEqual([
      { turnId: 1, imageId: 7, as: { type: 'detailed-caption', text: 'red mug' } },
    ])
  })

  it('are let alone outside of answers', async () => {
    renderAsk()
    const question = await screen.findByText('What is here?')
    document.getSelection()?.selectAllChildren(question)
    fireEvent.pointerUp(document.body)
    expect(screen.queryByRole('toolbar', { name: 'Selected words' })).toBeNull()
  })
})
