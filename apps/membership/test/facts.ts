import { countedUuid } from '#libs/kernel/testing';

/** Clusters, companies and operations of the Auvergne-Rhône-Alpes story, under ids that are the same in every run. */
export const numelink = countedUuid(1, 1);
export const rhoneAlley = countedUuid(2, 1);
export const auvergneTic = countedUuid(3, 1);
export const clustrNumerique = countedUuid(4, 1);
export const digitalLeague = countedUuid(5, 1);

export const esker = countedUuid(1, 2);
export const axess = countedUuid(2, 2);
export const inovaction = countedUuid(3, 2);

export const absorption = countedUuid(1, 3);
export const fusion = countedUuid(2, 3);

export const antennaOfDrome = countedUuid(1, 4);
export const antennaOfClermont = countedUuid(2, 4);

/** SIRENs whose check digit is right: of Esker, of La Poste, and of nobody in particular. */
export const SIREN_OF_ESKER = '331518498';
export const SIREN_OF_LA_POSTE = '356000000';
export const SIREN_OF_NOBODY = '732829320';
