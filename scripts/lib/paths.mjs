import { existsSync } from 'node:fs'
import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '../..')
export const webDir = path.join(root, 'apps/web')
export const inferenceDir = path.join(root, 'apps/inference')
export const dbDir = path.join(root, 'packages/db')

/** What every child process gets: no telemetry, no update checks, and Node's own headers for native builds. */
export function childEnv(extra = {}) {
  const env = {
    ...process.env,
    CHECKPOINT_DISABLE: '1',
    DO_NOT_TRACK: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    ONNXRUNTIME_NODE_INSTALL: 'skip',
    ORT_DISABLE_TELEMETRY: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  }
  // node-gyp builds against the headers beside this very Node, when it has them, and downloads nothing.
  const beside = path.resolve(process.execPath, '../..')
  if (!env.npm_config_nodedir && existsSync(path.join(beside, 'include/node/node_api.h')))
    env.npm_config_nodedir = beside
  return { ...env, ...extra }
}
