import { graphic } from './graphic.mjs';

export default graphic('ticker');
