// Files in groups of which each fits into one request.

const MOST = 20;
/** Bytes of one request's files; quotes and line ends take more room in JSON than in a file. */
const BYTES = 1_000_000;

/** The files in their order. One that is too large alone goes alone: the server says so. */
export function batches<One extends { size: number }>(files: One[]): One[][] {
  const out: One[][] = [];
  let room = 0;
  for (const file of files) {
    const last = out.at(-1);
    if (last && last.length < MOST && file.size <= room) {
      last.push(file);
      room -= file.size;
    } else {
      out.push([file]);
      room = BYTES - file.size;
    }
  }
  return out;
}
