/** The log: a JSON object a line for machines, or one readable line each for a person at a terminal. */
import { type Logger, pino } from 'pino'
import { z } from 'zod'

export type Log = Logger

export interface LogOptions {
  level: string
  format: 'json' | 'pretty'
  /** Where lines go; stdout when left out. */
  write?: (line: string) => void
}

export function createLog(options: LogOptions): Log {
  const write = options.write ?? ((line: string) => void process.stdout.write(line))
  const settings = { level: options.level, base: { app: 'web' }, timestamp: pino.stdTimeFunctions.isoTime }
  const pretty = { write: (line: string) => write(prettyLine(line)) }
  return pino(settings, options.format === 'pretty' ? pretty : { write })
}

const Line = z.looseObject({
  level: z.number(),
  time: z.string(),
  app: z.string(),
  msg: z.string().default(''),
  room: z.string().optional(),
  err: z.looseObject({ message: z.string(), stack: z.string().optional() }).optional(),
})

/** `12:30:01.250 warn web pipeline: message key=value`, then an error's stack on lines of its own. */
export function prettyLine(json: string): string {
  const { level, time, app, msg, room, err, ...rest } = Line.parse(JSON.parse(json))
  const name = pino.levels.labels[level] ?? 'info'
  const fields = Object.entries(rest).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`)
  const trouble = err ? `\n  ${err.stack ?? err.message}` : ''
  return `${time.slice(11, 23)} ${name} ${app}${room ? ` ${room}` : ''}: ${msg}${fields.join('')}${trouble}\n`
}
