/** Prisma's errors in the product's words. */
import { fromDatabase } from './sqlite-error.ts'

/** Runs a Prisma call; busy, full, missing and taken become AppErrors. */
export async function prismaCall<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    throw fromDatabase(error)
  }
}
