import { ORIGIN, PASSWORD, type TestRequest, type TestService } from "./service.ts";

/** A minimal browser: keeps cookies and sends `Origin` and `Sec-Fetch-Site`. */
export interface Browser {
  readonly cookies: Map<string, string>;
  /** Opens a page as if its address had been typed. */
  open(path: string): Promise<Response>;
  /** Posts a form from the same site; a header with the value undefined is omitted. */
  submit(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string | undefined>>,
  ): Promise<Response>;
  /** Posts a form, and opens the address to which the response redirects. */
  ask(path: string, fields: Readonly<Record<string, string>>): Promise<Response>;
  signIn(username: string): Promise<Response>;
}

export function openBrowser(
  app: TestService,
  { origin = ORIGIN, ...request }: Pick<TestRequest, "origin" | "from" | "headers"> = {},
): Browser {
  const cookies = new Map<string, string>();

  async function send(
    path: string,
    { headers, ...init }: TestRequest & { headers: Record<string, string | undefined> },
  ): Promise<Response> {
    const all = new Headers(request.headers);
    if (cookies.size > 0) all.set("Cookie", [...cookies].map((pair) => pair.join("=")).join("; "));
    for (const [name, value] of Object.entries({ Accept: BROWSER_ACCEPT, ...headers })) {
      if (value !== undefined) all.set(name, value);
    }
    const from = request.from === undefined ? {} : { from: request.from };
    const response = await app.request(path, { ...init, ...from, origin, headers: all });
    for (const line of response.headers.getSetCookie()) keep(line);
    return response;
  }

  function keep(line: string): void {
    const [pair = "", ...attributes] = line.split("; ");
    const [name = "", value = ""] = pair.split("=");
    if (attributes.some((attribute) => attribute === "Max-Age=0")) cookies.delete(name);
    else cookies.set(name, value);
  }

  const open = (path: string) => send(path, { headers: { "Sec-Fetch-Site": "none" } });

  const submit: Browser["submit"] = (path, fields, headers = {}) =>
    send(path, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "Sec-Fetch-Site": "same-origin", Origin: origin, ...headers },
    });

  async function ask(path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
    const response = await submit(path, fields);
    const location = response.headers.get("location");
    return location === null ? response : await open(location);
  }

  return {
    cookies,
    open,
    submit,
    ask,
    signIn: (username) => submit("/login", { username, password: PASSWORD }),
  };
}

const BROWSER_ACCEPT =
  "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";
