/** What `nvidia-smi` tells of cards and of who uses them: asked with a time limit, parsed purely. */
import { execFile } from 'node:child_process'

export interface NvidiaCard {
  name: string
  /** Null where the card shares the system's memory and does not say. */
  totalBytes: number | null
  usedBytes: number | null
  /** For example `580.65.06`. */
  driver: string
}

const MIB = 1024 ** 2
const CARD_QUERY = [
  '--query-gpu=name,memory.total,memory.used,driver_version',
  '--format=csv,noheader,nounits',
] as const
const PROCESS_QUERY = ['--query-compute-apps=pid,used_gpu_memory', '--format=csv,noheader,nounits'] as const
/** Windows Subsystem for Linux keeps it outside the search path. */
const PLACES = ['nvidia-smi', '/usr/lib/wsl/lib/nvidia-smi']
const TIMEOUT_MS = 5_000

/** The cards, in the order of their numbers; lines of another shape are passed over. */
export function parseCards(csv: string): NvidiaCard[] {
  return readRows(csv).flatMap(([name, total, used, driver]) =>
    name && driver && total !== undefined && used !== undefined
      ? [{ name, totalBytes: readMib(total), usedBytes: readMib(used), driver }]
      : [],
  )
}

/** Bytes by process; a process on several cards is summed. Processes that only draw are not listed. */
export function parseProcesses(csv: string): Map<number, number> {
  const bytes = new Map<number, number>()
  for (const [pid, used] of readRows(csv)) {
    const own = readMib(used ?? '')
    if (pid && /^\d+$/.test(pid) && own !== null) bytes.set(Number(pid), (bytes.get(Number(pid)) ?? 0) + own)
  }
  return bytes
}

/** `[N/A]` and `[Not Supported]` are no numbers. */
function readMib(text: string): number | null {
  return /^\d+$/.test(text) ? Number(text) * MIB : null
}

const readRows = (csv: string) =>
  csv
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(',').map((cell) => cell.trim()))

/** The machine's cards; none when there is no NVIDIA driver, or it does not answer. */
export async function askForCards(): Promise<NvidiaCard[]> {
  return parseCards(await ask(CARD_QUERY))
}

export async function askForProcesses(): Promise<Map<number, number>> {
  return parseProcesses(await ask(PROCESS_QUERY))
}

async function ask(query: readonly string[]): Promise<string> {
  for (const place of PLACES) {
    const answer = await new Promise<string>((resolve) => {
      // No such program, no driver, a driver that hangs: all of them mean that there is nothing to be told.
      execFile(place, [...query], { timeout: TIMEOUT_MS, windowsHide: true }, (error, stdout) =>
        resolve(error ? '' : stdout),
      )
    })
    if (answer !== '') return answer
  }
  return ''
}
