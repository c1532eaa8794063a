// Bytes as people read them.

const WIDTH = 16;

export function bytesOf(base64) {
  const text = atob(base64);
  return Uint8Array.from(text, character => character.charCodeAt(0));
}

/** Lines of 16: where they stand, the bytes, and those of them that are printable ASCII. */
export function hex(bytes) {
  const lines = [];
  for (let at = 0; at < bytes.length; at += WIDTH) {
    const part = [...bytes.subarray(at, at + WIDTH)];
    const digits = part.map(byte => byte.toString(16).padStart(2, "0"));
    const letters = part.map(byte => byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·").join("");
    lines.push(`${at.toString(16).padStart(5, "0")}  ${digits.slice(0, 8).join(" ").padEnd(23)}  ${digits.slice(8).join(" ").padEnd(23)}  ${letters}`);
  }
  return lines.join("\n");
}

/** JSON with its lines broken, and nothing else changed: numbers may have more digits than JavaScript holds. Any other text as it is. */
export function pretty(text) {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  let depth = 0;
  const line = () => `\n${"  ".repeat(depth)}`;
  return text.replace(/"(?:[^"\\]|\\.)*"|[{[]\s*[}\]]|[{[\]},:]|\s+/g, token => {
    if (token[0] === '"' || token.length > 1 && /^[{[]/.test(token)) return token;
    if (token === "{" || token === "[") {
      depth++;
      return token + line();
    }
    if (token === "}" || token === "]") {
      depth--;
      return line() + token;
    }
    if (token === ",") return token + line();
    return token === ":" ? ": " : "";
  });
}
