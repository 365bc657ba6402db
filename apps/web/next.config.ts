import path from 'node:path'
import type { NextConfig } from 'next'

const root = path.join(import.meta.dirname, '../..')

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: root,
  turbopack: { root },
  transpilePackages: ['@vitrine/contracts', '@vitrine/db', '@vitrine/storage', '@vitrine/ui'],
  // Native addons, WebAssembly and worker threads that find their own files: left out of the bundle.
  serverExternalPackages: [
    'better-sqlite3',
    'sharp',
    '@prisma/client',
    '@prisma/adapter-better-sqlite3',
    '@hyzyla/pdfium',
    'heic-decode',
    'exifr',
    'exiftool-vendored',
    'chokidar',
    'pino',
    'tailwindcss',
    'undici',
  ],
  poweredByHeader: false,
  compress: false,
}

export default config
