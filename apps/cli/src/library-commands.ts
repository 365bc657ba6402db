/** `vitrine backup`, `restore` and `check` on the command line: they work on the data folder itself. */
import path from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { z } from 'zod'
import { parseEnv } from './env.ts'
import type { CommandSetting } from './model-commands.ts'

const Flags = z.object({ json: z.boolean().default(false) })
const BackupFlags = Flags.extend({
  verify: z.boolean().default(false),
  link: z.boolean().default(false),
  keep: z.int().optional(),
})
const RestoreFlags = Flags.extend({ snapshot: z.string().optional(), to: z.string().optional() })
const CheckFlags = Flags.extend({
  deep: z.boolean().default(false),
  repair: z.string().optional(),
  removeOrphans: z.boolean().default(false),
})

const FOLDER_HELP = `
The data folder is VITRINE_DATA_DIR, else data/ in the checkout. Vitrine may run meanwhile.`

/** What these commands share with those of the whole program; `url` is where Vitrine would run. */
type LibrarySetting = Pick<CommandSetting, 'io' | 'json' | 'end'> & { url: () => string }

/** Each command's code is loaded when it is called: it brings the native SQLite. */
export function addLibraryCommands(program: Command, { io, json, end, url }: LibrarySetting): void {
  const dataDir = () => path.resolve(parseEnv(io.env).VITRINE_DATA_DIR)
  program
    .command('backup <folder>')
    .description('database and pictures into a folder; only what is new is copied')
    .option('--verify', 'read again what the folder has already, and replace what has rotted')
    .option('--link', 'share the bytes of pictures with the library, on the same disk')
    .option('--keep <number>', 'leave so many of the newest snapshots, remove older ones', readKeep)
    .addOption(json())
    .addHelpText('after', FOLDER_HELP)
    .action(async (folder: string, options: unknown) => {
      const { backup } = await import('./backup.ts')
      end(await backup(io, { ...BackupFlags.parse(options), folder, dataDir: dataDir() }))
    })
  program
    .command('restore <folder>')
    .description('a backup into an empty data folder, checked and brought up to date')
    .option('--snapshot <name>', 'which one; the newest when left out')
    .option('--to <folder>', 'into this folder instead of the data folder')
    .addOption(json())
    .action(async (folder: string, options: unknown) => {
      const { restore } = await import('./restore.ts')
      const flags = RestoreFlags.parse(options)
      end(await restore(io, { ...flags, folder, dataDir: dataDir(), url: url() }))
    })
  program
    .command('check')
    .description('what is wrong with the library: rows, missing, damaged and orphaned files')
    .option('--deep', 'read every stored file and compare it with its hash')
    .option(
      '--repair <backup>',
      'put missing and damaged files back from a folder of backups; implies --deep',
    )
    .option('--remove-orphans', 'delete stored files that nothing names, but for those of the last hour')
    .addOption(json())
    .addHelpText('after', FOLDER_HELP)
    .action(async (options: unknown) => {
      const { check } = await import('./check.ts')
      end(await check(io, { ...CheckFlags.parse(options), dataDir: dataDir() }))
    })
}

function readKeep(text: string): number {
  const keep = z.coerce.number().int().min(1).max(10_000).safeParse(text)
  if (keep.success) return keep.data
  throw new InvalidArgumentError('It must be a whole number from 1.')
}
