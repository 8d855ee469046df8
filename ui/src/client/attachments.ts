// Uploading a file with its progress, and the addresses of stored ones.
import { CHANGE_HEADER, fileUrl, Problem, problem } from './http';
import type { Attachment } from './types';

/** Sends a file; `progress` hears the share that has left, 0 to 1. Abort by the signal. */
export function upload(file: File, progress: (share: number) => void, signal: AbortSignal): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append('file', file);
    request.open('POST', fileUrl('/attachments'));
    request.setRequestHeader(CHANGE_HEADER, '1');
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as Attachment);
      else reject(problem(request.status, parsed(request.responseText), '/attachments'));
    };
    request.onerror = () => reject(new Problem(0, 'unreachable', null, {}, {}));
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}

export const downloadUrl = (id: string) => fileUrl(`/attachments/${id}`);
export const inlineUrl = (id: string) => fileUrl(`/attachments/${id}?inline=1`);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
