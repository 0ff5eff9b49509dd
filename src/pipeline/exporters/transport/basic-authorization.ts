/** The header value for the user and password of a URL; undefined when it has none. */
export function basicAuthorization(username: string, password: string): string | undefined {
  if (username + password === '') return undefined;
  const plain = `${decode(username)}:${decode(password)}`;
  return `Basic ${Buffer.from(plain).toString('base64')}`;
}

/** A stray `%` is part of the password. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
