/** Imported first by every command, so that an old Node is refused before newer syntax or APIs fail strangely. */
import { requireNode } from './say.mjs'

requireNode()
