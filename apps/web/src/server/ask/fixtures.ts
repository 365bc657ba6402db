/** Turns and pictures for tests, parsed by the contracts so that they can't drift from them. */
import { ImageDetail, Turn } from '@vitrine/contracts'
import { imageCardExample } from '@vitrine/contracts/fixtures'
import type { z } from 'zod'
import type { KnownPicture } from './picture-parts.ts'

/** An answered turn after the one before it, with what the test is about put over it. */
export function makeTurn(over: Partial<z.input<typeof Turn>> & { id: number }): Turn {
  return Turn.parse({
    conversationId: 1,
    parentId: over.id > 1 ? over.id - 1 : null,
    question: `Question ${over.id}`,
    pictures: [],
    scope: 'pictures',
    search: null,
    state: 'done',
    answer: `Answer ${over.id}`,
    citations: [],
    engine: 'gguf',
    model: null,
    usage: null,
    warnings: [],
    error: null,
    createdAt: 1_000 + over.id,
    finishedAt: 2_000 + over.id,
    ...over,
  })
}

/** A picture with nothing read of it but what is given; its key is `key-7` for image 7. */
export function makePicture(id: number, over: Partial<ImageDetail> = {}): [number, KnownPicture] {
  const detail = ImageDetail.parse({
    ...imageCardExample,
    sha256: 'a'.repeat(64),
    detailedCaption: '',
    notes: '',
    reading: null,
    text: '',
    colours: [],
    triage: null,
    annotations: [],
    tags: [],
    collections: [],
    sourceSha256: null,
    warnings: [],
    camera: null,
    id,
    fileName: `${id}.jpg`,
    caption: `Caption ${id}`,
    ...over,
  })
  return [id, { detail, key: `key-${id}` }]
}
