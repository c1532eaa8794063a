// Questions to the server. An answer that is no success throws an ApiError, whose message is a sentence for people.

import { learnClock } from "./format.js";

export class ApiError extends Error {
  /** `status` is 0 where no answer came; `code` is the machine's word; `body` all that was said. */
  constructor(status, code, detail, body = null) {
    super(detail);
    this.status = status;
    this.code = code;
    this.body = body;
  }

  /** The parameter that the server names, or null. */
  get parameter() {
    return /^(?:The parameter|There is no parameter) (\w+)/.exec(this.message)?.[1] ?? null;
  }
}

const SILENT = "The explorer does not answer. Is it running, and this machine online?";

/** The answer's JSON (null for none). An aborted request throws the browser's AbortError: `error.name === "AbortError"`. */
export async function request(method, path, body, { signal } = {}) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  let said;
  try {
    response = await fetch(path, { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body) });
    learnClock(response);
    const text = await response.text();
    said = text ? JSON.parse(text) : null;
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw response
      ? new ApiError(response.status, "unreadable", `The explorer's answer (${response.status}) could not be read.`)
      : new ApiError(0, "no_answer", SILENT);
  }
  if (!response.ok) throw new ApiError(response.status, said?.error ?? "error", said?.detail ?? `The explorer answered ${response.status}.`, said);
  return said;
}

export const get = (path, options) => request("GET", path, undefined, options);
export const post = (path, body = {}, options) => request("POST", path, body, options);
export const put = (path, body, options) => request("PUT", path, body, options);
export const del = (path, options) => request("DELETE", path, undefined, options);

/** Of many questions only the newest counts: each call aborts the one before, which then gives undefined. */
export function newest(ask) {
  let running;
  return async (...given) => {
    running?.abort();
    const mine = running = new AbortController();
    try {
      const answer = await ask(...given, { signal: mine.signal });
      return mine === running ? answer : undefined;
    } catch (error) {
      if (mine !== running || error.name === "AbortError") return undefined;
      throw error;
    }
  };
}
