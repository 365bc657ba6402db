/** The command's settings from the environment. */
import { z } from 'zod'

const EnvSchema = z
  .object({
    /** Where Vitrine runs. */
    VITRINE_URL: z.string().optional(),
    /** The port it listens on, when it runs here; as it stands in the settings. */
    VITRINE_PORT: z.string().default('3210'),
    /** The data folder, for the commands that work on it. */
    VITRINE_DATA_DIR: z.string().default('data'),
  })
  .transform(({ VITRINE_URL, VITRINE_PORT, ...others }) => ({
    VITRINE_URL: VITRINE_URL ?? `http://127.0.0.1:${VITRINE_PORT}`,
    ...others,
  }))

/** An empty value is no value. */
export function parseEnv(source: Record<string, string | undefined>): z.infer<typeof EnvSchema> {
  return EnvSchema.parse({
    VITRINE_URL: source.VITRINE_URL || undefined,
    VITRINE_PORT: source.VITRINE_PORT || undefined,
    VITRINE_DATA_DIR: source.VITRINE_DATA_DIR || undefined,
  })
}
