import type {
  DeadLetter,
  EventTopic,
  HandleEvents,
  OutgoingEvent,
} from "../infra/events/event_topic.ts";
import { PermanentError } from "../infra/request_log/permanent_error.ts";

/** A topic that keeps its events in memory and fails when a test says so. */
export interface MemoryTopic extends EventTopic {
  readonly events: OutgoingEvent[];
  readonly letters: DeadLetter[];
  /** Thrown by everything that is asked of it. */
  failure: Error | undefined;
  /** What it refuses for good. */
  refuses: (event: OutgoingEvent) => boolean;
  /** Whether dead letters can be put aside. */
  takesLetters: boolean;
  /** Which of them it refuses for good. */
  refusesLetter: (letter: DeadLetter) => boolean;
  /** Hands events to whoever consumes them. */
  deliver: HandleEvents | undefined;
}

export function createMemoryTopic(): MemoryTopic {
  const fail = () => topic.failure ? Promise.reject(topic.failure) : Promise.resolve();

  const topic: MemoryTopic = {
    events: [],
    letters: [],
    failure: undefined,
    refuses: () => false,
    takesLetters: true,
    refusesLetter: () => false,
    deliver: undefined,
    createProducer: () => ({
      connect: fail,
      publish: async (events) => {
        await fail();
        if (events.some(topic.refuses)) throw new PermanentError("The topic refuses it");
        topic.events.push(...events);
      },
      deadLetter: async (letters) => {
        await fail();
        if (!topic.takesLetters) throw new Error("No place for dead letters");
        topic.letters.push(...letters.filter((letter) => !topic.refusesLetter(letter)));
        return letters.filter(topic.refusesLetter)
          .map((item) => ({ item, reason: new PermanentError("The topic refuses it") }));
      },
      close: () => Promise.resolve(),
    }),
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
