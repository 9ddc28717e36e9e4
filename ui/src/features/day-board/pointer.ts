/**
 * The pointer's way over the board: a click, a length drawn over free time, a visit dragged elsewhere. Pointer events only; HTML's
 * own drag and drop does not work in WebKitGTK. Reads the page for where the pointer is and leaves every decision to `Board`.
 */
import type { Minute } from '$/lib/minute';
import type { Board, Place, Slot } from './board.svelte';
import { minuteAt } from './geometry';

/** A hand that clicks moves a little: less than this is no drag. */
const DRAG_FROM_PIXELS = 5;

/** A drag this near to an edge of the view scrolls it. */
const EDGE_PIXELS = 28;
const SCROLL_PIXELS = 10;

export interface PointerEvents {
  /** Free time was clicked, or a length drawn over it. */
  onslot(slot: Slot & { minutes: number; drawn: boolean }): void;
  /** The carried visit was let go of. */
  ondrop(): void;
}

interface Press {
  id: number;
  x: number;
  y: number;
  at: Place;
  minute: Minute;
  visit: string | undefined;
  dragging: boolean;
}

/** Attach to the scrolling element of the board. */
export function followPointer(view: HTMLElement, board: Board, events: PointerEvents): () => void {
  let press: Press | undefined;
  let latest: PointerEvent | undefined;
  let scrolling = 0;

  function placeOf(event: PointerEvent): { at: Place; minute: Minute } | undefined {
    for (const column of view.querySelectorAll<HTMLElement>('[data-doctor]')) {
      const body = column.querySelector<HTMLElement>('[data-body]');
      const box = body?.getBoundingClientRect();
      if (!box || event.clientX < box.left || event.clientX >= box.right) continue;
      const minute = minuteAt({ offset: event.clientY - box.top, height: box.height }, board.range);
      const { doctor = '', date = '' } = column.dataset;
      return { at: { doctor, date }, minute };
    }
    return undefined;
  }

  function down(event: PointerEvent): void {
    const target = event.target instanceof Element ? event.target : undefined;
    if (event.button !== 0 || !target?.closest('[data-body]') || press) return;
    const place = placeOf(event);
    if (!place) return;
    const { status } = board;
    if (status.kind === 'moving' && status.by === 'keys') {
      board.carry(place.at, place.minute);
      events.ondrop();
      event.preventDefault();
      return;
    }
    if (status.kind !== 'resting') return;
    const visit = target.closest<HTMLElement>('[data-visit]')?.dataset.visit;
    press = { id: event.pointerId, x: event.clientX, y: event.clientY, ...place, visit, dragging: false };
    if (visit !== undefined) board.select(visit);
  }

  function move(event: PointerEvent): void {
    const { status } = board;
    if (status.kind === 'moving' && status.by === 'keys') {
      const place = placeOf(event);
      if (place) board.carry(place.at, place.minute);
      return;
    }
    if (!press || event.pointerId !== press.id) return;
    latest = event;
    if (!press.dragging) {
      if (Math.hypot(event.clientX - press.x, event.clientY - press.y) < DRAG_FROM_PIXELS) return;
      begin(press);
    }
    drag(event);
  }

  function begin(from: Press): void {
    from.dragging = true;
    view.setPointerCapture(from.id);
    if (from.visit === undefined) board.beginDrawing(from.at, from.minute);
    else {
      const visit = board.visits.get(from.visit);
      board.beginMove(from.visit, 'pointer', visit ? from.minute - visit.from : 0);
    }
    scrolling = requestAnimationFrame(scrollAtEdge);
  }

  function drag(event: PointerEvent): void {
    const place = placeOf(event);
    if (!place || !press) return;
    if (board.status.kind === 'drawing') board.draw(place.minute);
    else board.carry(place.at, place.minute);
  }

  function scrollAtEdge(): void {
    if (!press?.dragging || !latest) return;
    const box = view.getBoundingClientRect();
    const step = (near: number, far: number) => (near < EDGE_PIXELS ? -SCROLL_PIXELS : far < EDGE_PIXELS ? SCROLL_PIXELS : 0);
    const before = [view.scrollLeft, view.scrollTop];
    view.scrollBy(step(latest.clientX - box.left, box.right - latest.clientX), step(latest.clientY - box.top, box.bottom - latest.clientY));
    if (before[0] !== view.scrollLeft || before[1] !== view.scrollTop) drag(latest);
    scrolling = requestAnimationFrame(scrollAtEdge);
  }

  function up(event: PointerEvent): void {
    if (!press || event.pointerId !== press.id) return;
    const { dragging, visit, at, minute } = press;
    end();
    if (dragging && visit !== undefined) {
      if (board.status.kind === 'moving') events.ondrop();
      return;
    }
    if (visit !== undefined) return;
    if (!dragging) board.beginDrawing(at, minute);
    const slot = board.endDrawing();
    if (slot) {
      board.putCursor(slot, slot.from);
      events.onslot({ ...slot, drawn: dragging });
    }
  }

  function end(): void {
    cancelAnimationFrame(scrolling);
    press = undefined;
    latest = undefined;
  }

  function cancel(): void {
    const wasDragging = press?.dragging ?? false;
    end();
    if (wasDragging) board.letGo();
  }

  function key(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !press?.dragging) return;
    event.preventDefault();
    cancel();
  }

  view.addEventListener('pointerdown', down);
  view.addEventListener('pointermove', move);
  view.addEventListener('pointerup', up);
  view.addEventListener('pointercancel', cancel);
  addEventListener('keydown', key, { capture: true });
  return () => {
    end();
    view.removeEventListener('pointerdown', down);
    view.removeEventListener('pointermove', move);
    view.removeEventListener('pointerup', up);
    view.removeEventListener('pointercancel', cancel);
    removeEventListener('keydown', key, { capture: true });
  };
}
