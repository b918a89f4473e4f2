export { MemoryTraces, type EndedSpan } from './memory-traces.ts';
export { samplesOf } from './samples.ts';
