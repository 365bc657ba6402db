/** What the text of a picture says about the sort of picture it is. */
import { boundingBox, type TextRegion } from '@vitrine/contracts'
import { type Axis, findAxis } from './axis.ts'

export interface TextFacts {
  /** Rows, as a person counts lines. */
  lines: number
  regions: number
  characters: number
  /** The share of the picture that text boxes cover, 0..1. */
  cover: number
  prices: number
  /** Words found, as they stand in the text, without repeats. */
  receiptWords: string[]
  invoiceWords: string[]
  formWords: string[]
  labelWords: string[]
  interfaceWords: string[]
  /** Rows whose cells stand in common columns. */
  table: { rows: number; columns: number }
  /** The scale of a chart. */
  axis: Axis | null
}

const PRICE = /(?:[€£$¥]\s?\d+(?:[.,]\d{2})?|\b\d{1,4}[.,]\d{2}\b(?![.,%]|\s?(?:%|mm|cm|km|kg)))/g
const RECEIPT =
  /\b(?:sub-?\s?total|total|receipt|cash|change due|visa|mastercard|vat|tax|summe|gesamt|mwst|bar|tva|kasse|quittung|ticket|totale|iva|thank you for (?:shopping|your))\b/gi
const INVOICE = /\b(?:invoice|rechnung|facture|fattura|factura|amount due|due date|bill to)\b/gi
const FORM =
  /\b(?:(?:registration|application|order|entry|claim|consent|enrol?ment) form|questionnaire|date of birth|full name|first name|last name|surname|signature|nationality|passport no|e-?mail|phone|address|city|zip code|postcode|occupation|please (?:fill|print|tick))\b/gi
const LABEL =
  /\b(?:ingredients?|nutrition(?:al)?|best before|use by|exp(?:iry)?\.? date|net w(?:eigh)?t|peso netto|poids net|nettogewicht|batch|lot no|made in|product of|organic|serving size|keep (?:cool|dry|refrigerated)|zutaten|ingrédients|barcode|sku|article no|\d+\s?(?:ml|cl|g|kg|oz)|model no|s\/n|serial no)\b/gi
const INTERFACE =
  /\b(?:settings|file|edit|view|help|search|cancel|ok|log ?in|sign ?in|sign up|notifications?|home|menu|back|next|save|delete|reply|inbox|profile|upload|download|privacy|terms|subscribe|https?:\/\/\S*|www\.\S+)\b/gi

/** Gathers the facts from text regions in reading order, which stand in `rows` rows. */
export function gatherTextFacts(regions: readonly TextRegion[], rows: number): TextFacts {
  const text = regions.map((region) => region.text).join('\n')
  return {
    lines: rows,
    regions: regions.length,
    characters: regions.reduce((sum, region) => sum + region.text.length, 0),
    cover: Math.min(
      1,
      regions.reduce((sum, region) => sum + quadArea(region), 0),
    ),
    prices: [...text.matchAll(PRICE)].length,
    receiptWords: findWords(text, RECEIPT),
    invoiceWords: findWords(text, INVOICE),
    formWords: findWords(text, FORM),
    labelWords: findWords(text, LABEL),
    interfaceWords: findWords(text, INTERFACE),
    table: measureTable(regions),
    axis: findAxis(regions),
  }
}

function findWords(text: string, pattern: RegExp): string[] {
  const seen = new Map([...text.matchAll(pattern)].map(([word]) => [word.toLowerCase(), word]))
  return [...seen.values()]
}

function quadArea({ quad }: TextRegion): number {
  const doubled = quad.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = quad[(i + 1) % 4] ?? [x, y]
    return sum + x * nextY - nextX * y
  }, 0)
  return Math.abs(doubled) / 2
}

/** Shares of the picture's width within which two cells count as aligned. */
const ALIGNED = 0.025
const MIN_CELLS = 3

/** The most rows in a row that have three cells or more, all starting, ending or centred on the first's columns. */
export function measureTable(regions: readonly TextRegion[]): { rows: number; columns: number } {
  const rows: { middle: number; height: number; cells: { x: number; width: number }[] }[] = []
  const boxes = regions
    .map(({ quad }) => boundingBox(quad))
    .sort((a, b) => a.y + a.height / 2 - b.y - b.height / 2)
  for (const box of boxes) {
    const middle = box.y + box.height / 2
    const row = rows.at(-1)
    if (row && Math.abs(middle - row.middle) < row.height / 2) row.cells.push(box)
    else rows.push({ middle, height: box.height, cells: [box] })
  }
  const wide = rows.filter(({ cells }) => cells.length >= MIN_CELLS)
  const best = wide
    .map((model) => ({
      rows: wide.filter(({ cells }) => areAligned(cells, model.cells)).length,
      columns: model.cells.length,
    }))
    .sort((a, b) => b.rows - a.rows)[0]
  return best && best.rows >= 3 ? best : { rows: 0, columns: 0 }
}

interface Cell {
  x: number
  width: number
}

function areAligned(cells: readonly Cell[], model: readonly Cell[]): boolean {
  const anchors = ({ x, width }: Cell) => [x, x + width / 2, x + width]
  const isOnColumn = (cell: Cell) =>
    model.some((other) =>
      anchors(cell).some((place, i) => Math.abs(place - (anchors(other)[i] ?? 2)) < ALIGNED),
    )
  return cells.filter(isOnColumn).length >= Math.max(MIN_CELLS, cells.length - 1)
}
