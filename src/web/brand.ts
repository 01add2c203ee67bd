/** The mark: a shining disc whose lower half has lost its lustre. Coloured by the style sheet, or by itself as an icon. */
import { LIGHT } from "../charts/theme.ts";

const DISC = 'cx="10" cy="10" r="8.5"';
const WORN = 'd="M1.5 10a8.5 8.5 0 0 0 17 0c-3 2.6-5.4-1.6-8.5.4S4.5 12.2 1.5 10Z"';

export const MARK = `<svg class="brand-mark" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><circle class="lustre" ${DISC}/><path class="tarnish" ${WORN}/></svg>`;

export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><circle fill="${LIGHT.accent}" ${DISC}/><path fill="${LIGHT.bad}" ${WORN}/></svg>`;
