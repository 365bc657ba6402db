/** Loaded before a child's own code: when the process that started it is gone without a word, it goes too. */
if (process.channel) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel.unref?.()
}
// Ctrl-C reaches the whole group; the parent decides, and sends SIGTERM.
process.on('SIGINT', () => {})
