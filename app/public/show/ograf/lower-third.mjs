import { graphic } from './graphic.mjs';

export default graphic('lower-third');
