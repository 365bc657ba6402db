/** What `npm run bench:ask` prints of what it measured. */
import type { Measured, Turn } from './sides.ts'

/** A follow-up's first token may take this share of the time that it takes when everything is read anew. */
export const GOAL_SHARE = 0.15

export const HEADER = `${'side'.padEnd(44)}turn   prompt     read   first token   tokens/s`

export function printTurns(name: string, { turns, loadMs, peakBytes }: Measured): void {
  for (const [at, { promptTokens, readTokens, firstTokenMs, tokensPerSecond }] of turns.entries()) {
    const columns = [
      String(at + 1).padStart(4),
      String(promptTokens).padStart(9),
      String(readTokens).padStart(9),
      `${(firstTokenMs / 1000).toFixed(2)} s`.padStart(14),
      tokensPerSecond.toFixed(2).padStart(11),
    ]
    console.log(`${(at === 0 ? name : '').padEnd(44)}${columns.join('')}`)
  }
  const memory = `${(peakBytes / 1024 ** 3).toFixed(2)} GiB at most`
  console.log(`${''.padEnd(44)}loaded in ${(loadMs / 1000).toFixed(1)} s, ${memory}\n`)
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

const firstTokens = (turns: readonly Turn[]) => mean(turns.slice(1).map(({ firstTokenMs }) => firstTokenMs))

/** Of all turns but the first: the mean first token of one side as a share of another's. */
export const shareOf = (one: Measured, other: Measured): number =>
  firstTokens(one.turns) / firstTokens(other.turns)

export function printShare(one: Measured, name: string, other: Measured): void {
  const each = one.turns
    .slice(1)
    .map(({ firstTokenMs }, at) => percent(firstTokenMs / (other.turns[at + 1]?.firstTokenMs ?? Number.NaN)))
  console.log(
    `A follow-up's first token takes ${percent(shareOf(one, other))} of the time of ${name} (turn by turn ${each.join(', ')}).`,
  )
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`

export function printSpeed(one: Measured, name: string, other: Measured): void {
  const speed = ({ turns }: Measured) => mean(turns.map(({ tokensPerSecond }) => tokensPerSecond))
  console.log(
    `After the first token the engine writes ${(speed(one) / speed(other)).toFixed(2)} × as fast as ${name}.`,
  )
}
