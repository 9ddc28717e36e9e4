// What is typed about a staff account, and how it becomes the desk's input.

import type { Account, AccountStatus, CreateAccount, DoctorId, Permission, Role, UpdateAccount } from '$/backend';
import { EditedForm, textOrNull } from '$/lib/edited-form.svelte';

/** Roles that sit at the desk, from the one that may most. */
export const STAFF_ROLES: readonly Role[] = ['admin', 'doctor', 'receptionist', 'pharmacist', 'viewer'];

export const isStaff = (role: Role): boolean => STAFF_ROLES.includes(role);

/** Roles that may overbook without a grant; the desk decides, this only words the choice. */
const OVERBOOKING_ROLES: readonly Role[] = ['admin', 'doctor'];

export interface AccountValues {
  full_name: string;
  username: string;
  role: Role;
  status: AccountStatus;
  email: string;
  phone: string;
  doctor_id: DoctorId | null;
  overbook: boolean;
}

export function valuesOf(account?: Account): AccountValues {
  return {
    full_name: account?.full_name ?? '',
    username: account?.username ?? '',
    role: account?.role ?? 'receptionist',
    status: account?.status ?? 'active',
    email: account?.email ?? '',
    phone: account?.phone ?? '',
    doctor_id: account?.doctor_id ?? null,
    overbook: account?.grants.includes('overbook') ?? false,
  };
}

/** `Mona El-Sayed` gives `mona.elsayed`: Latin letters only, since that is what a user name has. */
export function suggestUsername(fullName: string): string {
  const words = fullName
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/[^a-z0-9]/g, ''))
    .filter((word) => word !== '' && !['dr', 'prof'].includes(word));
  const [first, ...rest] = words;
  return [first, rest.at(-1)].filter((word) => word !== undefined).join('.');
}

export class AccountForm extends EditedForm<AccountValues> {
  /** Until somebody types a user name, it follows the name. */
  #usernameTyped = false;

  get overbooksByRole(): boolean {
    return OVERBOOKING_ROLES.includes(this.values.role);
  }

  nameTyped(): void {
    if (!this.#usernameTyped) this.values.username = suggestUsername(this.values.full_name);
  }

  usernameTyped(): void {
    this.#usernameTyped = this.values.username !== '';
  }

  get #grants(): Permission[] {
    return this.values.overbook && !this.overbooksByRole ? ['overbook'] : [];
  }

  toCreate(): CreateAccount {
    const { full_name, username, role, email, phone, doctor_id } = this.values;
    return {
      full_name: full_name.trim(),
      username: username.trim(),
      role,
      email: textOrNull(email),
      phone: textOrNull(phone),
      doctor_id: role === 'doctor' ? doctor_id : null,
      grants: this.#grants,
    };
  }

  /** A text that was emptied is sent empty: the desk takes it away; so it does with a doctor who is `null`. */
  toUpdate(id: string): UpdateAccount {
    const { full_name, role, status, email, phone, doctor_id } = this.values;
    return {
      id,
      full_name: full_name.trim(),
      role,
      status,
      email: email.trim(),
      phone: phone.trim(),
      doctor_id: role === 'doctor' ? doctor_id : null,
      grants: this.#grants,
    };
  }
}
