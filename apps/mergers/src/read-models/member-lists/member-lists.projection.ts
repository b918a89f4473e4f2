import { memberLists as listsOf } from '#libs/process-managers';

/** Who is a member of which cluster, and in which antenna: what a merger is reckoned from. */
export const memberLists = listsOf('mergers', 13);
