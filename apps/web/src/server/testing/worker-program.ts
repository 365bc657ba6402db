/**
 * A program for tests: the whole web process but for Next, with short waits. Says `ready` over IPC once it works, and
 * `asked` whenever it has begun to answer a question that it was sent.
 */
import { AskRequest } from '@vitrine/contracts'
import { parseWebEnv } from '../env.ts'
import { createServices } from '../services.ts'
import { QUICK } from './timing.ts'

const services = await createServices(parseWebEnv(process.env), QUICK)
await services.start()
process.on('message', (message) => {
  void services.ask.send(AskRequest.parse(message)).then(() => process.send?.('asked'))
})
process.send?.('ready')

const stop = () => void services.stop().then(() => process.exit(0))
process.on('SIGTERM', stop)
process.on('disconnect', stop)
