'use client'
/** Which notices about models were dismissed, kept in this browser. */
import * as z from 'zod'
import { createBrowserMemory } from '../shell/browser-memory.ts'

const NoticeMemory = z.object({
  /** Whether the offer to download was declined. */
  isOfferDismissed: z.boolean().catch(false),
  /** The weights whose arrival needs no word any more: `key@revision`. */
  knownArrival: z.string().nullable().catch(null),
})
export type NoticeMemory = z.infer<typeof NoticeMemory>

const notices = createBrowserMemory('vitrine.models', NoticeMemory, {
  isOfferDismissed: false,
  knownArrival: null,
})

/** What is stored, or that nothing was dismissed where it is nothing that can be understood. */
export const readNoticeMemory = notices.read

/** The memory and how to change it; another tab's changes arrive, too. */
export function useNoticeMemory() {
  const [memory, remember] = notices.use()
  return { memory, remember }
}
