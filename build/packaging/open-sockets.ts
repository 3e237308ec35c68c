import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'

/** A network socket (IPv4, IPv6) that a process holds open. */
export type NetworkSocket = { readonly process: string; readonly protocol: string; readonly local: string }

const protocols = ['tcp', 'tcp6', 'udp', 'udp6', 'udplite', 'udplite6', 'raw', 'raw6', 'icmp', 'icmp6'] as const

/** What a process may end or hide while it is read counts as not there. */
function orNothing<T>(read: () => T[]): T[] {
  try {
    return read()
  } catch {
    return []
  }
}

/** Processes that run a program file, the main one and its children alike. */
export const processesOf = (executable: string): string[] =>
  readdirSync('/proc').filter(
    (id) => /^\d+$/.test(id) && orNothing(() => [readlinkSync(`/proc/${id}/exe`)])[0] === executable,
  )

/**
 * Network sockets of all processes of a program, from Linux's own tables. Unix sockets, through which the processes of
 * one program talk to each other, are in none of these tables.
 */
export function networkSockets(executable: string): NetworkSocket[] {
  return processesOf(executable).flatMap((id) => {
    const held = new Set(
      orNothing(() => readdirSync(`/proc/${id}/fd`)).flatMap((fd) =>
        orNothing(() => [readlinkSync(`/proc/${id}/fd/${fd}`)]).flatMap(
          (target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? [],
        ),
      ),
    )
    return protocols.flatMap((protocol) =>
      orNothing(() => readFileSync(`/proc/${id}/net/${protocol}`, 'utf8').trim().split('\n').slice(1)).flatMap(
        (line) => {
          const [, local = '', , , , , , , , inode = ''] = line.trim().split(/\s+/)
          return held.has(inode) ? [{ process: `${basename(executable)} ${id}`, protocol, local }] : []
        },
      ),
    )
  })
}
