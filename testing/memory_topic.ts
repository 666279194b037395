import type {
  DeadLetter,
  EventTopic,
  HandleEvents,
  OutgoingEvent,
} from "../infra/events/event_topic.ts";
import { PermanentError } from "../infra/request_log/permanent_error.ts";

/** A topic in memory that fails on demand. */
export interface MemoryTopic extends EventTopic {
  readonly events: OutgoingEvent[];
  readonly letters: DeadLetter[];
  /** Thrown by every call if it is set. */
  failure: Error | undefined;
  /** Whether the topic rejects an event for good. */
  rejects: (event: OutgoingEvent) => boolean;
  /** Whether the dead-letter topic can be written to. */
  takesLetters: boolean;
  /** Whether the dead-letter topic rejects a letter for good. */
  rejectsLetter: (letter: DeadLetter) => boolean;
  /** Delivers events to the consumer; undefined if there is none. */
  deliver: HandleEvents | undefined;
}

export function createMemoryTopic(): MemoryTopic {
  const fail = () => topic.failure ? Promise.reject(topic.failure) : Promise.resolve();

  const topic: MemoryTopic = {
    events: [],
    letters: [],
    failure: undefined,
    rejects: () => false,
    takesLetters: true,
    rejectsLetter: () => false,
    deliver: undefined,
    createProducer: () => {
      let isClosed = false;
      const send = async () => {
        await fail();
        if (isClosed) throw new Error("The producer is closed");
      };
      return {
        connect: fail,
        publish: async (events) => {
          await send();
          if (events.some(topic.rejects)) throw new PermanentError("The topic rejected the event");
          topic.events.push(...events);
        },
        deadLetter: async (letters) => {
          await send();
          if (!topic.takesLetters) throw new Error("The dead-letter topic is unavailable");
          topic.letters.push(...letters.filter((letter) => !topic.rejectsLetter(letter)));
          return letters.filter(topic.rejectsLetter)
            .map((item) => ({ item, reason: new PermanentError("The topic rejected the event") }));
        },
        close: () => {
          isClosed = true;
          return Promise.resolve();
        },
      };
    },
    consume: (handle) => {
      topic.deliver = handle;
      return { stop: () => Promise.resolve() };
    },
    probe: fail,
    lag: () => Promise.resolve(0),
    close: () => Promise.resolve(),
  };
  return topic;
}
