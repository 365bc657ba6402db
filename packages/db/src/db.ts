/**
 * The database as its callers see it: one store per subject, every query behind a name.
 * All writes of a process go through one connection and take turns; see docs/decisions.
 */
import type {
  Annotation,
  AnnotationSource,
  Collection,
  Conversation,
  ConversationCard,
  DecisionTarget,
  EngineName,
  EventBody,
  ExportRecord,
  ExportSelection,
  FacetName,
  FacetsResponse,
  ImageCard,
  ImageDetail,
  JobOutcome,
  KeepRequest,
  MediaType,
  Neighbours,
  OlderThan,
  PerceptionResult,
  PipelineStatus,
  PutBackRequest,
  ReadingField,
  ReasoningResult,
  RerunTarget,
  SavedSearch,
  SearchRequest,
  SearchResponse,
  SearchSort,
  Selection,
  Settings,
  SimilarImage,
  StageName,
  StoredEvent,
  Suggestion,
  Tag,
  TriageDecision,
  Turn,
  TurnPicture,
  TurnScope,
  TurnSearch,
  VideoInfo,
} from '@vitrine/contracts'
import type { RowKey, RowMatch } from './imports/match.ts'
import type { RowWords, WordChange } from './imports/plan.ts'

/** What ingest knows of an image once its bytes are stored. */
export interface NewImage {
  sha256: string
  sizeBytes: number
  mediaType: MediaType
  fileName: string
  /** Upright size in pixels. */
  width: number
  height: number
  /** ThumbHash, base64. */
  placeholder: string | null
  takenAt: number | null
  camera: string | null
  /** The PDF, video or zip it came from, and its page or number there. */
  sourceSha256: string | null
  pageNumber: number | null
  /** For a keyframe: when it is seen, and what is known of its video. */
  atMs?: number | null
  video?: { durationMs: number | null }
  variants: NewVariant[]
}

/** `restored`: it was there already, in the trash. */
export interface CreatedImage {
  id: number
  outcome: 'created' | 'duplicate'
  restored: boolean
}

export type VariantKind = 'thumbnail' | 'preview' | 'raster'

/** A derived blob. `raster` is the decoded form of what browsers and the sidecar can't read (HEIC, PDF page, SVG, BMP, TIFF). */
export interface NewVariant {
  kind: VariantKind
  sha256: string
  sizeBytes: number
  mediaType: string
  width: number
  height: number
}

/** Stored bytes to send: of the image itself or of a variant. */
export interface StoredBytes {
  sha256: string
  sizeBytes: number
  mediaType: string
  fileName: string
}

export interface ImageStore {
  /**
   * One transaction: blob rows, Image (`queued`), Job(perception), event `image.created`.
   * The same bytes (and page) again are the same image; if it is in the trash it comes back.
   */
  create(image: NewImage): Promise<CreatedImage>
  /** All of them or none: the keyframes of a video, which are nothing by halves. */
  createAll(images: readonly NewImage[]): Promise<CreatedImage[]>
  /** Which of these bytes are already there (trashed ones included). */
  findBySha256(sha256s: readonly string[]): Promise<Map<string, number>>
  card(id: number): Promise<ImageCard | null>
  cards(ids: readonly number[]): Promise<ImageCard[]>
  detail(id: number): Promise<ImageDetail | null>
  /** Null when there is no such image or no such variant. */
  bytes(id: number, what: 'original' | VariantKind): Promise<StoredBytes | null>
  /** Newest first, trash left out. */
  list(options: {
    cursor?: string
    limit: number
  }): Promise<{ images: ImageCard[]; nextCursor: string | null }>
  trashed(options: {
    cursor?: string
    limit: number
  }): Promise<{ images: ImageCard[]; nextCursor: string | null }>

  /** A person's words: kept beside the model's, shown first, never touched by a re-run. An empty text removes them. */
  setCaption(id: number, type: 'caption' | 'detailed-caption', text: string, person: string): Promise<void>
  setNotes(id: number, notes: string): Promise<void>
  /** Adds to the notes, beneath what stands in them. */
  addNote(id: number, note: string): Promise<void>

  /**
   * Keeps what a tool answered, or parts of it, beside what the reading found: reading anew leaves it. What is
   * kept already is not kept twice. Returns all that is kept of the image; `bad-request` when nothing can be.
   */
  keep(request: KeepRequest): Promise<Annotation[]>
  /** Keeps a named value that somebody found in an answer, in place of what was kept under that name; `field:` finds it. */
  keepField(id: number, field: ReadingField, source: AnnotationSource): Promise<void>
  /** Drops kept annotations and returns them as they were, so that an undo can put them back. */
  dropKept(id: number, annotationIds: readonly number[]): Promise<Annotation[]>
  /** Undoes a drop; they get new ids. */
  putBack(request: PutBackRequest): Promise<void>

  /** Each returns the ids it changed, so that an undo can name them. */
  trash(selection: Selection): Promise<number[]>
  restore(selection: { ids: readonly number[] }): Promise<number[]>
  /**
   * Deletes rows for good, of images in the trash only, and returns the blobs that nothing points to any more;
   * their files may then go. A source (zip, PDF) is among them once its last image went, stored or not.
   */
  purge(
    selection: { ids: readonly number[] } | { deletedBefore: number },
  ): Promise<{ ids: number[]; orphanedBlobs: string[] }>
  /** Ids a selection names, newest first, at most `limit` (all when left out); the trash is not among them. */
  resolve(selection: Selection, limit?: number): Promise<number[]>
  similar(id: number, limit: number): Promise<SimilarImage[]>
  totals(): Promise<{
    images: number
    trashed: number
    originalBytes: number
    variantBytes: number
    databaseBytes: number
  }>
}

/** A job that this worker holds until its lease runs out. */
export interface ClaimedJob {
  id: number
  imageId: number
  stage: StageName
  /** Counting this one. */
  attempts: number
  maxAttempts: number
  /** Proves that the lease is still ours; a stale token changes nothing. */
  token: string
  fileName: string
  /** What to send to the sidecar: the raster variant where there is one, else the original. */
  source: { sha256: string; mediaType: string }
  /** A person asked for it by hand. */
  interactive: boolean
  /** The engine a person asked for; null for the best one there is. */
  engine: EngineName | null
  /** Stage 1's result and triage, for reasoning jobs. */
  perception: PerceptionResult | null
  triage: TriageDecision | null
}

export interface JobStore {
  /**
   * Claims up to `limit` runnable jobs of a stage in one atomic update; none while paused. Also reaps leases
   * that ran out: those jobs go to the end of the queue and no attempt is spent.
   */
  claim(options: { stage: StageName; limit: number; leaseMs: number }): Promise<ClaimedJob[]>
  /** False when the lease is lost: stop working on it. */
  heartbeat(job: ClaimedJob, leaseMs: number): Promise<boolean>
  /**
   * One transaction: model annotations replaced, search document upserted, embedding stored, job done,
   * Job(reasoning) if triage says so (`waiting` when `hasReasoningEngine` is false), status, event. What other
   * models had said is kept beside it until a person decides; see FormerStore.
   * `stale` when the image is gone, or the job superseded or lost: then nothing was written.
   */
  commitPerception(
    job: ClaimedJob,
    outcome: { result: PerceptionResult; triage: TriageDecision; hasReasoningEngine: boolean },
  ): Promise<'committed' | 'stale'>
  commitReasoning(job: ClaimedJob, result: ReasoningResult): Promise<'committed' | 'stale'>
  /** Ends a claim in any way but success. */
  settle(job: ClaimedJob, outcome: Exclude<JobOutcome, { type: 'succeeded' }>): Promise<void>
  /**
   * Queues a stage anew, superseding what is queued or running; returns how many images. `olderThan` means
   * every image whose finished stage did not run exactly this model (id, revision, dtype), or was done by another
   * engine than this one; the trash is left out.
   * Stage 2 is queued only for images that stage 1 has seen; up to 20 images by id count as asked for by hand.
   * With `engine`, that one reads, and no other.
   */
  rerun(what: RerunTarget, stage: StageName, engine?: EngineName): Promise<number>
  /** How many images `rerun({ olderThan: model })` would queue. */
  countOlder(model: OlderThan, stage: StageName): Promise<number>
  /** Cancels what is queued, waiting or running; without a selection, everything. */
  cancel(selection?: Selection, stage?: StageName): Promise<number>
  retryFailed(): Promise<number>
  setPaused(paused: boolean): Promise<void>
  /** Reasoning jobs from `waiting` to `queued`, once an engine exists; back with false. Returns how many. */
  setReasoningAvailable(available: boolean): Promise<number>
  status(): Promise<Omit<PipelineStatus, 'problem'>>
}

/**
 * Images that other models have read anew have two readings: the new one, in effect, and the former. It stays the
 * former however often the image is read again, until a person decides, or its own models read the image once more.
 * What people wrote or kept is part of neither. What a decision puts aside can be brought back by `undecide`
 * until it is forgotten.
 */
export interface FormerStore {
  /** Images outside the trash that await a decision. */
  count(): Promise<number>
  /** The new readings stay. Returns the ids that had two readings; others are left alone. */
  accept(what: DecisionTarget): Promise<number[]>
  /** The former readings are in effect again, as they were; deep readings stay. Returns the ids that had two. */
  takeBack(what: DecisionTarget): Promise<number[]>
  /** Takes decisions back; returns the ids that have two readings again. */
  undecide(ids: readonly number[]): Promise<number[]>
  /** Forgets what decisions before this time put aside; returns how many. */
  forgetDecided(before: number): Promise<number>
}

export interface EventStore {
  append(body: EventBody): Promise<number>
  after(id: number, limit: number): Promise<StoredEvent[]>
  lastId(): Promise<number>
  /** The oldest id still kept; a browser that is further behind reads its lists anew. */
  firstId(): Promise<number>
  prune(olderThan: number): Promise<number>
}

export interface SearchStore {
  search(request: SearchRequest): Promise<SearchResponse>
  facets(query: string, names?: readonly FacetName[]): Promise<FacetsResponse>
  suggest(query: string, limit: number): Promise<Suggestion[]>
  neighbours(id: number, query: string, sort: SearchSort): Promise<Neighbours>
  /** Repair: builds every search table anew from images and annotations. */
  rebuildIndex(onProgress?: (done: number, total: number) => void): Promise<{ images: number }>
}

export interface CollectionStore {
  list(): Promise<Collection[]>
  create(name: string): Promise<Collection>
  rename(id: number, name: string): Promise<void>
  remove(id: number): Promise<void>
  add(id: number, selection: Selection): Promise<number>
  take(id: number, selection: Selection): Promise<number>
}

export interface TagStore {
  list(): Promise<Tag[]>
  add(name: string, selection: Selection): Promise<number>
  remove(name: string, selection: Selection): Promise<number>
}

export interface SavedSearchStore {
  list(): Promise<SavedSearch[]>
  create(search: { name: string; query: string; sort: SearchSort }): Promise<SavedSearch>
  remove(id: number): Promise<void>
}

export interface SettingsStore {
  get(): Promise<Settings>
  set(settings: Settings): Promise<void>
}

export interface VideoStore {
  /** Null for a file that is no video. */
  info(sha256: string): Promise<VideoInfo | null>
  /** The oldest video that waits to be read as a sequence: every keyframe has been looked at. Null when there is none. */
  nextUnread(): Promise<string | null>
  /** Counts a try that is about to be made; after a few a video is left to whoever asks. */
  noteAttempt(sha256: string): Promise<void>
  /** Replaces what was said of the sequence; it is found by search under its first keyframe. */
  setReading(
    sha256: string,
    reading: { text: string; source: Extract<AnnotationSource, { by: 'model' }> },
  ): Promise<void>
}

/** A question as it is to be kept. */
export interface NewTurn {
  /** A new conversation when null. */
  conversationId: number | null
  parentId: number | null
  question: string
  pictures: readonly TurnPicture[]
  scope: TurnScope
  /** A search that a person wrote, for a question about the library. */
  query: string | null
  /** Of a new conversation. */
  title: string
  engine: EngineName | null
  model: string | null
}

/** How an answer ended; what is left out stays as it was. */
export interface TurnEnd {
  state: 'done' | 'stopped' | 'failed' | 'interrupted'
  answer: string
  model?: Turn['model']
  usage?: Turn['usage']
  citations?: Turn['citations']
  warnings?: readonly string[]
  error?: Turn['error']
}

/** Conversations and their turns. A deleted conversation is as if it were not there, until it is restored or purged. */
export interface ConversationStore {
  /**
   * Pinned ones first, then those that were spoken in last. `search`: every word of it must stand in the title, the
   * questions or the answers, upper or lower case, with or without accents.
   */
  list(options: {
    search?: string
    cursor?: string
    limit: number
  }): Promise<{ conversations: ConversationCard[]; nextCursor: string | null }>
  get(id: number): Promise<Conversation | null>
  /** A turn, and the search a person wrote for it. */
  turn(id: number): Promise<{ turn: Turn; query: string | null } | null>
  /**
   * Keeps a question as a `queued` turn, in a new conversation where it names none, and shows its branch. Throws
   * `not-found` when conversation, parent or a picture is not there, or the picture is in the trash.
   */
  ask(turn: NewTurn): Promise<Turn>
  /** Shows the branch that ends with this turn. */
  setActive(id: number, turnId: number): Promise<void>
  rename(id: number, title: string): Promise<void>
  setPinned(id: number, isPinned: boolean): Promise<void>
  chooseEngine(id: number, choice: { engine: EngineName | null; model: string | null }): Promise<void>
  remove(id: number): Promise<void>
  restore(id: number): Promise<void>
  /** Deletes for good what was removed before this time; returns how many. */
  purge(deletedBefore: number): Promise<number>
  /** The turn is being answered, by this engine. */
  begin(turnId: number, engine: EngineName): Promise<Turn>
  /** What was searched and found for it. */
  setSearch(turnId: number, search: TurnSearch): Promise<Turn>
  /** The answer as far as it is written. No event: whoever watches the turn has it already. */
  write(turnId: number, answer: string): Promise<void>
  /** Ends a turn that is under way; one that is not stays as it is. */
  finish(turnId: number, end: TurnEnd): Promise<Turn>
  /** Every turn that is under way, with what is written of it; returns how many. For the start of the process. */
  markInterrupted(): Promise<number>
}

export interface ExportStore {
  /**
   * The images of an export, each once, the trash left out. `relevance` ranks every match of a search; what was not
   * searched for comes newest first. Throws `not-found` for a collection that is gone.
   */
  ids(selection: ExportSelection, sort: SearchSort): Promise<number[]>
  /**
   * What is to be exported of a batch of images, in their order; those that are gone by now are left out.
   * `withPlaces`: with every annotation.
   */
  records(ids: readonly number[], options: { withPlaces: boolean }): Promise<ExportRecord[]>
}

export interface MatchedRow {
  /** Of the image. */
  id: number
  words: RowWords
}

/** What a row does to its image, or would. */
export interface PlannedRow {
  id: number
  fileName: string
  changes: WordChange[]
}

/** Words of an existing catalog. A batch has each image once. */
export interface ImportStore {
  /** In the order of the keys. */
  match(keys: readonly RowKey[]): Promise<RowMatch[]>
  /** What `apply` would do; images that are gone or in the trash by now are left out. */
  plan(rows: readonly MatchedRow[], options: { overwrite: boolean }): Promise<PlannedRow[]>
  /** One transaction, planned within it. Without `overwrite`, what people wrote or kept stays. */
  apply(rows: readonly MatchedRow[], options: { overwrite: boolean; person: string }): Promise<PlannedRow[]>
}

export interface Db {
  images: ImageStore
  conversations: ConversationStore
  videos: VideoStore
  jobs: JobStore
  formers: FormerStore
  events: EventStore
  search: SearchStore
  exports: ExportStore
  imports: ImportStore
  collections: CollectionStore
  tags: TagStore
  savedSearches: SavedSearchStore
  settings: SettingsStore
  sqliteVersion: string
  close(): Promise<void>
}

/** How to open a database file. The migrations must have been applied; see `migrate`. */
export interface DbOptions {
  /** Path of the SQLite file. */
  file: string
  now?: () => number
  /** 0..1, for the jitter of retries. */
  random?: () => number
  /** How long a writer waits for another process before `database-busy`; 15 s when left out. */
  busyTimeoutMs?: number
}
