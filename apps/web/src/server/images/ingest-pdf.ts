import { readFile } from 'node:fs/promises'
import { AppError, type IngestItem } from '@vitrine/contracts'
import type { RawPage } from './decode.ts'
import { pageName } from './file-name.ts'
import type { Arrival, IngestRooms } from './ingest.ts'
import { pictureFromRaw } from './picture.ts'
import { renderVariants } from './render.ts'
import { storeImage } from './store-image.ts'

/** Takes in a PDF, one image a page: its bytes are the PDF's, its raster is the page as drawn. */
export async function ingestPdf(rooms: IngestRooms, arrival: Arrival): Promise<IngestItem[]> {
  const { staged, signal } = arrival
  if (staged.sizeBytes > rooms.limits.maxInMemoryBytes)
    throw new AppError('too-large', 'This PDF is too large to be drawn.')
  const { pageDpi: dpi, maxPagePixels: maxPixels, maxPdfPages } = rooms.limits
  const bytes = await readFile(staged.path)
  const items: IngestItem[] = []
  for await (const page of rooms.decoder.pdf(bytes, { dpi, maxPixels }, signal)) {
    signal?.throwIfAborted()
    items.push(await rooms.pictures.add(() => ingestPage(rooms, arrival, page)))
    if (page.page >= maxPdfPages && page.pageCount > maxPdfPages) {
      items.push(leftOut(arrival.fileName, maxPdfPages, page.pageCount))
      break
    }
  }
  if (items.length === 0) throw new AppError('undecodable-image', 'This PDF has no pages.')
  return items
}

async function ingestPage(rooms: IngestRooms, arrival: Arrival, page: RawPage): Promise<IngestItem> {
  const { staged } = arrival
  const picture = pictureFromRaw(page, rooms.limits)
  const { placeholder, variants } = await renderVariants(picture, staged.sizeBytes)
  return storeImage(rooms, staged, variants, {
    sha256: staged.sha256,
    sizeBytes: staged.sizeBytes,
    mediaType: 'application/pdf',
    fileName: pageName(arrival.fileName, page.page),
    ...picture.size,
    placeholder,
    takenAt: null,
    camera: null,
    sourceSha256: staged.sha256,
    pageNumber: page.page,
  })
}

function leftOut(fileName: string, maxPages: number, pageCount: number): IngestItem {
  return {
    outcome: 'rejected',
    fileName,
    code: 'too-large',
    reason: `This PDF has ${pageCount} pages; the first ${maxPages} were read.`,
  }
}
