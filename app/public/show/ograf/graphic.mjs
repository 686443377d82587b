// The overlays of Triệu Sáng Kiến as EBU OGraf graphics, version 1 (https://ograf.ebu.io). A graphic is a frame with the overlay's
// own page in it: what is drawn is the same as in OBS, it follows the server by itself, and holds its last picture when the link
// goes. Promises that nothing is seen before `playAction` and after `stopAction`.

/** 12 frames at 50 a second, as all that comes and goes on stage. */
const DISSOLVE_MS = 240;
/** An overlay that hasn't said by then that it runs is shown as soon as it does. */
const PATIENCE_MS = 20_000;

/** What an overlay's address may say, beside its unit. */
const SAID = ['output', 'scene', 'unit', 'initiative', 'lang', 'theme', 'position', 'scale', 'as'];

/**
 * The class of one graphic.
 * @param {'lower-third' | 'bug' | 'ticker' | 'full'} overlay
 */
export function graphic(overlay) {
  /** @implements {Ograf.GraphicsAPI.Graphic} */
  class Overlay extends HTMLElement {
    /** @type {Record<string, unknown>} */
    #data = {};
    /** @type {HTMLIFrameElement | undefined} */
    #frame;
    #isPlaying = false;

    /** @type {Ograf.GraphicsAPI.Graphic['load']} */
    async load({ data, renderType }) {
      if (renderType !== 'realtime') return { statusCode: 400, statusMessage: 'These graphics are live: only realtime rendering' };
      this.style.cssText = 'position:absolute;inset:0;display:block;overflow:hidden';
      this.#take(data);
      return (await this.#show()) ? { statusCode: 200 } : { statusCode: 504, statusMessage: 'The server has not answered yet' };
    }

    /** @type {Ograf.GraphicsAPI.Graphic['dispose']} */
    async dispose() {
      this.#isPlaying = false;
      this.#frame?.remove();
      this.#frame = undefined;
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

    /** Shows what the data says, in place of what was shown once it runs. Gives whether it does. */
    async #show() {
      const address = this.#address();
      const before = this.#frame;
      if (before?.src === address) return true;
      const frame = document.createElement('iframe');
      frame.title = 'Triệu Sáng Kiến';
      frame.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;border:0;color-scheme:normal;opacity:0';
      frame.src = address;
      this.#frame = frame;
      const ready = this.#runs(frame);
      this.append(frame);
      const isReady = await ready;
      if (this.#frame !== frame) {
        frame.remove();
        return isReady;
      }
      if (this.#isPlaying) await this.#fade(1, false);
      before?.remove();
      return isReady;
    }

    /**
     * Whether the overlay says in time that it runs. One that comes later looks after itself.
     * @param {HTMLIFrameElement} frame
     * @returns {Promise<boolean>}
     */
    #runs(frame) {
      return new Promise((resolve) => {
        const alarm = setTimeout(() => settle(false), PATIENCE_MS);
        /** @param {MessageEvent} event */
        const hear = (event) => {
          if (event.source === frame.contentWindow && event.data?.sangkien === 'ready') settle(true);
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
     * @param {0 | 1} opacity
     * @param {boolean | undefined} skip
     */
    async #fade(opacity, skip) {
      const frame = this.#frame;
      if (!frame) return;
      const from = getComputedStyle(frame).opacity;
      frame.style.opacity = String(opacity);
      if (skip || from === String(opacity)) return;
      await frame.animate([{ opacity: from }, { opacity }], { duration: DISSOLVE_MS }).finished;
    }
  }
  return Overlay;
}
