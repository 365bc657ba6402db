/** The command's settings from the environment. */
import { z } from 'zod'

const EnvSchema = z.object({
  /** Where Vitrine runs. */
  VITRINE_URL: z.string().default('http://127.0.0.1:3210'),
})

/** An empty value is no value. */
export function parseEnv(source: Record<string, string | undefined>): z.infer<typeof EnvSchema> {
  return EnvSchema.parse({ VITRINE_URL: source.VITRINE_URL || undefined })
}
