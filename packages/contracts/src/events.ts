/** The event table: the one thing a browser listens to. */
import * as z from 'zod'
import { ConversationId } from './conversation.ts'
import { ImageCard, ImageId } from './image.ts'
import { Instant } from './instant.ts'

export const EventBody = z.discriminatedUnion('type', [
  z.object({ type: z.literal('image.created'), imageId: ImageId }),
  /** Status, annotations, tags or notes changed. */
  z.object({ type: z.literal('image.changed'), imageId: ImageId }),
  /** Moved to the trash. */
  z.object({ type: z.literal('image.deleted'), imageId: ImageId }),
  z.object({ type: z.literal('image.restored'), imageId: ImageId }),
  /** Gone for good. */
  z.object({ type: z.literal('image.purged'), imageId: ImageId }),
  /** Many at once: lists should be read anew. */
  z.object({ type: z.literal('images.changed'), count: z.int().nonnegative() }),
  z.object({ type: z.literal('collection.changed') }),
  /** A turn began or ended, or the conversation was renamed, pinned, deleted or brought back. */
  z.object({ type: z.literal('conversation.changed'), conversationId: ConversationId }),
  z.object({ type: z.literal('pipeline.changed') }),
  z.object({ type: z.literal('settings.changed') }),
])
export type EventBody = z.infer<typeof EventBody>

/** An event as stored. */
export const StoredEvent = z.object({ id: z.int().positive(), body: EventBody, at: Instant })
export type StoredEvent = z.infer<typeof StoredEvent>

/** An event as sent: image events carry the card as it is now, null when it is gone. */
export const LiveEvent = StoredEvent.extend({ image: ImageCard.nullable() })
export type LiveEvent = z.infer<typeof LiveEvent>
