/** An answer without its Markdown, for places that show it as it is written. Pure. */

/** The line beneath a table's head. */
const isRule = (line: string) => /^[\s|:-]+$/.test(line) && line.includes('|') && line.includes('-')

function plainLine(line: string): string {
  if (/^\s*\|.*\|\s*$/.test(line))
    return line
      .trim()
      .slice(1, -1)
      .split('|')
      .map((cell) => plainInline(cell.trim()))
      .join('\t')
  return plainInline(line.replace(/^(\s*)#{1,6}\s+/, '$1').replace(/^\s*>\s?/, ''))
}

function plainInline(text: string): string {
  return text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__)(?=\S)(.+?)\1/g, '$2')
    .replace(/(?<![\w*])[*_](?=\S)([^*_]+?)[*_](?![\w*])/g, '$1')
    .replace(/~~(.+?)~~/g, '$1')
    .replace(/`([^`]+)`/g, '$1')
}

/** Cells of tables stand apart by tabs, code stays as it is. */
export function plainText(markdown: string): string {
  const lines: string[] = []
  let isCode = false
  for (const line of markdown.split('\n')) {
    if (/^\s*(```|~~~)/.test(line)) isCode = !isCode
    else if (isCode) lines.push(line)
    else if (!isRule(line)) lines.push(plainLine(line))
  }
  return lines.join('\n').trim()
}
