import { createRoot } from 'react-dom/client'
import { Application } from './app/application.tsx'
import { connect } from './bridge/bridge.ts'

const root = document.getElementById('root')
if (root !== null) createRoot(root).render(<Application bridge={connect()} />)
