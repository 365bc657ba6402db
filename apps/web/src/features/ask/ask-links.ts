/** Addresses of the Ask page: a conversation, a turn of it, or a question that begins elsewhere. Pure. */
import { Box, ImageId, MAX_TURN_PICTURES, type Selection, type TurnPicture } from '@vitrine/contracts'
import * as z from 'zod'

/** What another page hands over: pictures, or a search whose first hits become the pictures. */
export interface AskStart {
  pictures?: readonly TurnPicture[]
  search?: string
}

const tidy = (value: number) => String(Math.round(value * 10_000) / 10_000)

/** "12", or with a region "12:0.1,0.2,0.3,0.4". */
function pictureToText({ imageId, region }: TurnPicture): string {
  if (!region) return String(imageId)
  return `${imageId}:${[region.x, region.y, region.width, region.height].map(tidy).join(',')}`
}

const Parts = z.tuple([z.coerce.number().pipe(ImageId), z.string().optional()])
const Sides = z.tuple([z.coerce.number(), z.coerce.number(), z.coerce.number(), z.coerce.number()])

function pictureFromText(text: string): TurnPicture[] {
  const parts = Parts.safeParse(text.split(':'))
  if (!parts.success) return []
  const [imageId, sides] = parts.data
  const parsed = Sides.safeParse(sides?.split(','))
  const [x, y, width, height] = parsed.success ? parsed.data : []
  const box = Box.safeParse({ x, y, width, height })
  return [{ imageId, region: box.success ? box.data : null }]
}

/** As `pictures` in the address has them; what is no picture is left out. */
export function picturesFromText(text: string): TurnPicture[] {
  return text.split('_').flatMap(pictureFromText).slice(0, MAX_TURN_PICTURES)
}

export function picturesToText(pictures: readonly TurnPicture[]): string {
  return pictures.slice(0, MAX_TURN_PICTURES).map(pictureToText).join('_')
}

/** The address of a new question. */
export function askHref({ pictures = [], search }: AskStart = {}): string {
  const params = new URLSearchParams()
  if (pictures.length > 0) params.set('pictures', picturesToText(pictures))
  if (search !== undefined && search.trim() !== '') params.set('search', search.trim())
  return params.size === 0 ? '/ask' : `/ask?${params}`
}

/** What is chosen in the gallery, as a start: the first pictures, or the search that finds them all. */
export function startOfSelection(selection: Selection): AskStart {
  return 'ids' in selection
    ? { pictures: selection.ids.slice(0, MAX_TURN_PICTURES).map((imageId) => ({ imageId, region: null })) }
    : { search: selection.query }
}

/** What the way there is called: a question takes no more than so many pictures, and nobody is to be surprised. */
export function nameOfStart(selection: Selection): string {
  const isMany = 'ids' in selection && selection.ids.length > MAX_TURN_PICTURES
  return isMany ? `Ask about the first ${MAX_TURN_PICTURES}` : 'Ask about these'
}

/** The address of a conversation, or of one of its turns: to come back to, or to share. */
export function conversationHref(id: number, turnId: number | null = null): string {
  return turnId === null ? `/ask/${id}` : `/ask/${id}?turn=${turnId}`
}
