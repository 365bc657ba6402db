/** Turns under way: each is answered here, whoever watches; what is written reaches the database now and then. */
import { AppError, isUnderWay, type Turn, type TurnEvent } from '@vitrine/contracts'
import type { TurnEnd } from '@vitrine/db'
import { answerTurn } from './answer-turn.ts'
import { createLiveTurn, type LiveTurn } from './live-turn.ts'
import type { AskDeps } from './ports.ts'
import { failureOf } from './turn-failure.ts'

/** Text is written to the database at most this often: what a crash may cost of an answer. */
const WRITE_MS = 500

/** Why a turn is ended before its time. */
type Ending = 'stopped' | 'interrupted'

export interface TurnStart {
  turn: Turn
  query: string | null
  engine: Turn['engine']
  model: string | null
}

interface Running {
  live: LiveTurn
  end(how: Ending): void
  done: Promise<void>
}

export interface TurnRunner {
  start(start: TurnStart): void
  /** Waits until it is over; at once for a turn that is not under way here. */
  end(turnId: number, how: Ending): Promise<void>
  /** Waits until all is written. */
  endAll(): Promise<void>
  /** The turn as it is in memory, where it is under way. */
  now(turnId: number): Turn | null
  /** Of a turn that is over: as it is kept. Throws `not-found`. */
  watch(turnId: number, signal: AbortSignal): AsyncGenerator<TurnEvent>
}

export function createTurnRunner(deps: AskDeps): TurnRunner {
  const running = new Map<number, Running>()

  function start({ turn, ...asked }: TurnStart): void {
    const live = createLiveTurn(turn)
    const stop = new AbortController()
    let ending: Ending = 'stopped'
    const end = (how: Ending) => {
      if (stop.signal.aborted) return
      ending = how
      stop.abort(new AppError('cancelled', 'The answer was stopped.'))
    }
    const before = turn.parentId === null ? undefined : running.get(turn.parentId)?.done
    const done = runTurn(deps, { live, ...asked, before, signal: stop.signal, ending: () => ending })
      .catch((thrown: unknown) => deps.log.error({ err: AppError.from(thrown) }, 'a turn could not be kept'))
      .finally(() => running.delete(turn.id))
    running.set(turn.id, { live, end, done })
  }

  const end: TurnRunner['end'] = async (turnId, how) => {
    const one = running.get(turnId)
    one?.end(how)
    await one?.done
  }

  return {
    start,
    end,
    endAll: async () => {
      await Promise.all([...running.keys()].map((turnId) => end(turnId, 'interrupted')))
    },
    now: (turnId) => running.get(turnId)?.live.turn ?? null,
    async *watch(turnId, signal) {
      const one = running.get(turnId)
      if (one) return yield* one.live.watch(signal)
      const found = await deps.db.conversations.turn(turnId)
      if (!found) throw new AppError('not-found', 'That turn is not there any more.')
      yield { type: 'turn', turn: found.turn }
    },
  }
}

interface Run extends Omit<TurnStart, 'turn'> {
  live: LiveTurn
  /** Resolves when the turn before it is over, where that is still being answered. */
  before: Promise<void> | undefined
  signal: AbortSignal
  ending(): Ending
}

async function runTurn(deps: AskDeps, run: Run): Promise<void> {
  const { live } = run
  const { conversations } = deps.db
  const writing = writeNowAndThen(deps, live)
  try {
    const end = await endOf(deps, run)
    await writing.stop()
    live.end(await conversations.finish(live.turn.id, { ...end, answer: live.turn.answer }))
  } catch (thrown) {
    // The turn stays under way in the database until the next start; those who watch must not wait for it.
    live.end({ ...live.turn, state: 'failed', error: failureOf(thrown) })
    throw thrown
  } finally {
    await writing.stop()
    deps.onChange()
  }
}

async function endOf(deps: AskDeps, run: Run): Promise<Omit<TurnEnd, 'answer'>> {
  const { live, signal } = run
  try {
    if (run.before) {
      live.progress({ step: 'waiting', ahead: 1 })
      await Promise.race([run.before, aborted(signal)])
    }
    signal.throwIfAborted()
    return { state: 'done', ...(await answerTurn(deps, run, signal)) }
  } catch (thrown) {
    const { model } = live.turn
    if (signal.aborted) return { state: run.ending(), model }
    const error = AppError.from(thrown)
    if (error.code === 'internal') deps.log.error({ err: error, turn: live.turn.id }, 'a turn failed')
    return { state: 'failed', model, error: failureOf(error) }
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
    if (signal.aborted) resolve()
  })

/** Writes the text so far whenever there is more of it. */
function writeNowAndThen({ db, log }: AskDeps, live: LiveTurn) {
  let written = ''
  let last: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    const { id, answer, state } = live.turn
    if (answer === written || !isUnderWay(state)) return
    written = answer
    last = last
      .then(() => db.conversations.write(id, answer))
      .catch((thrown: unknown) => log.warn({ err: AppError.from(thrown) }, 'could not keep an answer so far'))
  }, WRITE_MS)
  return {
    async stop() {
      clearInterval(timer)
      await last
    },
  }
}
