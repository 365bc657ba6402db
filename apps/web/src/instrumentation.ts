/** Next calls this once when the server starts: the worker and its companions begin here. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { startServices } = await import('./server/start.ts')
  await startServices()
}
