/**
 * The door to one device's memory. Who works holds a lease; who does not fit waits in line until others have left,
 * and who is inside may go on for its turn only while somebody waits for its place.
 */
import type { EngineName } from '@vitrine/contracts'
import { mayReturn, planAdmission, type Tenant } from './ledger.ts'

/** An engine as the gate sees it. */
export interface Occupant {
  readonly name: EngineName
  readonly isPinned: boolean
  readonly needBytes: number
  /** Resolves when it holds no device memory any more. */
  unload(): Promise<void>
}

export interface GateOptions {
  budgetBytes(): number
  /** How long who is inside may go on while somebody waits for its place, in milliseconds. */
  turnMs: number
  /** How long the device rests before a pinned engine that had to leave comes back. */
  comeBackMs: number
  /** Milliseconds, monotonic. */
  now(): number
  /** Told when a pinned engine that had to leave may come back. */
  onRoom(occupant: Occupant): void
}

/** Gives the lease back; calling it again does nothing. */
export type Release = () => void

interface Seat {
  isIn: boolean
  /** Is to go, or on its way out: whoever asks for it waits in line. */
  isLeaving: boolean
  leases: number
  lastUsedAt: number
  /** Pinned, and put out for another. */
  isDisplaced: boolean
  /** Wakes who waits until it works no more. */
  onIdle: (() => void)[]
}

interface Ticket {
  occupant: Occupant
  since: number
  enter(release: Release): void
}

export class MemoryGate {
  readonly #options: GateOptions
  readonly #seats = new Map<Occupant, Seat>()
  readonly #line: Ticket[] = []
  #isPumping = false
  #comeBackTimer: NodeJS.Timeout | undefined

  constructor(options: GateOptions) {
    this.#options = options
  }

  /** Resolves when there is room; until the lease is given back, the engine is not put out. */
  acquire(occupant: Occupant): Promise<Release> {
    const seat = this.#seat(occupant)
    if (seat.isIn && !seat.isLeaving && !this.#mustYield(occupant)) return Promise.resolve(this.#lease(seat))
    return new Promise((enter) => {
      this.#line.push({ occupant, since: this.#options.now(), enter })
      void this.#pump()
    })
  }

  /** Waits until the engine works no more, and puts it out. Who asks for it afterwards brings it back. */
  async evict(occupant: Occupant): Promise<void> {
    const seat = this.#seat(occupant)
    seat.isLeaving = true
    if (seat.leases > 0) await new Promise<void>((resolve) => seat.onIdle.push(resolve))
    await this.#putOut(occupant, seat)
    seat.isDisplaced = false
    await this.#pump()
  }

  /** Puts out whoever is idle beside this one. */
  async evictOthers(occupant: Occupant): Promise<void> {
    const idle = [...this.#seats].filter(
      ([other, seat]) => other !== occupant && seat.isIn && seat.leases === 0,
    )
    await Promise.all(idle.map(([other, seat]) => this.#putOut(other, seat)))
    await this.#pump()
  }

  isIn(occupant: Occupant): boolean {
    return this.#seats.get(occupant)?.isIn ?? false
  }

  isBusy(occupant: Occupant): boolean {
    return (this.#seats.get(occupant)?.leases ?? 0) > 0
  }

  /** The engine has moved to another device or is gone for good; it holds no lease. */
  forget(occupant: Occupant): void {
    this.#seats.delete(occupant)
    void this.#pump()
  }

  stop(): void {
    clearTimeout(this.#comeBackTimer)
  }

  #seat(occupant: Occupant): Seat {
    const known = this.#seats.get(occupant)
    if (known) return known
    const seat = { isIn: false, isLeaving: false, leases: 0, lastUsedAt: 0, isDisplaced: false, onIdle: [] }
    this.#seats.set(occupant, seat)
    return seat
  }

  /** Its turn is over: somebody has waited long enough for a place that it takes up. */
  #mustYield(occupant: Occupant): boolean {
    const first = this.#line[0]
    if (!first || first.occupant === occupant) return false
    if (this.#options.now() - first.since < this.#options.turnMs) return false
    // As if nobody worked: whoever would have to leave must not begin again.
    const others = this.#tenants(first.occupant).map((tenant) => ({ ...tenant, isBusy: false }))
    const plan = planAdmission(this.#options.budgetBytes(), first.occupant.needBytes, others)
    return plan.type === 'swap' && plan.leave.includes(occupant.name)
  }

  async #pump(): Promise<void> {
    if (this.#isPumping) return
    this.#isPumping = true
    try {
      for (let ticket = this.#line[0]; ticket; ticket = this.#line[0]) {
        const seat = this.#seat(ticket.occupant)
        if (seat.isLeaving) break
        if (!seat.isIn && !(await this.#makeRoom(ticket.occupant))) break
        seat.isIn = true
        seat.isDisplaced = false
        this.#line.shift()
        ticket.enter(this.#lease(seat))
      }
    } finally {
      this.#isPumping = false
    }
    this.#armComeBack()
  }

  /** False while somebody who must leave still works: a release tries again. */
  async #makeRoom(occupant: Occupant): Promise<boolean> {
    const plan = planAdmission(this.#options.budgetBytes(), occupant.needBytes, this.#tenants(occupant))
    if (plan.type === 'wait') return false
    const leave = plan.type === 'swap' ? plan.leave : []
    for (const [other, seat] of this.#seats) if (leave.includes(other.name)) await this.#putOut(other, seat)
    return true
  }

  async #putOut(occupant: Occupant, seat: Seat): Promise<void> {
    seat.isLeaving = true
    seat.isIn = false
    seat.isDisplaced = occupant.isPinned
    await occupant.unload()
    seat.isLeaving = false
  }

  #lease(seat: Seat): Release {
    seat.leases += 1
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      seat.leases -= 1
      seat.lastUsedAt = this.#options.now()
      if (seat.leases === 0) for (const wake of seat.onIdle.splice(0)) wake()
      // Who works in a loop takes its next lease first: it has its turn, and does not lose its place to every batch.
      setImmediate(() => void this.#pump())
    }
  }

  #tenants(except: Occupant): Tenant[] {
    return [...this.#seats].flatMap(([{ name, isPinned, needBytes }, { isIn, leases, lastUsedAt }]) =>
      name === except.name
        ? []
        : [{ engine: name, isPinned, needBytes, isIn, isBusy: leases > 0, lastUsedAt }],
    )
  }

  #armComeBack(): void {
    clearTimeout(this.#comeBackTimer)
    if (this.#line.length > 0 || ![...this.#seats.values()].some(({ isDisplaced }) => isDisplaced)) return
    this.#comeBackTimer = setTimeout(() => this.#comeBack(), this.#options.comeBackMs).unref()
  }

  #comeBack(): void {
    const budgetBytes = this.#options.budgetBytes()
    for (const [occupant, seat] of this.#seats) {
      if (!seat.isDisplaced || !occupant.isPinned) continue
      if (mayReturn(budgetBytes, occupant.needBytes, this.#tenants(occupant))) this.#options.onRoom(occupant)
    }
  }
}
