import { arrange, type Task } from "./layout";

self.onmessage = (event: MessageEvent<Task>): void => { self.postMessage(arrange(event.data)); };
