export { LatchedSignal } from './latched-signal.ts';
export { Signal } from './signal.ts';
