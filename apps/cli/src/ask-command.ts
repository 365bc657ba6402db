/** `vitrine ask …` on the command line. */
import { ConversationId, EngineName } from '@vitrine/contracts'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import { ask } from './ask.ts'
import type { CommandSetting } from './model-commands.ts'

const ENGINES = EngineName.extract(['openai', 'gguf', 'qwen2-vl', 'index'])

const AskFlags = z.object({
  json: z.boolean().default(false),
  image: z.array(z.string()).default([]),
  collection: z.string().optional(),
  search: z.string().optional(),
  engine: ENGINES.optional(),
  model: z.string().optional(),
  conversation: ConversationId.optional(),
})

const HELP = `
Without --image the question is about the whole library: a search is made of it, and its hits
are what is looked at; --collection and --search say themselves what is searched.
A file that is not in the library yet is sent there first. Ctrl-C stops the answer.`

export function addAskCommand(program: Command, { io, connect, json, end }: CommandSetting): void {
  program
    .command('ask <question>')
    .description('ask about pictures, or about the whole library')
    .option('-i, --image <id|file...>', 'pictures by id, name or file')
    .option('--collection <name>', 'ask about the pictures of a collection')
    .option('--search <query>', 'ask about what this search finds')
    .addOption(
      new Option('--engine <name>', 'what answers; the best there is if left out').choices(ENGINES.options),
    )
    .option('--model <id>', 'which of the models of that engine')
    .option('--conversation <id>', 'go on with a conversation', readConversation)
    .addOption(json())
    .addHelpText('after', HELP)
    .action(async (question: string, options: unknown) => {
      const { image: images, ...flags } = AskFlags.parse(options)
      end(await ask(io, connect(), { ...flags, images, question }))
    })
}

function readConversation(text: string): number {
  const id = z.coerce.number().pipe(ConversationId).safeParse(text)
  if (id.success) return id.data
  throw new InvalidArgumentError('It must be a whole number, as the command says it at its end.')
}
