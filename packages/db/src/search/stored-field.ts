/** A field of a deep reading from its row, for search. */
import type { ReadingField } from '@vitrine/contracts'
import { z } from 'zod'

const Data = z.object({ name: z.string(), number: z.number().nullable(), unit: z.string().nullable() })

/** `value` and `data` as the row has them. */
export function readStoredField(value: string, data: string | null): ReadingField {
  return { ...Data.parse(JSON.parse(data ?? '{}')), value }
}

/** A field as a line that words are found in: "invoice number: INV-7", "total: 21.05 EUR". */
export function fieldLine({ name, value, unit }: ReadingField): string {
  const end = unit === null || value.includes(unit) ? '' : ` ${unit}`
  return `${name.replaceAll('-', ' ')}: ${value}${end}`
}
