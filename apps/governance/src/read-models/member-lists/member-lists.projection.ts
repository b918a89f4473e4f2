import { memberLists as listsOf } from '#libs/process-managers';

/** Who is a member of which cluster, and in which college: the electorate of an assembly. */
export const memberLists = listsOf('governance', 4);
