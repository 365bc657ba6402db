/** Runs one command of the set-up or of a check, in the foreground. */
import { spawn } from 'node:child_process'
import { childEnv, root } from './paths.mjs'

/**
 * @returns {Promise<number>} its exit code; 128 and more for a signal
 */
export function exec(command, args, { cwd = root, env = {}, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const isWindows = process.platform === 'win32'
    const child = spawn(command, args, {
      cwd,
      env: childEnv(env),
      shell: isWindows && !command.endsWith('.exe'),
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    })
    let output = ''
    child.stdout?.on('data', (data) => (output += data))
    child.stderr?.on('data', (data) => (output += data))
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      if (quiet && code !== 0) process.stderr.write(output)
      resolve(signal ? 130 : (code ?? 1))
    })
  })
}
