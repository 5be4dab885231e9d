/** The order of a round: another one first each time, so that nobody is always the one after whoever heats the machine most. */
export function inTurn<Element>(elements: readonly Element[], round: number): Element[] {
  const first = round % elements.length;
  return [...elements.slice(first), ...elements.slice(0, first)];
}
