import { serveIsolate } from "../../infra/isolates/isolate.ts";
import { createConsumerService } from "../consumer_service.ts";
import { runService, type ServiceStart } from "../run_service.ts";

serveIsolate<ServiceStart>((start) => runService(start, createConsumerService));
