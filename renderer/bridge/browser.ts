import { type ChannelName, type Input, type Output, Push } from '../../shared/channels/channels.ts'
import { codeTableEndings } from '../../shared/channels/edition-values.ts'
import type { Result } from '../../shared/channels/result.ts'
import { type FileToken, importEndings } from '../../shared/channels/values.ts'
import type { WindowBridge } from './bridge.ts'
import { fileProblem } from './dropped-file.ts'

/** Channels for which a person points out a file: the tab has it chosen first and sends it along. */
const choosing: Partial<Record<ChannelName, string>> = {
  'import.choose': importEndings.map((ending) => `.${ending}`).join(','),
  'editions.choose': '.json',
  'editions.chooseCodes': codeTableEndings.map((ending) => `.${ending}`).join(','),
  'fonts.choose': '.ttf,.otf,.ttc,.woff',
  'ledger.choose': '.juesuan',
  'ledger.restoreFile': '.juesuan',
}

/** The bridge of a browser tab: calls as JSON to the server the page came from, pushes as server-sent events. */
export function browserBridge(styleNonce: string): WindowBridge {
  const client = crypto.randomUUID()
  const listeners = new Set<(push: Push) => void>()
  let events: EventSource | null = null

  const post = async (path: string, body: BodyInit, headers: Record<string, string>): Promise<Result<unknown>> => {
    const answer = await fetch(path, {
      method: 'POST',
      body,
      headers: { ...headers, 'x-client': client },
      credentials: 'same-origin',
      redirect: 'error',
      cache: 'no-store',
    })
    if (!answer.ok) throw new Error(`${answer.status}`)
    return (await answer.json()) as Result<unknown>
  }

  const upload = (file: File): Promise<Result<FileToken>> =>
    post(`/files?name=${encodeURIComponent(file.name)}`, file, {
      'content-type': 'application/octet-stream',
    }) as Promise<Result<FileToken>>

  const call = async <N extends ChannelName>(name: N, input: Input<N>): Promise<Result<Output<N>>> => {
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    const ending = choosing[name]
    const file = ending === undefined ? null : await chooseFile(ending)
    if (file !== null) {
      const sent = await upload(file)
      if (!sent.ok) return sent
      headers['x-upload'] = sent.value.token
    }
    const result = (await post(`/call/${name}`, JSON.stringify(input), headers)) as Result<Output<N>>
    const made = result.ok && name.startsWith('export.') ? (result.value as FileToken | null) : null
    if (made !== null) download(made)
    // the browser keeps what it downloaded where it likes: showing it again is getting it again
    if (result.ok && name === 'file.reveal') download({ token: (input as Input<'file.reveal'>).file, name: '' })
    return result
  }

  return {
    call,
    listen: (listener) => {
      listeners.add(listener)
      events ??= openEvents(client, (push) => {
        for (const one of listeners) one(push)
      })
      return () => void listeners.delete(listener)
    },
    give: async (file) => fileProblem(file) ?? (await upload(file)),
    guardLeaving: (isUnsaved) => {
      const ask = (event: BeforeUnloadEvent): void => {
        if (isUnsaved()) event.preventDefault()
      }
      window.addEventListener('beforeunload', ask)
      return () => window.removeEventListener('beforeunload', ask)
    },
    styleNonce,
  }
}

function openEvents(client: string, tell: (push: Push) => void): EventSource {
  const events = new EventSource(`/events?client=${client}`)
  events.addEventListener('message', ({ data }) => tell(Push.parse(JSON.parse(data as string))))
  // a page that is left for good must not keep the server waiting for its answer
  window.addEventListener('pagehide', () => events.close())
  return events
}

/** The browser's own file dialog; null if the person would rather not. */
function chooseFile(ending: string): Promise<File | null> {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = ending
  input.hidden = true
  // in the document, or it may be collected as garbage while its dialog is open, and the choice is lost
  document.body.append(input)
  return new Promise<File | null>((resolve) => {
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null))
    input.addEventListener('cancel', () => resolve(null))
    input.click()
  }).finally(() => input.remove())
}

function download({ token, name }: FileToken): void {
  const link = document.createElement('a')
  link.href = `/files/${token}`
  link.download = name
  link.click()
}
