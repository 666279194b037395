/** Whether the topic takes events, as its last use or probe has shown. */
export interface TopicState {
  readonly isUp: boolean;
  /** Tells that it took events, or the error for which it did not. */
  note(error: unknown): void;
}

/** Not up until it has been seen to be. */
export function createTopicState(
  onChange: (isUp: boolean, error: unknown) => void,
): TopicState {
  let isUp: boolean | undefined;
  return {
    get isUp() {
      return isUp === true;
    },
    note: (error) => {
      const before = isUp;
      isUp = error === undefined;
      if (isUp !== before) onChange(isUp, error);
    },
  };
}
