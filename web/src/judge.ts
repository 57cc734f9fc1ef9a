/** Buttons by which people correct the graph. They exist only where a server can keep a decision. */
import type { Door, Item } from "./door";

export interface Judge { fact(id: string): HTMLElement; thing(node: Item): HTMLElement }

export async function judge(door: Door): Promise<Judge | null> {
  if (SERVED && door.served) return (await import("./decide")).make(door);
  return null;
}
