/** The pipeline's state in a person's words. Pure. */
import type { PipelineStatus } from '@vitrine/contracts'

const whole = new Intl.NumberFormat('en')

/** "1,204". */
export function formatCount(count: number): string {
  return whole.format(count)
}

/** "1 image", "3 images". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** "under a minute", "4 min", "1 h 20 min"; minutes are rounded up, so that the guess is kept. */
export function formatDuration(seconds: number): string {
  if (seconds < 50) return 'under a minute'
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const rest = minutes % 60
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`
}

/** "2.4 a second", "12 a minute". */
export function formatRate(imagesPerSecond: number): string {
  if (imagesPerSecond >= 10) return `${Math.round(imagesPerSecond)} a second`
  if (imagesPerSecond >= 1) return `${imagesPerSecond.toFixed(1)} a second`
  return `${Math.max(1, Math.round(imagesPerSecond * 60))} a minute`
}

/** How many images the pipeline has in hand. */
export function inHand(status: PipelineStatus): number {
  return status.queued + status.perceiving + status.reasoning
}

/** Whether there is anything worth a strip on every page. */
export function isWorthShowing(status: PipelineStatus): boolean {
  return inHand(status) > 0 || status.failed > 0 || status.problem !== null || status.paused
}

/** One sentence for the whole: what is going on, or that it stands still. */
export function summarise(status: PipelineStatus): string {
  const left = inHand(status)
  if (status.paused) return left > 0 ? `Paused with ${countOf(left, 'image')} to read` : 'Paused'
  if (left > 0) return `Reading ${countOf(left, 'image')}`
  if (status.failed > 0) return `${countOf(status.failed, 'image')} could not be read`
  return 'Everything is read'
}

/** "2.4 a second · 4 min left", as far as it is known; empty while nothing moves. */
export function pace(status: PipelineStatus): string {
  if (status.paused || inHand(status) === 0 || !status.imagesPerSecond) return ''
  const parts = [formatRate(status.imagesPerSecond)]
  if (status.secondsLeft !== null) parts.push(`${formatDuration(status.secondsLeft)} left`)
  return parts.join(' · ')
}
