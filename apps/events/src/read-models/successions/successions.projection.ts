import { successionsOf, withoutPersons } from '#libs/process-managers';

/** Every merger that took effect. */
export const successions = successionsOf('events', 1, withoutPersons);
