/** `vitrine export …` on the command line. */
import {
  ExportColumnName,
  ExportedImages,
  ExportFormat,
  NAME_PLACEHOLDERS,
  SearchSort,
} from '@vitrine/contracts'
import { type Command, Option } from 'commander'
import { z } from 'zod'
import { exportImages } from './export.ts'
import type { CommandSetting } from './model-commands.ts'

const Flags = z.object({
  query: z.string().optional(),
  collection: z.string().optional(),
  ids: z.string().optional(),
  format: ExportFormat,
  sort: SearchSort,
  columns: z.string().optional(),
  name: z.string().optional(),
  images: ExportedImages.optional(),
  sidecars: z.boolean().default(false),
  embed: z.boolean().default(false),
  output: z.string().optional(),
})

const HELP = `
Without --query, --collection or --ids, all images are exported. Without -o, text goes to stdout.
Columns: ${ExportColumnName.options.join(', ')}, and field:NAME.
Names: ${NAME_PLACEHOLDERS.join(' ')}; a / makes folders.

  vitrine export --query "kind:receipt" --columns file,caption,field:total -o receipts.csv
  vitrine export --collection Summer --format zip --name "{date}/{name}" --sidecars -o summer.zip`

export function addExportCommand(program: Command, { io, connect, end }: Omit<CommandSetting, 'json'>): void {
  program
    .command('export')
    .description('take images or their words elsewhere: CSV, JSON Lines, COCO, HTML, zip')
    .addOption(new Option('-q, --query <query>', 'what a search finds').conflicts(['collection', 'ids']))
    .addOption(new Option('--collection <name|id>', 'the pictures of a collection').conflicts('ids'))
    .option('--ids <list>', 'pictures by id, separated by commas')
    .addOption(
      new Option('-f, --format <format>', 'in which form').choices(ExportFormat.options).default('csv'),
    )
    .addOption(new Option('--sort <order>', 'in which order').choices(SearchSort.options).default('newest'))
    .option('--columns <list>', 'of a CSV file, separated by commas')
    .option('--name <pattern>', 'what files are called in a zip, in HTML and in COCO')
    .addOption(new Option('--images <which>', 'what a zip holds').choices(ExportedImages.options))
    .option('--sidecars', 'an XMP file beside each image of a zip')
    .option('--embed', 'alt text, description and tags within the images of a zip')
    .option('-o, --output <file>', 'where to write it')
    .addHelpText('after', HELP)
    .action(async (options: unknown) => {
      const { query, format, output, sidecars, embed, ...chosen } = Flags.parse(options)
      const flag = (isSet: boolean) => (isSet ? '1' : undefined)
      const given = { ...chosen, q: query, sidecars: flag(sidecars), embed: flag(embed) }
      end(await exportImages(io, connect(), { query: onlyGiven(given), format, output: output ?? null }))
    })
}

function onlyGiven(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
