/** How search sees what people keep from tools. */
import { foldText } from './words.ts'

/**
 * The type of an annotation (aliased `a`) for search, in SQL. Of what is kept, masks and detections are labels of
 * their own, what was read in a region is text, and what was said of a region or of the picture is a description.
 * What was read of a whole video is none of what was read of the keyframe that it is kept with.
 */
export const SEARCHED_TYPE = `CASE WHEN a.stage = 'video' THEN 'sequence' WHEN a.stage <> 'kept' THEN a.type
    WHEN a.type = 'detection' THEN 'kept-detection'
    WHEN a.type = 'detailed-caption' THEN 'description'
    WHEN a.type = 'region' THEN iif(
      (SELECT s.task FROM Source s WHERE s.id = a.sourceId) IN ('region-to-ocr', 'ocr'), 'text-region', 'description')
    ELSE a.type END`

/**
 * Labels found in several ways as one list: the same thing, seen by the reading, found by name and segmented, is one
 * thing. Of each label there are as many as the way that found most of them says.
 */
export function mergeLabels(...lists: readonly (readonly string[])[]): string[] {
  const merged: string[] = []
  const counts = new Map<string, number>()
  for (const list of lists) {
    const own = new Map<string, number>()
    for (const label of list) {
      const key = foldText(label).trim()
      if (key === '') continue
      const count = (own.get(key) ?? 0) + 1
      own.set(key, count)
      if (count <= (counts.get(key) ?? 0)) continue
      counts.set(key, count)
      merged.push(label)
    }
  }
  return merged
}
