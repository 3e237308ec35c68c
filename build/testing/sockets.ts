import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** A socket of the internet protocols as Linux lists it; addresses as `127.0.0.1:8080`, IPv6 as in `/proc`. */
export type InetSocket = {
  /** of the process that holds it */
  readonly pid: number
  readonly protocol: string
  readonly local: string
  readonly remote: string
  readonly isListening: boolean
}

/** A process and everything it started, as far as that is still running. Linux only. */
export function processTree(pid: number): readonly number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^[0-9]+$/.test(name))
      .map((name) => [Number(name), parentOf(name)] as const),
  )
  const tree = [pid]
  for (const one of tree) for (const [child, parent] of parents) if (parent === one) tree.push(child)
  return tree
}

function parentOf(pid: string): number {
  try {
    // the name in parentheses may hold anything
    return Number(/\) \S ([0-9]+) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

/** Processes that run a program file, the main one and its children alike; the file by its real path. Linux only. */
export const processesOf = (executable: string): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name) && fileOf(name) === executable)
    .map(Number)

function fileOf(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/exe`)
  } catch {
    return null
  }
}

// Unix sockets, through which the processes of one program talk to each other, are in none of these tables
const protocols = ['tcp', 'tcp6', 'udp', 'udp6', 'udplite', 'udplite6', 'raw', 'raw6', 'icmp', 'icmp6'] as const

/** Every socket of the internet protocols that processes hold. Linux only. */
export function inetSockets(pids: readonly number[]): readonly InetSocket[] {
  return pids.flatMap((pid) => {
    const held = socketsHeld(pid)
    return protocols.flatMap((protocol) =>
      linesOf(pid, protocol)
        .filter((fields) => held.has(fields[9] ?? ''))
        .map(([, local = '', remote = '', state]) => ({
          pid,
          protocol,
          local: addressOf(local),
          remote: addressOf(remote),
          isListening: state === '0A',
        })),
    )
  })
}

function socketsHeld(pid: number): ReadonlySet<string> {
  const held = new Set<string>()
  for (const descriptor of descriptorsOf(pid)) {
    try {
      const [, inode] = /^socket:\[([0-9]+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${descriptor}`)) ?? []
      if (inode !== undefined) held.add(inode)
    } catch {
      // closed meanwhile
    }
  }
  return held
}

/** None of a process that has ended. */
function descriptorsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`)
  } catch {
    return []
  }
}

function linesOf(pid: number, protocol: string): readonly (readonly string[])[] {
  try {
    const [, ...lines] = readFileSync(`/proc/${pid}/net/${protocol}`, 'utf8').trim().split('\n')
    return lines.map((line) => line.trim().split(/\s+/))
  } catch {
    return []
  }
}

/** `0100007F:1F90` is 127.0.0.1:8080: four bytes as the machine keeps them, a port in hexadecimal. */
function addressOf(text: string): string {
  const [host = '', port = ''] = text.split(':')
  const bytes = host.length === 8 ? [...Buffer.from(host, 'hex')].reverse().join('.') : host
  return `${bytes}:${Number.parseInt(port, 16)}`
}
