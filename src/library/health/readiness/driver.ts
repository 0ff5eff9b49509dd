/** A driver of the application's own; `undefined` where it is not installed. A driver that is installed and fails to load throws. */
export function loadDriver<Driver>(load: () => Driver): Driver | undefined {
  try {
    return load();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
