/** What asking needs and gives: the ports between its rooms. */
import type {
  AskEngines,
  AskRequest,
  EngineName,
  SaveAnswerRequest,
  Turn,
  TurnEvent,
  TurnPicture,
} from '@vitrine/contracts'
import type { Db } from '@vitrine/db'
import type { Inference } from '../inference/inference.ts'
import type { Log } from '../log.ts'
import type { IndexEngine } from './index-engine/index-engine.ts'

export interface AskDeps {
  db: Pick<Db, 'conversations' | 'images' | 'search' | 'tags'>
  /** The bytes of a blob, or null when its file is gone. */
  readBlob(sha256: string): Promise<Uint8Array<ArrayBuffer> | null>
  inference: Pick<Inference, 'chat' | 'chatEngines' | 'refresh' | 'management'>
  index: IndexEngine
  /** Wakes whoever follows the event table. */
  onChange(): void
  log: Log
  /** Milliseconds since 1970. */
  now(): number
}

export interface EngineChoice {
  engine?: EngineName | undefined
  model?: string | undefined
}

/** Conversations as a person has them: what is asked is answered here, whoever is watching. */
export interface Ask {
  /** Ends what a former process left under way. */
  start(): Promise<void>
  /** Interrupts what is under way, and waits until it is written. */
  stop(): Promise<void>
  /** Keeps the question and begins to answer it; returns at once. */
  send(request: AskRequest): Promise<Turn>
  /** The same question again, as a branch beside; by another engine where one is named. */
  regenerate(turnId: number, choice: EngineChoice): Promise<Turn>
  /** Another question in the place of this one, as a branch beside; its pictures where none are given. */
  edit(
    turnId: number,
    change: { question: string; pictures?: readonly TurnPicture[] | undefined },
  ): Promise<Turn>
  /** Ends an answer with what is written; nothing happens when it is over. */
  stopTurn(turnId: number): Promise<void>
  /** Deletes a conversation, and ends what is under way in it. */
  remove(conversationId: number): Promise<void>
  /** The turn as it is, then what becomes of it, until it is over or the signal aborts. */
  watch(turnId: number, signal: AbortSignal): AsyncIterable<TurnEvent>
  engines(): Promise<AskEngines>
  saveAnswer(request: SaveAnswerRequest, person: string): Promise<void>
  export(conversationId: number, format: 'md' | 'json'): Promise<ExportedConversation>
}

export interface ExportedConversation {
  fileName: string
  mediaType: 'text/markdown' | 'application/json'
  text: string
}
