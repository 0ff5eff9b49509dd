/**
 * Every line on standard error but otelier's own of the levels info and below: what an operator would look into. Of otelier's
 * warnings and errors it is the message alone.
 */
export function warningsIn(stderr: string): readonly string[] {
  const lines = stderr.split('\n').filter((line) => line !== '' && !/^otelier \[(info|debug|verbose)\] /.test(line));
  return lines.map((line) => /^otelier \[(?:warn|error)\] (.*)$/.exec(line)?.[1] ?? line);
}
