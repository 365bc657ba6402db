'use client'
/** A CSV file from its preview to its import. */
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ImportMap } from '@vitrine/contracts'
import { toast } from '@vitrine/ui/toast'
import { useState } from 'react'
import { messageOf } from '../live/error-message.ts'
import { countOf } from '../live/pipeline-words.ts'
import { changeCount } from './import-words.ts'
import { sendCsv } from './send-csv.ts'

export function useCsvImport(file: File, onDone: () => void) {
  const [map, setMap] = useState<ImportMap>({})
  const [overwrite, setOverwrite] = useState(false)
  const preview = useQuery({
    queryKey: ['csv-import', file.name, file.size, file.lastModified, map, overwrite],
    queryFn: ({ signal }) => sendCsv(file, { map, overwrite, dryRun: true }, signal),
    // What is said of the images may change while the dialog is open; asking anew is asking for it.
    gcTime: 0,
    retry: false,
    placeholderData: (before) => before,
  })
  const run = useMutation({
    mutationFn: () => sendCsv(file, { map, overwrite, dryRun: false }),
    onSuccess: (report) => {
      toast.success(`${countOf(changeCount(report), 'change')} taken up from ${file.name}`)
      onDone()
    },
    onError: (error) => void toast.error('The file could not be taken up', { description: messageOf(error) }),
  })
  return {
    preview,
    map,
    setTarget: (heading: string, target: ImportMap[string]) => setMap({ ...map, [heading]: target }),
    overwrite,
    setOverwrite,
    run,
  }
}
