/** Asking in tests: a real database, real blobs, the real way to a sidecar. */
import type { AskRequest, PerceptionResult, Turn, TurnEvent } from '@vitrine/contracts'
import type { Db } from '@vitrine/db'
import { makePerception, makeTriage } from '@vitrine/db/testing'
import { createInference } from '../inference/inference.ts'
import { createSidecar } from '../inference/sidecar.ts'
import { createLog } from '../log.ts'
import { readBlobFile } from '../storage/read-blob.ts'
import { createTestGallery, paint, type TestGallery } from '../testing/gallery.ts'
import { createAsk } from './ask.ts'
import { createIndexEngine } from './index-engine/index-engine.ts'
import type { Ask } from './ports.ts'

export interface AskRoom {
  db: Db
  gallery: TestGallery
  ask: Ask
  /** A new server over the same gallery, as after a restart. */
  reopen(urls?: readonly string[]): Ask
  /** Stores a picture of its own size, read as given. */
  addPicture(name: string, seen?: Partial<PerceptionResult>): Promise<number>
  /** A question by itself, or whatever else is given. */
  send(question: string, request?: Partial<AskRequest>): Promise<Turn>
  /** A question after a turn. */
  follow(turn: Turn, question: string, request?: Partial<AskRequest>): Promise<Turn>
  /** Resolves with the turn once it is over. */
  ended(turn: Turn): Promise<Turn>
  /** Asks and waits for the answer. */
  answered(question: string, request?: Partial<AskRequest>): Promise<Turn>
  /** Resolves with the turn once its answer so far ends with this. */
  said(turn: Turn, text: string): Promise<Turn>
  /** Errors and warnings that were logged. */
  logged: string[]
  close(): Promise<void>
}

/** @param urls Of sidecars; one that does not answer when none is given. */
export async function openAskRoom(urls: readonly string[] = ['http://127.0.0.1:9']): Promise<AskRoom> {
  const gallery = await createTestGallery()
  const { db, blobs } = gallery
  const logged: string[] = []
  const opened: Ask[] = []
  let pictures = 0
  const reopen = (at: readonly string[] = urls) => {
    const ask = createAsk({
      db,
      readBlob: (sha256) => readBlobFile(blobs.path(sha256)),
      inference: createInference(at.map((url) => createSidecar(url))),
      index: createIndexEngine(),
      onChange: () => {},
      log: createLog({ level: 'warn', format: 'json', write: (line) => logged.push(line) }),
      now: Date.now,
    })
    opened.push(ask)
    return ask
  }
  const ask = reopen()
  const send: AskRoom['send'] = (question, request = {}) => ask.send(makeRequest(question, request))
  const ended = (turn: Turn) =>
    watchUntil(ask, turn, ({ state }) => state !== 'queued' && state !== 'running')
  return {
    db,
    gallery,
    ask,
    reopen,
    send,
    ended,
    logged,
    async addPicture(name, seen = {}) {
      pictures += 1
      const id = await gallery.add(await paint(pictures, { width: 20 + pictures, height: 10 }), name)
      await readPicture(db, seen)
      return id
    },
    follow: ({ conversationId, id }, question, request = {}) =>
      send(question, { conversationId, parentId: id, ...request }),
    answered: async (question, request) => ended(await send(question, request)),
    said: (turn, text) => watchUntil(ask, turn, ({ answer }) => answer.endsWith(text)),
    async close() {
      for (const one of opened) await one.stop()
      await gallery.dispose()
    },
  }
}

export function makeRequest(question: string, request: Partial<AskRequest> = {}): AskRequest {
  return {
    conversationId: null,
    parentId: null,
    question,
    pictures: [],
    scope: 'pictures',
    query: null,
    engine: null,
    model: null,
    ...request,
  }
}

/** A picture as a turn brings it, whole. */
export const whole = (imageId: number) => ({ imageId, region: null })

/** Reads the picture that is next in the queue as given. */
export async function readPicture(db: Db, seen: Partial<PerceptionResult> = {}): Promise<void> {
  const [job] = await db.jobs.claim({ stage: 'perception', limit: 1, leaseMs: 60_000 })
  if (!job) throw new Error('There is no picture to read.')
  const result = makePerception(seen)
  await db.jobs.commitPerception(job, { result, triage: makeTriage(), hasReasoningEngine: false })
}

/** The turn as a watcher has it: what it was told put together. */
export function apply(turn: Turn | null, event: TurnEvent): Turn | null {
  switch (event.type) {
    case 'turn':
      return event.turn
    case 'text':
      return turn && { ...turn, answer: turn.answer.slice(0, event.offset) + event.text }
    case 'progress':
      return turn
  }
}

/** Watches until the turn is as wanted; rejects when it ends otherwise. */
export async function watchUntil(
  ask: Pick<Ask, 'watch'>,
  { id }: Pick<Turn, 'id'>,
  holds: (turn: Turn) => boolean,
): Promise<Turn> {
  const stop = new AbortController()
  let turn: Turn | null = null
  try {
    for await (const event of ask.watch(id, stop.signal)) {
      turn = apply(turn, event)
      if (turn && holds(turn)) return turn
    }
  } finally {
    stop.abort()
  }
  throw new Error(`The turn ended otherwise: ${JSON.stringify(turn)}`)
}
