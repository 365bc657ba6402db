/** Waiting for what must come about: patient, since a busy machine is slow, and quick to notice. */
import { vi } from 'vitest'

export function eventually(check: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(check, { timeout: 25_000, interval: 10 })
}
