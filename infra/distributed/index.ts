export { startDistributed, type Distributed, type DistributedOptions, type RunningService } from './distributed.ts';
export { Supervised, type ProgramToRun } from './supervised.ts';
export { serviceTable } from './service-table.ts';
