/** One clear sentence, what to do, and a non-zero exit. */
export function fail(sentence, advice) {
  console.error(`\n  ✗ ${sentence}${advice ? `\n    ${advice}` : ''}\n`)
  process.exit(1)
}

export const OLDEST_NODE = [20, 19]

/** Refuses a Node that is too old, before anything else can fail in a stranger way. */
export function requireNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number)
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])
  if (isOld)
    fail(
      `Vitrine needs Node ${OLDEST_NODE.join('.')} or newer; this is ${version}.`,
      'Install a current Node from https://nodejs.org and run the same command again.',
    )
}
