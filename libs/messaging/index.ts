export * from './port.ts';
export { withoutHandled } from './duplicates.ts';
export { asEventSource, contextsOf } from './event-source.ts';
