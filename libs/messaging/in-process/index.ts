export { InProcessSource } from './in-process-source.ts';
