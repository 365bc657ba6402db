/** The command line: what can be asked, and with which options. */
import { SearchSort } from '@vitrine/contracts'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import { version } from '../package.json'
import { analyze } from './analyze.ts'
import { addAskCommand } from './ask-command.ts'
import { createClient } from './client.ts'
import { parseEnv } from './env.ts'
import { EXIT, EXIT_HELP, type ExitCode, exitCodeOf, explain, UsageError } from './exit.ts'
import { addExportCommand } from './export-command.ts'
import { importFolder } from './import.ts'
import { addImportCsvCommand } from './import-csv-command.ts'
import type { Io } from './io.ts'
import { addLibraryCommands } from './library-commands.ts'
import { addModelCommands } from './model-commands.ts'
import { reading } from './reading.ts'
import { search } from './search.ts'
import { status } from './status.ts'
import { runTask, TASK_HELP } from './task.ts'

const Flags = z.object({ json: z.boolean().default(false), recursive: z.boolean().default(false) })
const SearchOptions = Flags.extend({ limit: z.int(), sort: SearchSort })
const TaskFlags = Flags.extend({ phrase: z.string().optional(), region: z.string().optional() })
const ReadingFlags = Flags.extend({ csv: z.boolean().default(false), md: z.boolean().default(false) })
const GlobalOptions = z.object({ url: z.string().optional() })

/** Runs one command line (without node and script) and says how it ended; never throws. */
export async function runCli(args: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.done
  const program = createProgram(io, (ended) => {
    code = ended
  })
  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (thrown) {
    // commander has said what is wrong by itself; help and version are no mistakes.
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT.done : EXIT.usage
    io.err(explain(thrown))
    return exitCodeOf(thrown)
  }
}

function createProgram(io: Io, end: (code: ExitCode) => void): Command {
  const program = new Command('vitrine')
    .description('Reads, imports and finds pictures with a running Vitrine; backs up and checks its library.')
    .version(version)
    .option('--url <address>', 'where Vitrine runs')
    .addHelpText('after', EXIT_HELP)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out(text.trimEnd()),
      writeErr: (text) => io.err(text.trimEnd()),
    })
    .showHelpAfterError('(vitrine --help lists the commands)')
  const json = () => new Option('--json', 'print JSON instead of text')
  const connect = () => createClient(readUrl(GlobalOptions.parse(program.opts()).url, io))

  program
    .command('analyze <photo>')
    .description('read one picture; nothing is stored')
    .addOption(json())
    .action(async (file: string, options: unknown) =>
      end(await analyze(io, connect(), { ...Flags.parse(options), file })),
    )
  program
    .command('task <task> <photo>')
    .description('one vision task on one picture; nothing is stored')
    .option('--phrase <words>', 'what to look for, or the caption whose phrases are to be found')
    .option('--region <x,y,width,height>', 'the part of the picture to look at, each from 0 to 1')
    .addOption(json())
    .addHelpText('after', TASK_HELP)
    .action(async (task: string, file: string, options: unknown) =>
      end(await runTask(io, connect(), { ...TaskFlags.parse(options), task, file })),
    )
  program
    .command('import <folder>')
    .description('send the pictures of a folder that are not there yet')
    .option('-r, --recursive', 'folders within it, too')
    .addOption(json())
    .action(async (folder: string, options: unknown) =>
      end(await importFolder(io, connect(), { ...Flags.parse(options), folder })),
    )
  program
    .command('search <query>')
    .description('find pictures, in the language of the search box')
    .option('-n, --limit <number>', 'how many to show', readLimit, 20)
    .addOption(
      new Option('--sort <order>', 'in which order').choices(SearchSort.options).default('relevance'),
    )
    .addOption(json())
    .action(async (query: string, options: unknown) =>
      end(await search(io, connect(), { ...SearchOptions.parse(options), query })),
    )
  program
    .command('reading <picture>')
    .description('the deep reading of a picture that is there, by its id or file name')
    .addOption(json().conflicts(['csv', 'md']))
    .addOption(new Option('--csv', 'print fields and tables as CSV').conflicts('md'))
    .addOption(new Option('--md', 'print Markdown'))
    .action(async (picture: string, options: unknown) =>
      end(await reading(io, connect(), { picture, format: formatOf(ReadingFlags.parse(options)) })),
    )
  program
    .command('status')
    .description('how far the reading is')
    .addOption(json())
    .action(async (options: unknown) => end(await status(io, connect(), Flags.parse(options))))
  addAskCommand(program, { io, connect, json, end })
  addImportCsvCommand(program, { io, connect, json, end })
  addExportCommand(program, { io, connect, end })
  addModelCommands(program, { io, connect, json, end })
  addLibraryCommands(program, {
    io,
    json,
    end,
    url: () => readUrl(GlobalOptions.parse(program.opts()).url, io),
  })
  for (const command of program.commands) command.addHelpText('after', EXIT_HELP)
  return program
}

function formatOf({ json, csv, md }: z.infer<typeof ReadingFlags>) {
  if (json) return 'json'
  if (csv) return 'csv'
  return md ? 'md' : 'text'
}

function readLimit(text: string): number {
  const limit = z.coerce.number().int().min(1).max(500).safeParse(text)
  if (limit.success) return limit.data
  throw new InvalidArgumentError('It must be a whole number from 1 to 500.')
}

function readUrl(given: string | undefined, io: Io): string {
  const text = given ?? parseEnv(io.env).VITRINE_URL
  const url = z.url({ protocol: /^https?$/ }).safeParse(text)
  if (url.success) return url.data.replace(/\/+$/, '')
  throw new UsageError(`"${text}" is not an address; for example http://127.0.0.1:3210.`)
}
