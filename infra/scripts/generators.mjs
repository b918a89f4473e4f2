/** The programs that write generated documents, and where they write. */
export const generators = [];
