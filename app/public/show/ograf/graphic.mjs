// The overlays of Triệu Sáng Kiến as EBU OGraf graphics, version 1 (https://ograf.ebu.io). A graphic is a frame with the overlay's
// own page in it: what is drawn is the same as in OBS, it follows the server by itself, and holds its last picture when the link
// goes. Promises that nothing is seen before `playAction` and after `stopAction`, and never a frame whose overlay hasn't said
// that it runs: the one before stays until then.

/** 12 frames at 50 a second, as all that comes and goes on stage. */
const DISSOLVE_MS = 240;
/** An overlay that hasn't said by then that it runs isn't going to: another one is tried, and whoever asked for it is told. */
const PATIENCE_MS = 20_000;
/** The shortest pause between two tries, and up to twice as much besides. */
const PAUSE_MS = 1_000;
/** An overlay says once a second that it is alive. */
const LOOK_MS = 1_000;
/**
 * After so many looks without a word from it another one is brought in. Looks are counted rather than time: a browser that isn't
 * looked at slows down both pages alike.
 */
const SILENT_LOOKS = 15;

/** @param {number} ms */
const lasts = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What an overlay's address may say, beside its unit. */
const SAID = ['output', 'scene', 'unit', 'initiative', 'lang', 'theme', 'position', 'scale', 'as'];

/**
 * Whether something answers at the server of that address.
 * @param {string} address
 */
async function answers(address) {
  try {
    await fetch(new URL('/healthz', address), { mode: 'no-cors', cache: 'no-store', signal: AbortSignal.timeout(5_000) });
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether the overlay in the frame says in time that it runs; in the place of another one, that it has its picture.
 * @param {HTMLIFrameElement} frame
 * @param {boolean} isSecond
 * @returns {Promise<boolean>}
 */
function runs(frame, isSecond) {
  return new Promise((resolve) => {
    const alarm = setTimeout(() => settle(false), PATIENCE_MS);
    /** @param {MessageEvent} event */
    const hear = ({ source, data }) => {
      if (source === frame.contentWindow && (isSecond ? data?.sangkien === 'alive' && data.drawn : data?.sangkien === 'ready')) settle(true);
    };
    /** @param {boolean} is */
    const settle = (is) => {
      clearTimeout(alarm);
      removeEventListener('message', hear);
      resolve(is);
    };
    addEventListener('message', hear);
  });
}

/**
 * The class of one graphic.
 * @param {'lower-third' | 'bug' | 'ticker' | 'full'} overlay
 */
export function graphic(overlay) {
  /** @implements {Ograf.GraphicsAPI.Graphic} */
  class Overlay extends HTMLElement {
    /** @type {Record<string, unknown>} */
    #data = {};
    /**
     * What has said that it runs, seen or not.
     * @type {HTMLIFrameElement | undefined}
     */
    #frame;
    #isPlaying = false;
    /** What is to be shown. */
    #wanted = '';
    /**
     * Whether that has come before something else was wanted.
     * @type {Promise<boolean>}
     */
    #comes = Promise.resolve(false);
    /** Counts what is brought in: only the last one is wanted. */
    #turn = 0;
    #isBringing = false;
    /** How often nothing was heard of the frame. */
    #silent = 0;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    #looking;

    /** @param {MessageEvent} event */
    #hear = ({ source, data }) => {
      if (source === this.#frame?.contentWindow && data?.sangkien === 'alive') this.#silent = 0;
    };

    /** @type {Ograf.GraphicsAPI.Graphic['load']} */
    async load({ data, renderType }) {
      if (renderType !== 'realtime') return { statusCode: 400, statusMessage: 'These graphics are live: only realtime rendering' };
      this.style.cssText = 'position:absolute;inset:0;display:block;overflow:hidden';
      this.#take(data);
      addEventListener('message', this.#hear);
      clearInterval(this.#looking);
      this.#looking = setInterval(() => this.#look(), LOOK_MS);
      return (await this.#show()) ? { statusCode: 200 } : { statusCode: 504, statusMessage: 'The server has not answered yet' };
    }

    /** @type {Ograf.GraphicsAPI.Graphic['dispose']} */
    async dispose() {
      this.#isPlaying = false;
      removeEventListener('message', this.#hear);
      clearInterval(this.#looking);
      this.#turn += 1;
      this.#wanted = '';
      this.#frame = undefined;
      this.replaceChildren();
      return { statusCode: 200 };
    }

    /** @type {Ograf.GraphicsAPI.Graphic['updateAction']} */
    async updateAction({ data }) {
      this.#take(data);
      return (await this.#show()) ? { statusCode: 200 } : { statusCode: 504, statusMessage: 'The server has not answered yet' };
    }

    /** @type {Ograf.GraphicsAPI.Graphic['playAction']} */
    async playAction({ delta, goto, skipAnimation }) {
      // One step: the one after it is the end, which `stopAction` leads to as well.
      const next = goto ?? (this.#isPlaying ? 0 : -1) + (delta ?? 1);
      this.#isPlaying = next === 0;
      await this.#fade(this.#isPlaying ? 1 : 0, skipAnimation);
      return /** @type {any} */ ({ statusCode: 200, currentStep: this.#isPlaying ? 0 : undefined });
    }

    /** @type {Ograf.GraphicsAPI.Graphic['stopAction']} */
    async stopAction({ skipAnimation }) {
      this.#isPlaying = false;
      await this.#fade(0, skipAnimation);
      return { statusCode: 200 };
    }

    /** @type {Ograf.GraphicsAPI.Graphic['customAction']} */
    async customAction({ id }) {
      return { statusCode: 400, statusMessage: `There is no action “${id}”` };
    }

    /** @type {Ograf.GraphicsAPI.Graphic['goToTime']} */
    async goToTime() {
      throw new Error('These graphics are live: no other time can be shown');
    }

    /** @type {Ograf.GraphicsAPI.Graphic['setActionsSchedule']} */
    async setActionsSchedule() {
      throw new Error('These graphics are live: nothing can be scheduled');
    }

    /** @param {unknown} data */
    #take(data) {
      if (typeof data === 'object' && data !== null) this.#data = { ...this.#data, ...data };
    }

    #address() {
      // Played from our own server, it is that one; a package that was copied elsewhere has to be told.
      const own = new URL('/', import.meta.url);
      const server = String(this.#data.server || (own.protocol.startsWith('http') ? own.origin : 'http://127.0.0.1:3000'));
      const address = new URL(`/show/over/${overlay}`, server);
      for (const name of SAID) {
        const value = this.#data[name];
        if (value !== undefined && value !== null && value !== '') address.searchParams.set(name, String(value));
      }
      return address.href;
    }

    /** Shows what the data says, once it runs, in place of what was shown. Gives whether it does in time; it comes later too. */
    async #show() {
      const address = this.#address();
      if (address !== this.#wanted) {
        this.#wanted = address;
        this.#comes = this.#bring();
      }
      return Promise.race([this.#comes, lasts(PATIENCE_MS).then(() => false)]);
    }

    /** Looks whether the overlay in the frame still says that it is alive. */
    #look() {
      if (!this.#frame || this.#isBringing) return;
      this.#silent += 1;
      if (this.#silent >= SILENT_LOOKS) this.#comes = this.#bring();
    }

    /**
     * Brings in what is wanted, however long it takes. Gives whether it came before something else was wanted.
     * @returns {Promise<boolean>}
     */
    async #bring() {
      this.#turn += 1;
      const turn = this.#turn;
      const address = this.#wanted;
      this.#isBringing = true;
      for (;;) {
        const isThere = await answers(address);
        if (turn !== this.#turn) return false;
        if (isThere) {
          const frame = document.createElement('iframe');
          frame.title = 'Triệu Sáng Kiến';
          frame.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;border:0;color-scheme:normal;opacity:0';
          frame.src = address;
          const running = runs(frame, this.#frame !== undefined);
          this.append(frame);
          const isRunning = await running;
          if (turn === this.#turn && isRunning) {
            await this.#swap(frame);
            return true;
          }
          frame.remove();
          if (turn !== this.#turn) return false;
        }
        await lasts(PAUSE_MS * (1 + 2 * Math.random()));
        if (turn !== this.#turn) return false;
      }
    }

    /** @param {HTMLIFrameElement} frame */
    async #swap(frame) {
      const before = this.#frame;
      this.#frame = frame;
      this.#silent = 0;
      this.#isBringing = false;
      if (this.#isPlaying) await this.#fade(1, false);
      before?.remove();
    }

    /**
     * @param {0 | 1} opacity
     * @param {boolean | undefined} skip
     */
    async #fade(opacity, skip) {
      const frame = this.#frame;
      if (!frame) return;
      const from = getComputedStyle(frame).opacity;
      for (const other of frame.getAnimations()) other.finish();
      frame.style.opacity = String(opacity);
      if (skip || from === String(opacity)) return;
      await frame.animate([{ opacity: from }, { opacity }], { duration: DISSOLVE_MS }).finished;
    }
  }
  return Overlay;
}
