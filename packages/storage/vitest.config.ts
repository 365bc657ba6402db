import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    // Files on a shared, possibly slow disk, and child processes that start a TypeScript loader.
    testTimeout: 120_000,
    hookTimeout: 30_000,
  },
})
