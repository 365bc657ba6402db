import type { Db } from '@vitrine/db'
import type { Ask } from '../ask/ports.ts'
import type { CsvImport } from '../csv-import/csv-import.ts'
import type { Exports } from '../exports/exports.ts'
import type { Inference } from '../inference/inference.ts'
import type { ModelManagement } from '../inference/model-management.ts'
import type { ImageBytes } from '../inference/sidecar.ts'
import type { Tools } from '../tools/tools.ts'
import type { ReceivedForm } from './receive-image.ts'

/** Forms in which an image's bytes can be asked for. */
export type BytesKind = 'thumbnail' | 'preview' | 'original' | 'display'

/** What the public face works with; built in the composition root. */
export interface RestServices {
  db: Db
  inference: Pick<Inference, 'perceive' | 'reason' | 'hasReasoningEngine'>
  models: ModelManagement
  ask: Pick<Ask, 'send' | 'watch' | 'stopTurn' | 'remove' | 'export'>
  exports: Pick<Exports, 'open' | 'prepare' | 'progress' | 'redeem'>
  importCsv: CsvImport
  tools: Pick<Tools, 'runOnBytes' | 'runOnStored'>
  /** Reads the multipart part `image` into a form that the sidecar can decode; stores nothing. */
  receiveImage(request: Request): Promise<ImageBytes>
  /** The same, with the form's other fields. */
  receiveForm(request: Request): Promise<ReceivedForm>
  /** Takes in every file of a multipart request and answers with an IngestResponse. */
  upload(request: Request): Promise<Response>
  /** Answers with an image's bytes, with ETag and ranges. */
  sendBytes(request: Request, image: { id: string; variant: BytesKind }): Promise<Response>
  pipeline: { problem(): string | null; poke(): void }
  logError(error: unknown, where: string): void
  version: string
}
