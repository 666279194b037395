/** Names of the cookies that a response sets, in alphabetical order. */
export function cookieNames(response: Response): string[] {
  return response.headers.getSetCookie().map((line) => line.split("=")[0]!).toSorted();
}
