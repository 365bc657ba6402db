'use client'
/** Over the picture while a box is drawn: what to do, and the way out. On a phone the panel is out of sight. */
import { Button } from '@vitrine/ui/button'
import type { Tools } from './use-tools.ts'

/** Names on the bar are whole: it stands alone. */
export function RegionBar({ tools }: { tools: Tools }) {
  const { region, tool } = tools
  const onDark = 'text-white hover:bg-white/20 hover:text-white'
  return (
    <section
      aria-label="Region"
      className="absolute inset-x-2 top-2 z-10 mx-auto flex w-fit max-w-[calc(100%-1rem)] items-center gap-1 rounded-full bg-black/75 py-1 pr-1 pl-4 text-sm text-white backdrop-blur-sm"
    >
      {region.box ? (
        <>
          <Button size="sm" variant="ghost" className={onDark} onClick={region.clear}>
            Clear
          </Button>
          <Button
            size="sm"
            className="rounded-full border-transparent bg-white text-black hover:bg-white/85"
            disabled={!tools.canRun}
            busy={tools.isRunning}
            onClick={tools.run}
          >
            {tool.name}
          </Button>
        </>
      ) : (
        <>
          <span className="pr-1">Drag a box over what you mean</span>
          <Button size="sm" variant="ghost" className={`rounded-full ${onDark}`} onClick={region.finish}>
            Cancel
          </Button>
        </>
      )}
    </section>
  )
}
