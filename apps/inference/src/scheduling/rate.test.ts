import { expect, it } from 'vitest'
import { MinuteRate } from './rate.ts'

it('counts the last minute and forgets what is older', () => {
  let now = 0
  const rate = new MinuteRate(() => now)
  rate.note(30)
  now = 30_000
  rate.note(30)
  expect(rate.perSecond).toBe(1)
  now = 60_000
  expect(rate.perSecond).toBe(0.5)
  now = 200_000
  expect(rate.perSecond).toBe(0)
})
