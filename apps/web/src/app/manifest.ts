import type { MetadataRoute } from 'next'

/** What makes the gallery installable. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: '/',
    name: 'Vitrine',
    short_name: 'Vitrine',
    description: 'A private gallery that reads every picture on your own machine and finds it again.',
    start_url: '/',
    display: 'standalone',
    background_color: '#faf9f8',
    theme_color: '#faf9f8',
    categories: ['photo', 'productivity'],
    icons: [
      { src: '/icons/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
    shortcuts: [
      { name: 'Collections', url: '/collections' },
      { name: 'Trash', url: '/trash' },
    ],
  }
}
