export { MemoryTraces, type EndedSpan } from './memory-traces.ts';
export { samplesOf, type Sample } from './samples.ts';
