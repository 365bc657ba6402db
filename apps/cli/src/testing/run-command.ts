import { runCli } from '../cli.ts'

export interface CommandOptions {
  /** Presses Ctrl-C as soon as this has been written. */
  interruptAt?: string
  /** The data folder, for the commands that work on it. */
  dataDir?: string
}

/** Runs the command against a gallery and gives back what it printed, a line each, and its exit code. */
export async function runCommand(url: string, args: readonly string[], options: CommandOptions = {}) {
  const { interruptAt, dataDir } = options
  let out = ''
  const err: string[] = []
  let interrupt: () => void = () => undefined
  const write = (text: string) => {
    out += text
    if (interruptAt !== undefined && out.includes(interruptAt)) interrupt()
  }
  const code = await runCli([...args], {
    out: (text) => write(`${text}\n`),
    write,
    err: (text) => err.push(text),
    env: { VITRINE_URL: url, VITRINE_DATA_DIR: dataDir },
    progressStream: null,
    columns: 100,
    onInterrupt: (act) => {
      interrupt = act
      return () => undefined
    },
  })
  return { code, out: out.replace(/\n$/, ''), err: err.join('\n') }
}
