import { missing, type Route } from '../../engine/index.ts';
import { FORMS, type Form } from './contract.ts';
import { serveFile } from './serve-file.ts';
import type { Attachments } from './state.ts';

const FILE_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Everything below /files: `GET /files/<id>` and `/files/<id>/<form>` hand a file out; what speaks tus
 * (https://tus.io/protocols/resumable-upload, 1.0.0) brings one.
 */
export const filesRoute: Route<Attachments> = async (req, res, ctx) => {
  const [fileId, form = 'whole', ...more] = ctx.address.segments;
  if (more.length > 0 || (fileId !== undefined && !FILE_ID.test(fileId))) throw missing();
  const speaksTus = req.headers['tus-resumable'] !== undefined || req.method === 'OPTIONS';
  if (!speaksTus && (req.method === 'GET' || req.method === 'HEAD')) {
    if (!fileId || !isForm(form)) throw missing();
    return serveFile(req, res, { fileId, form }, ctx);
  }
  if (ctx.address.segments.length > 1) throw missing();
  // What looks into files takes memory: it comes with the first of them.
  const { takeUpload } = await import('./take-upload.ts');
  return takeUpload(req, res, fileId, ctx);
};

const isForm = (form: string): form is Form | 'whole' => form === 'whole' || FORMS.includes(form as Form);
