import type { AnnotationSource } from '@vitrine/contracts'
import { Badge } from '@vitrine/ui/badge'
import { formatSource } from './image-words.ts'

/** Who or what wrote something: "builtin · template", "edited by Ada". */
export function SourceBadge({
  source,
  isTemplate = false,
}: {
  source: AnnotationSource
  isTemplate?: boolean
}) {
  return (
    <Badge tone={source.by === 'person' ? 'accent' : 'neutral'}>{formatSource(source, isTemplate)}</Badge>
  )
}
