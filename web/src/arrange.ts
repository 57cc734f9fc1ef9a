/** Runs the layout beside the page: in a worker of the server's, or in one made from the script inside the file. */
import { arrange, type Done, type Task } from "./layout";

let worker: Worker | null = null;
let number = 0;
const waiting = new Map<number, { task: Task; done: (found: Done) => void }>();

function begin(): Worker | null {
  if (worker) return worker;
  try {
    const inside = document.getElementById("worker")?.textContent;
    worker = inside ? new Worker(URL.createObjectURL(new Blob([inside], { type: "text/javascript" }))) : new Worker("/static/layout.js");
  } catch {
    return null;
  }
  worker.onmessage = (event: MessageEvent<Done>) => { waiting.get(event.data.id)?.done(event.data); waiting.delete(event.data.id); };
  worker.onerror = () => { // a browser that forbids workers here: the page does it itself
    for (const { task, done } of waiting.values()) done(arrange(task));
    waiting.clear();
  };
  return worker;
}

export function arrangeElsewhere(given: Omit<Task, "id">): Promise<Done> {
  const task = { ...given, id: ++number };
  const found = begin();
  if (!found) return Promise.resolve(arrange(task));
  return new Promise((done) => { waiting.set(task.id, { task, done }); found.postMessage(task); });
}
