import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { makeFolder } from '../images/testing/rooms.ts'
import { dataFolderProblem, RESERVED_BYTES, requireDataFolder } from './data-folder.ts'

const free = (bytes: number) => ({ freeBytes: async () => bytes })

it('says nothing of a folder with room', async () => {
  expect(await dataFolderProblem(await makeFolder(), free(RESERVED_BYTES))).toBeNull()
})

it('tells of a disk that is all but full, and of a folder that is gone', async () => {
  const folder = await makeFolder()
  expect(await dataFolderProblem(folder, free(2_000_000))).toContain('1.9 MiB left: free some space')
  expect(await dataFolderProblem(path.join(folder, 'gone'), free(1e12))).toContain('(ENOENT)')
})

it('makes the folder, and names one that can’t be made', async () => {
  const folder = await makeFolder()
  const wanted = path.join(folder, 'a/b')
  await requireDataFolder(wanted)
  expect(await dataFolderProblem(wanted, free(1e12))).toBeNull()
  const file = path.join(folder, 'file')
  await writeFile(file, '')
  await expect(requireDataFolder(path.join(file, 'data'))).rejects.toThrow(`data folder ${file}/data`)
})
