import type { GrappeEvents } from '#libs/contracts';

type Published = GrappeEvents['mergers.SuccessionTookEffect'];

/** What the laws of a succession look at: of an effect that is published, or of one that is foretold. */
export type Effect = Pick<Published, 'predecessors' | 'antennaMapping' | 'transitionalGovernance' | 'effectiveOn'>;
export type PlannedOffice = Published['transitionalGovernance']['bodies'][number]['offices'][number];
