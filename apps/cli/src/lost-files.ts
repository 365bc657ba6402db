/** Stored files that are not there or not sound, on stderr. */
import type { Io } from './io.ts'

const SHOWN = 20

export function listLost(
  io: Io,
  { missing, corrupt }: { missing: readonly string[]; corrupt: readonly string[] },
): void {
  const lines = [
    ...missing.map((name) => `  missing  ${name}`),
    ...corrupt.map((name) => `  damaged  ${name}`),
  ]
  for (const line of lines.slice(0, SHOWN)) io.err(line)
  if (lines.length > SHOWN) io.err(`  … and ${lines.length - SHOWN} more; --json lists all`)
}
