/**
 * What must never be true of the rows together, though each is allowed by itself. Every query names what it finds in
 * a column `what`; none of them changes anything.
 */
export interface Contradiction {
  name: string
  /** What is wrong with what was found, for a person. */
  sentence: string
  /** What to do about it. */
  advice: string
  sql: string
}

const REBUILD = 'System page → "Rebuild the search index".'
const READ_AGAIN = 'Read these images again.'
const REPORT = 'This is a fault of Vitrine. Keep a backup from before, and report it.'
const HARMLESS = 'Harmless: nothing shows it.'

export const CONTRADICTIONS: readonly Contradiction[] = [
  {
    name: 'unused-blob',
    sentence: 'Stored bytes that no image, no variant and no video names.',
    advice: HARMLESS,
    sql: `SELECT sha256 AS what FROM Blob
           WHERE NOT EXISTS (SELECT 1 FROM Image WHERE Image.sha256 = Blob.sha256)
             AND NOT EXISTS (SELECT 1 FROM Variant WHERE Variant.sha256 = Blob.sha256)
             AND NOT EXISTS (SELECT 1 FROM Image WHERE Image.sourceSha256 = Blob.sha256)`,
  },
  {
    name: 'size-differs',
    sentence: 'Images or variants that say another size than their stored bytes have.',
    advice: REPORT,
    sql: `SELECT 'image ' || Image.id AS what FROM Image JOIN Blob USING (sha256) WHERE Image.sizeBytes <> Blob.sizeBytes
          UNION ALL
          SELECT 'image ' || imageId || ' ' || kind FROM Variant JOIN Blob USING (sha256)
           WHERE Variant.sizeBytes <> Blob.sizeBytes`,
  },
  {
    name: 'no-thumbnail',
    sentence: 'Images without a thumbnail.',
    advice: REPORT,
    sql: `SELECT 'image ' || id AS what FROM Image
           WHERE NOT EXISTS (SELECT 1 FROM Variant WHERE imageId = Image.id AND kind = 'thumbnail')`,
  },
  {
    name: 'no-job',
    sentence: 'Images that wait for a reading that nobody will make.',
    advice: READ_AGAIN,
    sql: `SELECT 'image ' || id AS what FROM Image
           WHERE deletedAt IS NULL AND status IN ('queued', 'perceiving', 'reasoning')
             AND NOT EXISTS (SELECT 1 FROM Job WHERE imageId = Image.id AND state IN ('queued', 'running', 'waiting')
                  AND stage = CASE Image.status WHEN 'reasoning' THEN 'reasoning' ELSE 'perception' END)`,
  },
  {
    name: 'ready-unread',
    sentence: 'Images shown as ready that were never read.',
    advice: READ_AGAIN,
    sql: `SELECT 'image ' || id AS what FROM Image
           WHERE status = 'ready'
             AND NOT EXISTS (SELECT 1 FROM StageResult WHERE imageId = Image.id AND stage = 'perception')`,
  },
  {
    name: 'job-without-lease',
    sentence: 'Jobs under way that nobody holds.',
    advice: READ_AGAIN,
    sql: `SELECT 'image ' || imageId || ' ' || stage AS what FROM Job
           WHERE state = 'running' AND (leaseUntil IS NULL OR token IS NULL)`,
  },
  {
    name: 'two-readings',
    sentence: 'Images that say they have two readings and have not, or the other way round.',
    advice: REPORT,
    sql: `SELECT 'image ' || id AS what FROM Image
           WHERE hasTwoReadings <> EXISTS (SELECT 1 FROM FormerReading WHERE imageId = Image.id AND decision IS NULL)`,
  },
  {
    name: 'embedding-size',
    sentence: 'Feature vectors of another length than they say.',
    advice: READ_AGAIN,
    sql: `SELECT 'image ' || imageId AS what FROM Embedding WHERE length(vector) <> dimensions`,
  },
  {
    name: 'video-without-frames',
    sentence: 'Videos without a keyframe.',
    advice: HARMLESS,
    sql: `SELECT sha256 AS what FROM Video
           WHERE NOT EXISTS (SELECT 1 FROM Image WHERE Image.sourceSha256 = Video.sha256)`,
  },
  {
    name: 'not-searchable',
    sentence: 'Images that search does not know.',
    advice: REBUILD,
    sql: `SELECT 'image ' || id AS what FROM Image
           WHERE NOT EXISTS (SELECT 1 FROM SearchDocument WHERE imageId = Image.id)`,
  },
  {
    name: 'searchable-nothing',
    sentence: 'Images that search knows and that are not there.',
    advice: REBUILD,
    sql: `SELECT 'image ' || imageId AS what FROM SearchDocument
           WHERE NOT EXISTS (SELECT 1 FROM Image WHERE id = SearchDocument.imageId)`,
  },
  {
    name: 'search-totals',
    sentence: 'The search index counts other documents than it has.',
    advice: REBUILD,
    sql: `SELECT documents || ' counted, ' || (SELECT count(*) FROM SearchDocument) || ' there' AS what
            FROM SearchTotals WHERE documents <> (SELECT count(*) FROM SearchDocument)`,
  },
  {
    name: 'shown-turn',
    sentence: 'Conversations that show a turn that is not theirs.',
    advice: REPORT,
    sql: `SELECT 'conversation ' || id AS what FROM Conversation
           WHERE activeTurnId IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM Turn WHERE Turn.id = activeTurnId AND conversationId = Conversation.id)`,
  },
  {
    name: 'turn-parent',
    sentence: 'Turns that follow a turn of another conversation.',
    advice: REPORT,
    sql: `SELECT 'turn ' || Turn.id AS what FROM Turn JOIN Turn AS parent ON parent.id = Turn.parentId
           WHERE parent.conversationId <> Turn.conversationId`,
  },
]
