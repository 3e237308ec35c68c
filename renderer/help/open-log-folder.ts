import type { Session } from '../app/session.ts'

/** Opens the folder of the log; where the shell cannot, says where it is. */
export async function openLogFolder(session: Session): Promise<void> {
  const told = await session.ask('app.logs', {})
  if (!told.ok) session.tellFault(told.fault)
  else if (!told.value.isOpened) session.showDialog({ kind: 'log-folder', path: told.value.path })
}
