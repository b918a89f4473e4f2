import { successionsOf } from '#libs/process-managers';

/** Every merger that took effect, with the persons that its plan appoints. */
export const successions = successionsOf('governance', 4, (whole) => whole);
