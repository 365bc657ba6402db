/** Which of the files a person hands over are meant: a folder brings along what nobody chose. */

const JUNK = /^(\.|~\$)|^(thumbs\.db|desktop\.ini|icon\r?)$/i
const JUNK_FOLDER = /(^|\/)(__MACOSX|\.[^/]+|node_modules)\//

/** Leaves out what systems strew into folders: hidden files, thumbnails' caches, `__MACOSX`. */
export function isMeant(file: { name: string; path?: string; webkitRelativePath?: string }): boolean {
  // react-dropzone writes "./name" for loose files and "/folder/name" for those of a folder.
  const path = (file.webkitRelativePath || file.path || '').replace(/^\.\//, '')
  return !JUNK.test(file.name) && !JUNK_FOLDER.test(path)
}

/** The files of a paste. A picture copied from a page has no name of its own, so it gets one. */
export function filesOfPaste(data: DataTransfer | null, now: Date): File[] {
  return [...(data?.files ?? [])].map((file) =>
    file.name === 'image.png' ? new File([file], `pasted ${stamp(now)}.png`, { type: file.type }) : file,
  )
}

/** "2026-05-03 14.05.09", local time: sorts, and is allowed in names everywhere. */
function stamp(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-')
  return `${day} ${[two(now.getHours()), two(now.getMinutes()), two(now.getSeconds())].join('.')}`
}
