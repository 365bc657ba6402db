/** The outside world as a command sees it: passed in, so that tests can be the terminal. */
export interface Io {
  /** One line, or a whole document, of the result. */
  out(text: string): void
  /** A piece of a result that comes bit by bit; its line ends are in it. */
  write(text: string): void
  /** Everything that is not the result. */
  err(text: string): void
  env: Record<string, string | undefined>
  /** Where a progress bar may be drawn; null when nobody watches. */
  progressStream: NodeJS.WritableStream | null
  /** Calls back when the person presses Ctrl-C, instead of ending the process; returns how to stop listening. */
  onInterrupt(act: () => void): () => void
  /** Width of the terminal in characters. */
  columns: number
}

export const processIo: Io = {
  out: (text) => void process.stdout.write(`${text}\n`),
  write: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(`${text}\n`),
  env: process.env,
  progressStream: process.stderr.isTTY ? process.stderr : null,
  onInterrupt(act) {
    process.once('SIGINT', act)
    return () => void process.off('SIGINT', act)
  },
  columns: process.stdout.columns ?? 100,
}
