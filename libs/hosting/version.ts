/** Of the programs, as the API's document names it. */
export const VERSION = '0.1.0';
