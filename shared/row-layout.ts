/**
 * Number of the layout of rows that this version makes: raise it with a change after which one event makes another row
 * than before. Commands that make rows with their own code refuse a stack of another number. A stack that says none was
 * deployed when there was only 1.
 */
export const ROW_LAYOUT = 2;
