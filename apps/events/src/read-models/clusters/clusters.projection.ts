import { namedClusters } from '#libs/process-managers';

/** The clusters of the register, as far as this context has to know them. */
export const clusters = namedClusters('events', 3);
