'use client'
import { Toaster } from '@vitrine/ui/toast'
import { TooltipProvider } from '@vitrine/ui/tooltip'
import { ThemeProvider, useTheme } from 'next-themes'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { TRPCReactProvider } from '~/trpc/client.tsx'
import { LiveProvider } from '../live/live-provider.tsx'
import { UploadProvider } from '../upload/upload-provider.tsx'

/** Everything that pages find above them. `since`: see LiveProvider. */
export function Providers({ since, children }: { since: number | null; children: ReactNode }) {
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange>
      <TRPCReactProvider>
        <NuqsAdapter>
          <TooltipProvider>
            <LiveProvider since={since}>
              <UploadProvider>{children}</UploadProvider>
            </LiveProvider>
            <ThemedToaster />
          </TooltipProvider>
        </NuqsAdapter>
      </TRPCReactProvider>
    </ThemeProvider>
  )
}

function ThemedToaster() {
  const { resolvedTheme } = useTheme()
  return (
    <Toaster
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      // Above the strip that tells how far the reading is.
      bottom="calc(var(--dock-bottom) + 3.75rem)"
    />
  )
}
