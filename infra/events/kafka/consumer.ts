import type { Kafka } from "kafkajs";
import { deadlineIn } from "../../async/deadline.ts";
import { runPeriodically } from "../../async/run_periodically.ts";
import type { ConsumeOptions, EventConsumer } from "../event_topic.ts";
import { type GroupMember, type GroupMemberOptions, joinGroup } from "./group_member.ts";

const CHECK_MS = 500;
const CLOSE_MS = 1_000;

/** Milliseconds without a response from the brokers after which a client is replaced. */
const SILENCE_MS = 8_000;

/** The same while the client joins the group, which waits for members that have died. */
const JOIN_SILENCE_MS = 15_000;

export type KafkaConsumerOptions = ConsumeOptions & GroupMemberOptions;

/** Keeps one client in the group and replaces it when it fails or gets no response. */
export function createKafkaConsumer(kafka: Kafka, options: KafkaConsumerOptions): EventConsumer {
  const { isReachable, onChange } = options;
  let member: GroupMember | undefined;
  let hasFailed = false;

  function check(): void {
    // A new client cannot help while no broker responds.
    if (!isReachable()) member?.resetSilence();
    const failure = member && failureOf(member);
    if (failure) {
      onChange(failure);
      hasFailed = true;
      member?.leave();
      member = undefined;
    }
    if (hasFailed && member?.isWorking) {
      onChange(undefined);
      hasFailed = false;
    }
    member ??= joinGroup(kafka, options);
  }

  const checks = runPeriodically(check, { pauseMs: CHECK_MS, onError: onChange });

  return {
    stop: async () => {
      checks.stop();
      if (member) await deadlineIn(CLOSE_MS).wait(member.leave());
    },
  };
}

function failureOf({ failure, hasJoined, silentMs }: GroupMember): Error | undefined {
  if (failure) return failure;
  const limitMs = hasJoined ? SILENCE_MS : JOIN_SILENCE_MS;
  return silentMs > limitMs ? new Error(`No response from Kafka within ${limitMs} ms`) : undefined;
}
