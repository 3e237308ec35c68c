import { buildApplication } from './application.ts'

const started = performance.now()
await buildApplication()
console.log(`已构建到 out/app（${((performance.now() - started) / 1000).toFixed(1)} 秒）`)
