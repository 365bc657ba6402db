/** The differences between two texts, line by line. Pure. */

/** `same`: in both, as the new one has it; `gone`: only in the former; `added`: only in the new one. */
export interface ComparedLine {
  change: 'same' | 'gone' | 'added'
  text: string
}

/** Beyond this many pairs of lines they are compared as sets, which is quick and loses only their order. */
const MAX_PAIRS = 1_000_000

/** What makes two lines the same: spaces do not matter. */
const keyOf = (line: string) => line.trim().replace(/\s+/g, ' ')

/** Lines in the order of reading; where both texts differ, the former's lines come first. */
export function compareLines(former: readonly string[], present: readonly string[]): ComparedLine[] {
  const start = commonStart(former, present)
  const [formerRest, presentRest] = [former.slice(start), present.slice(start)]
  const end = commonStart(formerRest.toReversed(), presentRest.toReversed())
  const middle = compareMiddle(
    formerRest.slice(0, formerRest.length - end),
    presentRest.slice(0, presentRest.length - end),
  )
  return [
    ...present.slice(0, start).map(same),
    ...middle,
    ...presentRest.slice(presentRest.length - end).map(same),
  ]
}

const same = (text: string): ComparedLine => ({ change: 'same', text })

function commonStart(a: readonly string[], b: readonly string[]): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) if (keyOf(a[at] ?? '') !== keyOf(b[at] ?? '')) return at
  return length
}

function compareMiddle(former: readonly string[], present: readonly string[]): ComparedLine[] {
  if (former.length * present.length > MAX_PAIRS) return compareAsSets(former, present)
  const lengths = commonLengths(former.map(keyOf), present.map(keyOf))
  const lines: ComparedLine[] = []
  let [i, j] = [0, 0]
  while (i < former.length || j < present.length) {
    const [gone, added] = [former[i], present[j]]
    if (gone !== undefined && added !== undefined && keyOf(gone) === keyOf(added)) {
      lines.push(same(added))
      i++
      j++
    } else if (
      gone !== undefined &&
      (added === undefined || at(lengths, i + 1, j) >= at(lengths, i, j + 1))
    ) {
      lines.push({ change: 'gone', text: gone })
      i++
    } else if (added !== undefined) {
      lines.push({ change: 'added', text: added })
      j++
    }
  }
  return lines
}

const at = (lengths: readonly Uint32Array[], i: number, j: number) => lengths[i]?.[j] ?? 0

/** Length of the longest common subsequence of each pair of rests: the textbook table, filled from the end. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint32Array[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const row = lengths[i]
      if (!row) continue
      row[j] =
        a[i] === b[j] ? at(lengths, i + 1, j + 1) + 1 : Math.max(at(lengths, i + 1, j), at(lengths, i, j + 1))
    }
  return lengths
}

function compareAsSets(former: readonly string[], present: readonly string[]): ComparedLine[] {
  const [formerKeys, presentKeys] = [new Set(former.map(keyOf)), new Set(present.map(keyOf))]
  return [
    ...former
      .filter((text) => !presentKeys.has(keyOf(text)))
      .map((text) => ({ change: 'gone', text }) as const),
    ...present.map(
      (text): ComparedLine => ({ change: formerKeys.has(keyOf(text)) ? 'same' : 'added', text }),
    ),
  ]
}
