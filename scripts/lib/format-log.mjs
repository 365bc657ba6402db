/** Turns the apps' JSON log lines into lines for a person; anything else passes as it is. */
const LEVELS = { 10: 'trace', 20: 'debug', 30: '', 40: 'warn', 50: 'error', 60: 'fatal' }
// The line begins with its source: `app` and `process` would say it again.
const HIDDEN = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'name', 'err', 'app', 'process'])

export function formatLog(source, line) {
  const name = source.padEnd(9)
  if (!line.startsWith('{')) return `${name} ${line}`
  let record
  try {
    record = JSON.parse(line)
  } catch {
    return `${name} ${line}` // not a log record after all
  }
  const level = LEVELS[record.level] ?? ''
  const details = Object.entries(record)
    .filter(([key]) => !HIDDEN.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : value}`)
  const reason = record.err?.message ? ` (${record.err.message})` : ''
  return [name, level && `${level}:`, `${record.msg ?? ''}${reason}`, details.join(' ')]
    .filter(Boolean)
    .join(' ')
}
