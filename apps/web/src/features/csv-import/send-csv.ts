/** The public face's import of CSV files, for the browser. */
import { AppError, CsvImportReport, type ImportMap, WireError } from '@vitrine/contracts'

export interface CsvChoice {
  map: ImportMap
  overwrite: boolean
}

/** Rejects with an AppError that says why the file was refused. */
export async function sendCsv(
  file: File,
  { map, overwrite, dryRun }: CsvChoice & { dryRun: boolean },
  signal?: AbortSignal,
): Promise<CsvImportReport> {
  const query = new URLSearchParams({
    dryRun: dryRun ? '1' : '0',
    overwrite: overwrite ? '1' : '0',
    map: JSON.stringify(map),
  })
  const response = await fetch(`/api/v1/import/csv?${query}`, {
    method: 'POST',
    body: file,
    headers: { 'content-type': 'text/csv' },
    signal: signal ?? null,
  })
  const reply: unknown = await response.json()
  if (response.ok) return CsvImportReport.parse(reply)
  throw AppError.fromWire(WireError.parse(reply))
}
