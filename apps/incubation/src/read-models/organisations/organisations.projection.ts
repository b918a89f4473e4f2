import { registeredOrganisations } from '#libs/succession';

/** The organisations of the register, as far as this context has to know them. */
export const organisations = registeredOrganisations('incubation', 1);
