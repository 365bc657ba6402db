/** The inference sidecar: environment → sidecar → listening → graceful stop. */
import { serve } from '@hono/node-server'
import { parseEnv, readLoaderEnv } from './env.ts'
import { createSidecar } from './sidecar.ts'

function main(): void {
  const env = parseEnv(process.env)
  const sidecar = createSidecar(env, { loaderEnv: readLoaderEnv(process.env), platform: process.platform })
  const { app, logger } = sidecar
  const address = { hostname: '127.0.0.1', port: env.VITRINE_INFERENCE_PORT }
  const server = serve({ fetch: app.fetch, ...address }, () => {
    logger.info(address, 'inference sidecar listening')
    void sidecar.start()
  })
  server.on('error', (error: NodeJS.ErrnoException) => {
    const isTaken = error.code === 'EADDRINUSE'
    logger.fatal(
      { err: error },
      isTaken
        ? `Port ${address.port} is taken. Stop what uses it, or set VITRINE_INFERENCE_PORT to another.`
        : 'the sidecar cannot listen',
    )
    process.exit(1)
  })

  let isStopping = false
  const stop = async (why: string) => {
    if (isStopping) return
    isStopping = true
    logger.info({ why }, 'stopping')
    server.close()
    await sidecar.stop()
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop('SIGTERM'))
  process.on('SIGINT', () => void stop('SIGINT'))
  // Started by a script with an IPC channel: when the script is gone, nobody else would stop the sidecar.
  process.on('disconnect', () => void stop('the parent process has gone'))
}

main()
