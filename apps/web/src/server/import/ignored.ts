import path from 'node:path'

/** Names under which browsers, sync tools and editors keep what is not finished. */
const PARTIAL = /(?:\.(?:part|partial|crdownload|download|opdownload|tmp|temp|swp|filepart|!ut)|~)$/i
const SYSTEM =
  /^(?:thumbs\.db|desktop\.ini|__MACOSX|\$RECYCLE\.BIN|System Volume Information|@eaDir|lost\+found)$/i

/** Whether a file or folder inside the watched folder is left alone: hidden, unfinished or the system's own. */
export function isIgnored(dir: string, candidate: string): boolean {
  const relative = path.relative(dir, candidate)
  if (relative === '') return false
  return relative
    .split(path.sep)
    .some((part) => part.startsWith('.') || part.startsWith('~$') || PARTIAL.test(part) || SYSTEM.test(part))
}
