/** `vitrine models …` on the command line. */
import { WeightsKey } from '@vitrine/contracts'
import { type Command, InvalidArgumentError, type Option } from 'commander'
import { z } from 'zod'
import type { Client } from './client.ts'
import { EXIT_HELP, type ExitCode } from './exit.ts'
import type { Io } from './io.ts'
import { changeModel, listModels } from './models.ts'
import { pull } from './pull.ts'

const Flags = z.object({ json: z.boolean().default(false) })

/** What the commands share with those of the whole program. */
export interface CommandSetting {
  io: Io
  connect: () => Client
  json: () => Option
  end: (code: ExitCode) => void
}

export function addModelCommands(program: Command, { io, connect, json, end }: CommandSetting): void {
  const models = program.command('models').description('the models that read pictures: list, get, choose')
  models
    .command('list', { isDefault: true })
    .description('what is here, what can be had, and how large it is')
    .addOption(json())
    .action(async (options: unknown) => end(await listModels(io, connect(), Flags.parse(options))))
  models
    .command('pull')
    .argument('<key>', 'for example florence-2-base-ft', readKey)
    .description('download a model, or watch a download that is under way; Ctrl-C only stops the watching')
    .addOption(json())
    .action(async (key: WeightsKey, options: unknown) =>
      end(await pull(io, connect(), { ...Flags.parse(options), key })),
    )
  for (const [verb, description] of CHANGES)
    models
      .command(verb)
      .argument('<key>', 'as `vitrine models list` shows it', readKey)
      .description(description)
      .addOption(json())
      .action(async (key: WeightsKey, options: unknown) =>
        end(await changeModel(io, connect(), { ...Flags.parse(options), verb, key })),
      )
  for (const command of models.commands) command.addHelpText('after', EXIT_HELP)
}

const CHANGES = [
  ['use', 'make its engine run this model'],
  ['cancel', 'stop a download; what was fetched stays'],
  ['remove', 'delete a downloaded model'],
] as const

function readKey(text: string): WeightsKey {
  const key = WeightsKey.safeParse(text)
  if (key.success) return key.data
  throw new InvalidArgumentError('It must be a key as `vitrine models list` shows it.')
}
