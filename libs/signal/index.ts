export { joinEmpty, type JoinEmptyOptions, type SubscriptionPage } from './join-empty.ts';
export { LatchedSignal } from './latched-signal.ts';
export { Signal } from './signal.ts';
