/** Everything that the archive context publishes. */
export const archiveContract = {};
