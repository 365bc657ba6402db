import type { SearchColumn, SearchHit } from '@vitrine/contracts'
import { fitParts } from './snippet-parts.ts'

const COLUMN: Record<SearchColumn, string> = {
  caption: 'caption',
  detailedCaption: 'caption',
  reading: 'reading',
  text: 'text',
  labels: 'objects',
  tags: 'tags',
  fileName: 'file name',
  notes: 'notes',
}

/** Pixels kept under each picture for the snippet: two lines and the space above them. */
export const SNIPPET_PX = 46

/** What matched, with the hit marked, and where it stands; the caption where there is nothing to mark. */
export function Snippet({ hit, width }: { hit: SearchHit; width: number }) {
  const { snippet, image } = hit
  return (
    <p
      className="mt-1.5 line-clamp-2 px-0.5 text-ink-soft text-xs leading-[1.15rem]"
      title={snippet ? `Found in its ${COLUMN[snippet.column]}` : undefined}
    >
      {snippet
        ? fitParts(snippet.parts, width).map((part, index) =>
            part.hit ? (
              // Stretches have no identity but their place.
              <mark key={`${index}:${part.text}`} className="font-medium text-ink">
                {part.text}
              </mark>
            ) : (
              <span key={`${index}:${part.text}`}>{part.text}</span>
            ),
          )
        : image.caption || image.fileName}
    </p>
  )
}
