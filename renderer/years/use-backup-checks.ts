import { useCallback, useEffect, useRef, useState } from 'react'
import { windowFaultText } from '../../shared/words/window-faults.ts'
import { useSession } from '../app/use-session.ts'

/** What became of checking a backup: sound, or the first thing that is wrong. */
export type BackupCheck = { readonly isSound: true } | { readonly isSound: false; readonly problem: string }

/** Checks of backups, one after the other: each is read whole. */
export function useBackupChecks() {
  const session = useSession()
  const [checks, setChecks] = useState<Readonly<Record<string, BackupCheck | 'running'>>>({})
  const isGone = useRef(false)
  const line = useRef(Promise.resolve())
  useEffect(() => {
    isGone.current = false
    return () => {
      isGone.current = true
    }
  }, [])

  const check = useCallback(
    (id: string): void => {
      const note = (outcome: BackupCheck | 'running') => setChecks((before) => ({ ...before, [id]: outcome }))
      line.current = line.current.then(async () => {
        if (isGone.current) return
        note('running')
        const checked = await session.ask('ledger.verifyBackup', { backup: id })
        const [first] = checked.ok ? checked.value : []
        if (!checked.ok) note({ isSound: false, problem: windowFaultText(checked.fault) })
        else if (first === undefined) note({ isSound: true })
        else note({ isSound: false, problem: `${first.where}：${first.problem}` })
      })
    },
    [session],
  )
  return { checks, check }
}
