import { account, type Contender, signIn } from "./contender.ts";
import { beside, run } from "./programs.ts";
import { freePort } from "../../testing/free_port.ts";
import { type ServerProcess, startServer } from "./server_process.ts";

export interface FastApi extends Contender {
  versions: string;
}

const versionsScript = `
import platform
from importlib.metadata import version
packages = [f"{name} {version(name)}" for name in ("fastapi", "uvicorn", "pydantic", "uvloop")]
print(", ".join(["Python " + platform.python_version(), *packages]))
`;

/** Installs the pinned packages into a virtual environment in `folder`. */
export async function installFastApi(folder: string, signal: AbortSignal): Promise<FastApi> {
  const venv = `${folder}/venv`;
  const python = `${venv}/bin/python`;
  await run("python3", ["-m", "venv", venv], { signal });
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  await run(python, [...pip, "--requirement", beside("requirements.txt")], { signal });
  return {
    name: "FastAPI",
    versions: await run(python, ["-c", versionsScript]),
    start: () => start(python),
    signIn,
  };
}

function start(python: string): Promise<ServerProcess> {
  const port = freePort();
  const options = "--workers 1 --loop uvloop --http httptools --no-access-log --log-level warning";
  return startServer({
    program: python,
    args: ["-m", "uvicorn", "fastapi_app:app", `--port=${port}`, ...options.split(" ")],
    cwd: beside("."),
    env: {
      BENCH_USERNAME: account.username,
      BENCH_PASSWORD: account.password,
      PYTHONDONTWRITEBYTECODE: "1",
    },
    port,
  });
}
