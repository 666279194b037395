import { ServiceError } from "../domain/errors.ts";

/** Parses the fields of a multipart form (RFC 7578). Throws `malformed_request`, also for files. */
export async function parseMultipartForm(
  text: string,
  contentType: string,
): Promise<URLSearchParams> {
  const fields = await readFields(text, contentType);
  const values = [...fields].map(([name, value]) => {
    if (typeof value === "string") return [name, value];
    throw malformed(`the field ${JSON.stringify(name.slice(0, 100))} is a file`);
  });
  return new URLSearchParams(values);
}

async function readFields(text: string, contentType: string): Promise<FormData> {
  try {
    return await new Response(text, { headers: { "Content-Type": contentType } }).formData();
  } catch (error) {
    throw malformed("the Content-Type header has no boundary, or no part ends with it", error);
  }
}

function malformed(reason: string, cause?: unknown): ServiceError {
  return new ServiceError("malformed_request", `Cannot read the multipart form: ${reason}`, {
    cause,
  });
}
