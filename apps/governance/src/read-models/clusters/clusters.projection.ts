import { registeredClusters } from '#libs/succession';

/** The clusters of the register, as far as this context has to know them. */
export const clusters = registeredClusters('governance', 1);
