/** Whether the board's calendar is open: the bar shows it, the key `G` opens it. */
class DayPicker {
  open: boolean = $state(false);
}

export const dayPicker = new DayPicker();

export const openDayPicker = (): void => {
  dayPicker.open = true;
};
