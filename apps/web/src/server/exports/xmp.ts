/**
 * What is known of an image as an XMP packet, for a file of its own beside the image
 * (https://www.adobe.com/devnet/xmp.html). Alt text and extended description are those of the IPTC Photo Metadata
 * Standard 2021.1 (https://iptc.org/std/photometadata/specification/). Pure.
 */
import type { ExportRecord } from '@vitrine/contracts'
import { create } from 'xmlbuilder2'
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js'

const SPACES = {
  x: 'adobe:ns:meta/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  dc: 'http://purl.org/dc/elements/1.1/',
  xmp: 'http://ns.adobe.com/xap/1.0/',
  iptc: 'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/',
}

function addText(parent: XMLBuilder, space: string, name: string, text: string): void {
  if (text.trim() === '') return
  parent
    .ele(space, name)
    .ele(SPACES.rdf, 'rdf:Alt')
    .ele(SPACES.rdf, 'rdf:li', { 'xml:lang': 'x-default' })
    .txt(text)
}

function addWords(parent: XMLBuilder, words: readonly string[]): void {
  if (words.length === 0) return
  const bag = parent.ele(SPACES.dc, 'dc:subject').ele(SPACES.rdf, 'rdf:Bag')
  for (const word of words) bag.ele(SPACES.rdf, 'rdf:li').txt(word)
}

/** A whole document. Signs that XML has no form for are left out. */
export function xmpOf(record: ExportRecord): string {
  const document = create({ version: '1.0', encoding: 'UTF-8', invalidCharReplacement: '' })
  const description = document
    .ele(SPACES.x, 'x:xmpmeta')
    .ele(SPACES.rdf, 'rdf:RDF')
    .ele(SPACES.rdf, 'rdf:Description')
    .att(SPACES.rdf, 'rdf:about', '')
  addText(description, SPACES.dc, 'dc:description', record.description || record.caption)
  addWords(description, record.tags)
  addText(description, SPACES.iptc, 'Iptc4xmpCore:AltTextAccessibility', record.caption)
  addText(description, SPACES.iptc, 'Iptc4xmpCore:ExtDescrAccessibility', record.description)
  description.ele(SPACES.xmp, 'xmp:CreatorTool').txt('Vitrine')
  return document.end({ prettyPrint: true })
}
