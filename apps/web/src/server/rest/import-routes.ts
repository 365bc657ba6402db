import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { AppError, CsvImportReport, ImportMap } from '@vitrine/contracts'
import { ANYONE } from '../api/context.ts'
import { chunksOf } from '../images/web-stream.ts'
import { errors, json } from './schemas.ts'
import type { RestServices } from './services.ts'

/** It is read twice, and so held: once for its faults, once for its words. */
const MAX_BYTES = 64 * 1024 * 1024

const Flag = z.enum(['0', '1']).default('0')

const ImportQuery = z.object({
  dryRun: Flag.openapi({ description: '1: change nothing, and say what would change.' }),
  overwrite: Flag.openapi({
    description: "1: people's words give way; otherwise they stay, and the answer says which.",
  }),
  map: z
    .string()
    .max(20_000)
    .default('{}')
    .transform((text, context) => {
      try {
        return JSON.parse(text)
      } catch {
        context.addIssue({ code: 'custom', message: 'It is a JSON object.' })
        return z.NEVER
      }
    })
    .pipe(ImportMap)
    .openapi({
      type: 'string',
      description: 'JSON, headings to what they are: `{"Alt": "caption", "sku": "ignore"}`.',
    }),
})

const importRoute = createRoute({
  method: 'post',
  path: '/import/csv',
  summary: 'Take up an existing catalog: captions, descriptions, tags, notes and values from a CSV file',
  description:
    'Images are found by `sha256`, else by `file`. What the file says becomes a person’s words; empty cells change nothing. UTF-8 or UTF-16, with commas, semicolons or tabs; at most 64 MB.',
  request: {
    query: ImportQuery,
    body: { required: true, content: { 'text/csv': { schema: { type: 'string' as const } } } },
  },
  responses: { 200: json(CsvImportReport, 'What was changed, or would be, and what could not.'), ...errors },
})

async function readBody({ body }: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  if (body)
    for await (const chunk of chunksOf(body)) {
      sizeBytes += chunk.length
      if (sizeBytes > MAX_BYTES)
        throw new AppError('too-large', 'The file is larger than 64 MB.', {
          suggestion: 'Import it in parts.',
        })
      chunks.push(chunk)
    }
  return Buffer.concat(chunks)
}

export function addImportRoutes(app: OpenAPIHono, { importCsv }: RestServices): void {
  app.openapi(importRoute, async (c) => {
    const { dryRun, overwrite, map } = c.req.valid('query')
    const report = await importCsv(await readBody(c.req.raw), {
      dryRun: dryRun === '1',
      overwrite: overwrite === '1',
      map,
      person: ANYONE,
      signal: c.req.raw.signal,
    })
    return c.json(report, 200)
  })
}
