/** The formats that are text, piece by piece. */
import {
  CSV_MARK,
  cocoAnnotations,
  cocoImage,
  type ExportRecord,
  type ExportRequest,
} from '@vitrine/contracts'
import { csvHeadings, csvLine } from './csv-file.ts'
import { HTML_START, htmlLine } from './html-file.ts'

export interface TextSource {
  /** From the first image, each time it is called. */
  walk(options: { withPlaces: boolean }): AsyncGenerator<ExportRecord[]>
  /** The n-th call names the n-th image, ending and all. */
  createPath(): (record: ExportRecord) => Promise<string>
}

export async function* csvFile({ walk }: TextSource, { columns }: Pick<ExportRequest, 'columns'>) {
  yield CSV_MARK + csvHeadings(columns)
  for await (const records of walk({ withPlaces: false }))
    yield records.map((record) => csvLine(record, columns)).join('')
}

export async function* jsonLinesFile({ walk }: TextSource) {
  for await (const records of walk({ withPlaces: true }))
    yield records.map((record) => `${JSON.stringify(record)}\n`).join('')
}

export async function* htmlFile({ walk, createPath }: TextSource) {
  const pathOf = createPath()
  yield HTML_START
  for await (const records of walk({ withPlaces: false })) {
    let lines = ''
    for (const record of records) lines += htmlLine(record, await pathOf(record))
    yield lines
  }
}

/** A comma before every item but the first. */
function createList() {
  let isFirst = true
  return (items: readonly unknown[]) =>
    items
      .map((item) => {
        const text = `${isFirst ? '' : ','}\n${JSON.stringify(item)}`
        isFirst = false
        return text
      })
      .join('')
}

function createCategories() {
  const ids = new Map<string, number>()
  return {
    idOf(name: string) {
      const id = ids.get(name) ?? ids.size + 1
      ids.set(name, id)
      return id
    },
    all: () => [...ids].map(([name, id]) => ({ id, name })),
  }
}

/**
 * A COCO document wants its images before their annotations, and its categories are known at the end: two walks, so that
 * neither has to be held. An image that came back in between is left out of the second.
 */
export async function* cocoFile({ walk, createPath }: TextSource) {
  yield `{"info":{"description":"Exported from Vitrine"},\n"images":[`
  const pathOf = createPath()
  const images = createList()
  const written = new Set<number>()
  for await (const records of walk({ withPlaces: false })) {
    const entries: unknown[] = []
    for (const record of records) {
      written.add(record.id)
      entries.push(cocoImage({ ...record, fileName: await pathOf(record) }))
    }
    yield images(entries)
  }
  yield '],\n"annotations":['
  const annotations = createList()
  const categories = createCategories()
  for await (const records of walk({ withPlaces: true }))
    yield annotations(
      records
        .filter(({ id }) => written.has(id))
        .flatMap((record) => cocoAnnotations(record, record.annotations, categories.idOf)),
    )
  yield `],\n"categories":${JSON.stringify(categories.all())}}\n`
}
