import { existsSync } from 'node:fs'

/**
 * The Chromium that drives pages: the variable CHROMIUM, else Debian's. Its headless shell is the same engine without the
 * browser's own window, which is drawn by pages of its own and takes half of each start.
 */
export const chromiumPath =
  process.env['CHROMIUM'] ??
  (existsSync('/usr/bin/chromium-headless-shell') ? '/usr/bin/chromium-headless-shell' : '/usr/bin/chromium')
