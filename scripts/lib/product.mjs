/** The product's two processes, as `npm start`, `npm run dev` and the end-to-end tests run them. */
import path from 'node:path'
import { inferenceDir, root, webDir } from './paths.mjs'

/** @param {{ host: string, port: number, inferencePort: number, dataDir: string, importDir?: string, backupDir?: string, modelsDir?: string }} config */
export function programs(config, { dev = false } = {}) {
  const env = {
    VITRINE_HOST: config.host,
    VITRINE_PORT: String(config.port),
    VITRINE_INFERENCE_PORT: String(config.inferencePort),
    VITRINE_INFERENCE_URLS: process.env.VITRINE_INFERENCE_URLS ?? `http://127.0.0.1:${config.inferencePort}`,
    VITRINE_DATA_DIR: config.dataDir,
    ...(config.importDir ? { VITRINE_IMPORT_DIR: config.importDir } : {}),
    ...(config.backupDir ? { VITRINE_BACKUP_DIR: config.backupDir } : {}),
    ...(config.modelsDir ? { VITRINE_MODELS_DIR: config.modelsDir } : {}),
    // What Next's own server reads.
    HOSTNAME: config.host,
    PORT: String(config.port),
    // The app itself ends on SIGTERM: Next would wait for every open event stream, and for nothing else.
    NEXT_MANUAL_SIG_HANDLE: 'true',
  }
  const next = ['node_modules/next/dist/bin/next', 'dev', '-H', config.host, '-p', String(config.port)]
  return [
    {
      name: 'inference',
      cwd: inferenceDir,
      args: dev ? ['--import', 'tsx', 'src/main.ts'] : ['dist/main.js'],
      env,
    },
    dev
      ? { name: 'web', cwd: webDir, args: next, env }
      : {
          name: 'web',
          cwd: path.join(root, 'apps/web/.next/standalone/apps/web'),
          args: ['server.js'],
          env: { ...env, NODE_ENV: 'production' },
        },
  ]
}
