/** How quotients are rounded to seats; each method goes through its signposts. */
export const DIVISOR_METHODS = ['sainte-lague', 'd-hondt', 'huntington-hill', 'adams', 'dean'] as const;
export type DivisorMethod = (typeof DIVISOR_METHODS)[number];

/**
 * - `sainte-lague` (Webster), `d-hondt` (Jefferson), `huntington-hill`, `adams`, `dean`: divisor methods;
 * - `hamilton` (Hare and Niemeyer): largest remainders;
 * - `quota-method`: d'Hondt's quotients, and nobody above the upper quota of any house on the way (Balinski and Young 1975);
 * - `base-and-proportion`: each unit has the base, and the rest is shared by a divisor method (Cambridge Compromise: base 5, `adams`).
 */
export const METHODS = [...DIVISOR_METHODS, 'hamilton', 'quota-method', 'base-and-proportion'] as const;
export type Method = (typeof METHODS)[number];
