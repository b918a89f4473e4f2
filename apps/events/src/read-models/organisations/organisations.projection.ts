import { registeredOrganisations } from '#libs/process-managers';

/** The organisations of the register, as far as this context has to know them. */
export const organisations = registeredOrganisations('events', 1);
