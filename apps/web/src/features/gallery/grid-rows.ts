/** The rows of a grid as plain numbers: a hundred thousand pictures in a few typed arrays. */

const FIRST_ROOM = 256

/** A column of numbers that grows. */
class Column {
  #values = new Float64Array(FIRST_ROOM)

  get(index: number): number {
    return this.#values[index] ?? 0
  }

  set(index: number, value: number): void {
    if (index >= this.#values.length) {
      const grown = new Float64Array(Math.max(index + 1, this.#values.length * 2))
      grown.set(this.#values)
      this.#values = grown
    }
    this.#values[index] = value
  }

  slice(from: number, to: number): Float64Array {
    return this.#values.subarray(from, to)
  }
}

/** What the layout remembers of each picture. */
export class GridItems {
  readonly aspects = new Column()
  /** Pictures with the same number stand together under a heading. */
  readonly groups = new Column()
}

/** One row as it is stored. */
export interface StoredRow {
  /** The first picture in it, or after it where it is a heading. */
  start: number
  isHeading: boolean
  /** Pixels of picture. */
  height: number
  /** Whether its pictures reach from edge to edge. */
  stretches: boolean
  /** Pixels it takes, what is under its pictures and the gap to the next row included. */
  room: number
}

/** Rows from the top; only the last can be added or taken away. */
export class GridRows {
  readonly #starts = new Column()
  readonly #tops = new Column()
  readonly #heights = new Column()
  /** 0: a heading, 1: pictures at target height, 2: pictures from edge to edge. */
  readonly #kinds = new Column()
  count = 0

  /** Pixels of all rows. */
  get total(): number {
    return this.#tops.get(this.count)
  }

  push(row: StoredRow): void {
    this.#starts.set(this.count, row.start)
    this.#heights.set(this.count, row.height)
    this.#kinds.set(this.count, row.isHeading ? 0 : row.stretches ? 2 : 1)
    const bottom = this.#tops.get(this.count) + row.room
    this.count += 1
    this.#tops.set(this.count, bottom)
  }

  /** Forgets all rows but the first `count`. */
  cut(count: number): void {
    this.count = count
  }

  start(row: number): number {
    return this.#starts.get(row)
  }

  top(row: number): number {
    return this.#tops.get(row)
  }

  height(row: number): number {
    return this.#heights.get(row)
  }

  isHeading(row: number): boolean {
    return this.#kinds.get(row) === 0
  }

  stretches(row: number): boolean {
    return this.#kinds.get(row) === 2
  }

  /** The last row whose top is at or above `y` pixels; 0 where there is none. */
  at(y: number): number {
    return this.#last((row) => this.top(row) <= y)
  }

  /** The last row that starts at or before an item: of a heading and the row under it, the row. */
  of(item: number): number {
    return this.#last((row) => this.start(row) <= item)
  }

  #last(holds: (row: number) => boolean): number {
    let low = 0
    let high = this.count - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (holds(middle)) low = middle
      else high = middle - 1
    }
    return low
  }
}
