/** `vitrine …`: the command line on this process. */
import { runCli } from './cli.ts'
import { processIo } from './io.ts'

// `vitrine search … | head` closes the pipe early: that is no mistake.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  throw error
})

process.exitCode = await runCli(process.argv.slice(2), processIo)
