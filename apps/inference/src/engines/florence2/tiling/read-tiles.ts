/** Reads a large page's text a second time, tile by tile. */
import { boxToPixels, type PerceptionSettings, type TextRegion } from '@vitrine/contracts'
import type { DecodedImage } from '../../../image/image.ts'
import { cropTo } from '../../../image/raster.ts'
import { mergeTiles } from './merge-tiles.ts'
import { planTiles, SMALL_LINE } from './plan-tiles.ts'

/** The longest side that tiles are cut from. */
const MAX_SIDE = 4096

export interface TileReader {
  /** The side of the model's square, in pixels. */
  modelSide: number
  /** Text of several pictures, in their order. */
  readText(images: readonly DecodedImage[]): Promise<TextRegion[][]>
}

/** The text with what a closer look adds; null where no closer look is worth it. */
export async function readTiles(
  image: DecodedImage,
  textRegions: readonly TextRegion[],
  wish: PerceptionSettings['tiledOcr'],
  { modelSide, readText }: TileReader,
): Promise<TextRegion[] | null> {
  const size = image.sourceSize ?? image.size
  const tiles = planTiles({ size, textRegions, modelSide }, wish)
  if (tiles.length === 0) return null
  const large = (await image.enlarge?.(MAX_SIDE)) ?? image
  const crops: DecodedImage[] = []
  for (const tile of tiles) crops.push(await cropTo(large, boxToPixels(tile, large.size)))
  const texts = await readText(crops)
  return mergeTiles(
    textRegions,
    tiles.map((tile, at) => ({ tile, textRegions: texts[at] ?? [] })),
    SMALL_LINE / modelSide,
  )
}
