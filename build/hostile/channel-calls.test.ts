import { expect, it } from 'vitest'
import { type ChannelName, channels } from '../../shared/channels/channels.ts'
import { firstCalls, slowCalls, usualCalls } from './channel-calls.ts'

const names = Object.keys(channels) as ChannelName[]
const calls = usualCalls({ book: 1, base: 0, file: '00000000-0000-4000-8000-000000000000', backup: '2024' })

/** Calls that the schema of their channel does not let in, as channel and place in the list. */
const notLetIn = (list: Readonly<Record<string, readonly unknown[]>>): string[] =>
  names.flatMap((name) =>
    (list[name] ?? []).flatMap((input, at) => (channels[name].input.safeParse(input).success ? [] : [`${name} ${at}`])),
  )

it('every channel has calls, and each of them gets past its schema', () => {
  expect(names.filter((name) => calls[name].length === 0)).toEqual([])
  expect(notLetIn(calls)).toEqual([])
})

it('a call with a member too many, or one too few, would be seen', () => {
  expect(notLetIn({ 'ledger.verifyBackup': [{ book: 1, base: 1 }], 'export.all': [{ replace: true }, {}] })).toEqual([
    'ledger.verifyBackup 0',
    'export.all 1',
  ])
})

it('what is called first, and what is slow, are channels; what is called first takes nothing', () => {
  expect([...slowCalls, ...Object.keys(firstCalls)].filter((name) => !Object.hasOwn(channels, name))).toEqual([])
  for (const first of Object.values(firstCalls)) expect(channels[first].input.safeParse({}).success).toBe(true)
})
