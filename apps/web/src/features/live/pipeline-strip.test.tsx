import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { PipelineStatus } from '@vitrine/contracts'
import { TooltipProvider } from '@vitrine/ui/tooltip'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { PipelineStripView } from './pipeline-strip.tsx'

afterEach(cleanup)

const busy: PipelineStatus = {
  paused: false,
  queued: 40,
  perceiving: 2,
  reasoning: 0,
  waitingForReasoning: 0,
  ready: 10,
  failed: 3,
  cancelled: 0,
  imagesPerSecond: 2,
  secondsLeft: 100,
  problem: null,
}

function show(over: Partial<PipelineStatus> = {}) {
  const act = { onPause: vi.fn(), onResume: vi.fn(), onCancel: vi.fn(), onRetryFailed: vi.fn() }
  render(
    <TooltipProvider>
      <PipelineStripView status={{ ...busy, ...over }} {...act} />
    </TooltipProvider>,
  )
  return act
}

describe('PipelineStripView', () => {
  it('tells how far the reading is, and how fast', () => {
    show()
    expect(screen.getByRole('region', { name: 'Reading' }).textContent).toContain('Reading 42 images')
    expect(screen.getByText(/2\.0 a second/).textContent).toContain('2 min left')
  })

  it('leads to what failed and offers to try again', async () => {
    const act = show()
    expect(screen.getByRole('link', { name: /Failed/ }).getAttribute('href')).toBe('/?q=is:failed')
    await userEvent.click(screen.getByRole('button', { name: 'Retry 3 failed images' }))
    expect(act.onRetryFailed).toHaveBeenCalledOnce()
  })

  it('pauses while it runs and resumes while it is paused', async () => {
    const act = show({ paused: true })
    await userEvent.click(screen.getByRole('button', { name: 'Resume reading' }))
    expect(act.onResume).toHaveBeenCalledOnce()
    expect(screen.queryByRole('button', { name: 'Pause reading' })).toBeNull()
  })

  it('asks before it cancels', async () => {
    const act = show()
    await userEvent.click(screen.getByRole('button', { name: 'Cancel reading' }))
    expect(act.onCancel).not.toHaveBeenCalled()
    expect(screen.getByRole('alertdialog').textContent).toContain('42 images')
    await userEvent.click(screen.getByRole('button', { name: 'Cancel reading' }))
    expect(act.onCancel).toHaveBeenCalledOnce()
  })

  it('says what is wrong', () => {
    show({ problem: 'The reader does not answer.' })
    expect(screen.getByRole('alert').textContent).toBe('The reader does not answer.')
  })
})
