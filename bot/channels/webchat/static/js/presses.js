// Buttons under messages: disabled when pressed, until the answer arrives.
import { isPassing, newId, post } from "./wire.js";

const PATIENCE = [700, 1500, 3000, 5000, 8000];
const SOON = 2500; // milliseconds after which a press without a pending answer counts as answered
const AT_MOST = 20_000; // an answer that never comes must not leave the buttons disabled

export class Presses {
  constructor(box, { onRefused, isAnswering }) {
    Object.assign(this, { onRefused, isAnswering });
    this.box = box;
    box.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-press]");
      if (button) this.press(button);
    });
  }

  async press(button) {
    const keys = button.closest(".keys");
    for (const key of keys.querySelectorAll("button")) key.disabled = true;
    button.classList.add("busy");
    keys.ariaBusy = "true";
    setTimeout(() => this.release(keys), AT_MOST);
    try {
      const sent = this.send({ id: newId(), message: Number(button.dataset.of), data: button.dataset.press });
      this.settled = sent.catch(() => {});
      await sent;
      setTimeout(() => this.isAnswering() || this.release(keys), SOON);
    } catch (error) {
      this.release(keys);
      this.onRefused(error);
    }
  }

  // Retried with the same id, so that the server handles it once however often it arrives.
  async send(press) {
    for (const wait of PATIENCE) {
      try {
        return await post("presses", press);
      } catch (error) {
        if (!isPassing(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
    return post("presses", press);
  }

  // Everything pressed has been answered.
  releaseAll() {
    this.box.querySelectorAll('.keys[aria-busy="true"]').forEach((keys) => this.release(keys));
  }

  release(keys) {
    keys.ariaBusy = "false";
    for (const key of keys.querySelectorAll("button")) {
      key.disabled = false;
      key.classList.remove("busy");
    }
  }
}
