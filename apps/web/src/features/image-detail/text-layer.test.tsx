import { cleanup, render } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { selectedLines } from './text-layer.tsx'

afterEach(cleanup)

/** Three lines, selected from an offset in one to an offset in another. */
function select(from: [line: number, offset: number], to: [line: number, offset: number]): string {
  const { container } = render(
    <div>
      <span>TOTAL 12.50</span>
      <span>paid in cash</span>
      <span>Thank you</span>
    </div>,
  )
  const lines = [...container.querySelectorAll('span')]
  const selection = document.getSelection()
  const start = lines[from[0]]?.firstChild
  const end = lines[to[0]]?.firstChild
  if (!selection || !start || !end) throw new Error('The lines are not there.')
  selection.setBaseAndExtent(start, from[1], end, to[1])
  return selectedLines(selection, lines)
}

describe('selectedLines', () => {
  it('takes part of one line', () => {
    expect(select([0, 6], [0, 11])).toBe('12.50')
  })
  it('takes whole lines between two parts, a line each', () => {
    expect(select([0, 6], [2, 5])).toBe('12.50\npaid in cash\nThank')
  })
  it('reads in order, even when the mouse went upwards', () => {
    expect(select([1, 4], [0, 6])).toBe('12.50\npaid')
  })
})
