'use client'
/** What a person has exported last, kept in this browser. */
import {
  DEFAULT_COLUMNS,
  ExportColumn,
  ExportedImages,
  ExportFormat,
  type ExportRequest,
} from '@vitrine/contracts'
import * as z from 'zod'
import { createBrowserMemory } from '../shell/browser-memory.ts'
import { describePattern } from './export-words.ts'

const ExportChoice = z.object({
  format: ExportFormat.catch('csv'),
  columns: z.array(ExportColumn).catch([...DEFAULT_COLUMNS]),
  name: z.string().catch('{name}'),
  images: ExportedImages.catch('originals'),
  sidecars: z.boolean().catch(false),
  embed: z.boolean().catch(false),
})
export type ExportChoice = z.infer<typeof ExportChoice>

const memory = createBrowserMemory('vitrine.export', ExportChoice, ExportChoice.parse({}))

export const useExportChoice = memory.use

/** Whether there is something to write: a column, a name. */
export function isComplete({ format, columns, name }: ExportChoice): boolean {
  if (format === 'csv') return columns.length > 0
  return format === 'jsonl' || describePattern(name, 1).isGood
}

/** A zip without images is one of sidecars. */
export function toRequest(
  what: Pick<ExportRequest, 'selection' | 'sort'>,
  choice: ExportChoice,
): ExportRequest {
  const isOnlySidecars = choice.images === 'none'
  return {
    ...what,
    ...choice,
    sidecars: choice.sidecars || isOnlySidecars,
    embed: choice.embed && !isOnlySidecars,
  }
}
