import { defineConfig } from 'vitest/config'

/** Every room's unit and integration tests in one run; two workers, since many of them start processes of their own. */
export default defineConfig({
  test: { projects: ['packages/*', 'apps/*', 'tooling'], maxWorkers: 2 },
})
