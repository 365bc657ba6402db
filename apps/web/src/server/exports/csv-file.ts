/** A CSV file of images: its headings and a line for each image. Pure. */
import { csvRow, type ExportColumn, type ExportRecord, fieldValueText } from '@vitrine/contracts'
import { joinFields, joinList } from './cell-lists.ts'

const instant = (at: number | null) => (at === null ? '' : new Date(at).toISOString())
const thing = ({ label, count }: ExportRecord['objects'][number]) =>
  count > 1 ? `${label} (${count})` : label

/** What a column says of an image; `field:total` is the value of that name, empty where there is none. */
export function cellOf(record: ExportRecord, column: ExportColumn): string {
  switch (column) {
    case 'file':
      return record.fileName
    case 'sha256':
    case 'caption':
    case 'description':
    case 'text':
    case 'notes':
    case 'reading':
    case 'status':
      return record[column]
    case 'id':
    case 'width':
    case 'height':
      return String(record[column])
    case 'page':
    case 'kind':
    case 'camera':
    case 'engine':
      return record[column]?.toString() ?? ''
    case 'caption-by':
      return record.captionBy ?? ''
    case 'description-by':
      return record.descriptionBy ?? ''
    case 'type':
      return record.mediaType
    case 'size':
      return String(record.sizeBytes)
    case 'taken':
      return instant(record.takenAt)
    case 'added':
      return instant(record.createdAt)
    case 'objects':
      return joinList(record.objects.map(thing), 'words')
    case 'tags':
      return joinList(record.tags, 'words')
    case 'collections':
      return joinList(record.collections, 'words')
    case 'fields':
      return joinFields(record.fields)
    default: {
      const field = record.fields.find(({ name }) => column === `field:${name}`)
      return field ? fieldValueText(field) : ''
    }
  }
}

export const csvHeadings = (columns: readonly ExportColumn[]) => csvRow(columns)

export const csvLine = (record: ExportRecord, columns: readonly ExportColumn[]) =>
  csvRow(columns.map((column) => cellOf(record, column)))
