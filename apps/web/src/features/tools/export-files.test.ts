import { describe, expect, it } from 'vitest'
import { exportName } from './export-files.ts'

describe('names of exported files', () => {
  it.each([
    ['mug.jpg', 'coco.json', '', 'mug.coco.json'],
    ['mug.jpg', 'mask.png', 'the red mug', 'mug.the-red-mug.mask.png'],
    ['scan.2024.tif', 'mask.png', ' “Café” / Bar ', 'scan.2024.cafe-bar.mask.png'],
    ['untitled', 'coco.json', '', 'untitled.coco.json'],
    ['.hidden', 'coco.json', '', '.hidden.coco.json'],
    ['mug.jpg', 'mask.png', '…', 'mug.mask.png'],
  ])('%s, %s, "%s" give %s', (fileName, ending, label, expected) => {
    expect(exportName(fileName, ending, label)).toBe(expected)
  })
})
