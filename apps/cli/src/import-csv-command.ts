/** `vitrine import-csv …` on the command line. */
import { ImportMap, ImportTargetName } from '@vitrine/contracts'
import { type Command, InvalidArgumentError } from 'commander'
import { z } from 'zod'
import { importCsv } from './import-csv.ts'
import type { CommandSetting } from './model-commands.ts'

const Flags = z.object({
  dryRun: z.boolean().default(false),
  overwrite: z.boolean().default(false),
  map: ImportMap.default({}),
  json: z.boolean().default(false),
})

const TARGETS = [...ImportTargetName.options, 'field:NAME', 'ignore'].join(', ')

const HELP = `
Images are found by sha256, else by file name. Empty cells change nothing, tags are only added.
--map takes ${TARGETS}.`

export function addImportCsvCommand(program: Command, { io, connect, json, end }: CommandSetting): void {
  program
    .command('import-csv <file>')
    .description('take up captions, descriptions, tags, notes and values from a CSV file')
    .option('-n, --dry-run', 'change nothing, show what would change')
    .option('--overwrite', "let the file's words go before what people wrote")
    .option('--map <heading=what>', 'what a column is; may be given again and again', readMap)
    .addOption(json())
    .addHelpText('after', HELP)
    .action(async (file: string, options: unknown) =>
      end(await importCsv(io, connect(), { ...Flags.parse(options), file })),
    )
}

/** The last `=` parts the two: headings may have some of their own. */
function readMap(text: string, before: ImportMap = {}): ImportMap {
  const at = text.lastIndexOf('=')
  const map = ImportMap.safeParse({ ...before, [text.slice(0, Math.max(0, at))]: text.slice(at + 1) })
  if (at > 0 && map.success) return map.data
  throw new InvalidArgumentError(`It must be like "Alt text=caption", with one of ${TARGETS}.`)
}
