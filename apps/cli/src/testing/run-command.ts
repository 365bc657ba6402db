import { runCli } from '../cli.ts'

/** Runs the command against a gallery and gives back what it printed, a line each, and its exit code. */
export async function runCommand(url: string, args: readonly string[]) {
  const out: string[] = []
  const err: string[] = []
  const code = await runCli([...args], {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    env: { VITRINE_URL: url },
    progressStream: null,
    columns: 100,
    onInterrupt: () => () => undefined,
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}
