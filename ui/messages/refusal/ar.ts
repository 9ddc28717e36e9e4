// جملة لكل رفض، حسب رمزه.

import { ar as verdict } from '../verdict/ar';
import { isWallDate } from '$/lib/dates';
import { count, dateMedium, digits } from '$/lib/format';
import { isolate, plural } from '$/lib/messages';
import { number, text, type Params, type Refusals } from './refusals';

const states: Record<string, string> = {
  scheduled: 'محجوز',
  confirmed: 'مؤكد',
  arrived: 'حضر',
  in_consultation: 'داخل الكشف',
  completed: 'انتهت',
  cancelled: 'ملغاة',
  no_show: 'لم يحضر',
  rescheduled: 'نُقلت',
};

const waitSeconds = (n: number) =>
  plural.ar(n, {
    zero: 'يمكنك المحاولة الآن.',
    one: 'انتظر ثانية واحدة.',
    two: 'انتظر ثانيتين.',
    few: 'انتظر # ثوانٍ.',
    many: 'انتظر # ثانية.',
    other: 'انتظر # ثانية.',
  });

const fulfilmentStates: Record<string, string> = {
  fulfilled: 'صُرفت هذه الروشتة كاملةً.',
  cancelled: 'أُلغيت هذه الروشتة.',
  replaced: 'حلت محل هذه الروشتة روشتة مصححة. اصرف المصححة.',
  draft: 'لم تُرسل هذه الروشتة بعد.',
};

/** A bound as the reader writes it: a date as a date, a number in the digits on screen. */
const shown = (p: Params, name: string) =>
  isWallDate(text(p, name)) ? dateMedium(text(p, name)) : digits(text(p, name));

const unreachable: Record<string, string> = {
  no_connection: 'لا أحد يجيب على هذا العنوان. راجع العنوان والشبكة.',
  too_slow: 'الخادم المركزي بطيء جدًا في الرد. حاول مرة أخرى.',
  certificate: 'من يجيب هناك لا يستطيع إثبات أنه الخادم المركزي. راجع العنوان، أو أدخل شهادة الخادم نفسه.',
  not_a_hub: 'على هذا العنوان شيء آخر غير خادم مركزي.',
};

export const ar: Refusals = {
  unknown: (code) => `تعذّر التنفيذ (${code}).`,
  fault: (incident) => `حدث خطأ ولم يتغيّر شيء. أبلغ الدعم بهذا الرقم: ${incident}`,
  codes: {
    ...verdict.codes,
    'desk.unreachable': () => 'المكتب لا يستجيب. حاول مرة أخرى.',
    'command.unknown': () => 'هذا الإصدار لا يعرف هذا الأمر.',
    'command.not_built': () => 'هذا ليس في هذا الإصدار بعد.',
    'permission.denied': () => 'هذا الحساب لا يملك صلاحية ذلك.',
    'session.required': () => 'سجّل الدخول أولًا.',
    'session.locked': () => 'الشاشة مقفلة. افتحها أولًا.',
    'input.invalid': () => 'بعض الحقول تحتاج إلى تصحيح.',
    not_found: () => 'لم يعد موجودًا، ربما حذفه شخص آخر.',
    'desk.in_use': () => 'برنامج آخر يستخدم هذا المكتب. أغلقه ثم حاول مرة أخرى.',
    'desk.no_clinic': () => 'لا توجد عيادة هنا بعد.',
    'setup.exists': () => 'هناك عيادة مجهزة بالفعل على هذا الجهاز.',
    'username.invalid': () => 'اسم المستخدم من حرفين إلى ٦٤ حرفًا أو رقمًا، وقد يحوي نقاطًا أو شرطات، دون مسافات.',

    'session.wrong_password': (p) => {
      const left = number(p, 'tries_left');
      const wait = number(p, 'seconds');
      if (wait > 0) return `كلمة المرور غير صحيحة. ${waitSeconds(wait)}`;
      if (left === 0 || left > 3) return 'كلمة المرور غير صحيحة. حاول مرة أخرى.';
      return plural.ar(left, {
        zero: 'كلمة المرور غير صحيحة.',
        one: 'كلمة المرور غير صحيحة. بقيت محاولة واحدة قبل الانتظار.',
        two: 'كلمة المرور غير صحيحة. بقيت محاولتان قبل الانتظار.',
        few: 'كلمة المرور غير صحيحة. بقيت # محاولات قبل الانتظار.',
        many: 'كلمة المرور غير صحيحة. بقيت # محاولة قبل الانتظار.',
        other: 'كلمة المرور غير صحيحة. بقيت # محاولة قبل الانتظار.',
      });
    },
    'session.held': (p) => `محاولات كثيرة. ${waitSeconds(number(p, 'seconds'))}`,
    'session.account_inactive': () => 'هذا الحساب موقوف. راجع مدير النظام.',
    'session.account_removed': () => 'حُذف هذا الحساب. راجع مدير النظام.',
    'session.not_staff': () => 'هذا الحساب ليس من حسابات المكتب.',
    'session.password_must_change': () => 'اختر كلمة مرور خاصة بك أولًا.',
    'recovery.typo': () => 'الرمز غير مكتمل أو فيه خطأ. راجع الأحرف حرفًا حرفًا.',
    'recovery.wrong': () => 'هذا ليس رمز استرداد هذه العيادة.',

    'medicine.unit_in_use': (p) => `مخزون هذا الدواء معدود بوحدة «${isolate(text(p, 'unit'))}». صفّر المخزون قبل تغيير الوحدة.`,
    'medicine.has_stock': (p) => `ما زال منه في المخزون: ${digits(text(p, 'stock'))} ${isolate(text(p, 'unit'))}. صفّره أولًا.`,
    'stock.not_enough': (p) => `لا يوجد هذا القدر من ${isolate(text(p, 'medicine'))} في التشغيلة ${isolate(text(p, 'number'))}: المتبقي ${digits(text(p, 'left'))} والمطلوب ${digits(text(p, 'asked'))}.`,
    'stock.below_nothing': () => 'سيصبح المتبقي في تشغيلة أقل من الصفر: ما دخل صُرف بعد ذلك.',
    'stock.lot_expired': (p) => `انتهت صلاحية التشغيلة ${isolate(text(p, 'number'))} من ${isolate(text(p, 'medicine'))} في ${shown(p, 'expires_on')} ولا يجوز صرفها.`,
    'stock.not_expired': (p) => `التشغيلة ${isolate(text(p, 'number'))} من ${isolate(text(p, 'medicine'))} صالحة حتى ${shown(p, 'expires_on')}.`,
    'stock.sample_received': () => 'هذه العينة في المخزون بالفعل.',
    'fulfilment.wrong_state': (p) => fulfilmentStates[text(p, 'state')] ?? 'لم يعد الصرف ممكنًا لهذه الروشتة.',
    'fulfilment.past_validity': (p) => `كانت هذه الروشتة صالحة حتى ${shown(p, 'valid_until')}. على الطبيب كتابة روشتة جديدة.`,
    'fulfilment.not_stocked': (p) => `${isolate(text(p, 'medicine'))} ليس من أدوية العيادة، فلا مخزون يُصرف منه.`,
    'fulfilment.other_medicine': (p) => `هذه التشغيلة لدواء آخر غير ${isolate(text(p, 'medicine'))}.`,
    'fulfilment.more_than_prescribed': (p) => `هذا أكثر من الموصوف من ${isolate(text(p, 'medicine'))}: الباقي ${digits(text(p, 'open'))} والمطلوب ${digits(text(p, 'asked'))}.`,
    'fulfilment.earlier_lot': (p) => `التشغيلة ${isolate(text(p, 'number'))} من ${isolate(text(p, 'medicine'))} تنتهي قبلها، في ${shown(p, 'expires_on')}، وتُصرف أولًا. إن لم تكن على الرف فاجردها أولًا.`,
    'fulfilment.substitute': (p) => `يُصرف ${isolate(text(p, 'substitute'))} بديلًا عن ${isolate(text(p, 'medicine'))}. اكتب السبب.`,
    'fulfilment.double': (p) => `في ${isolate(text(p, 'medicine'))} و${isolate(text(p, 'other'))} المادة نفسها: ${isolate(text(p, 'shared'))}. اكتب سبب الصرف رغم ذلك.`,
    'fulfilment.allergy': (p) => `المريض لديه حساسية من ${isolate(text(p, 'allergen'))}، وفي ${isolate(text(p, 'medicine'))} ${isolate(text(p, 'shared'))}. اكتب سبب الصرف رغم ذلك.`,
    'import.too_large': (p) => `الملف أكبر من اللازم. يمكن قراءة ${count(Math.floor(number(p, 'most_bytes') / 1_048_576))} ميجابايت على الأكثر.`,
    'import.not_text': () => 'لا يمكن قراءة هذا الملف. احفظ القائمة بصيغة CSV وترميز UTF-8 ثم اخترها من جديد.',
    'import.empty': () => 'لا يوجد شيء في الملف تحت أسماء الأعمدة.',
    'import.too_many_rows': (p) => `صفوف الملف أكثر من اللازم. يمكن استيراد ${count(number(p, 'most'))} على الأكثر في المرة الواحدة.`,
    'import.column_missing': (p) => `العمود «${isolate(text(p, 'column'))}» غير موجود. يجب أن يسمي الصف الأول الأعمدة.`,
    'import.column_twice': (p) => `العمود «${isolate(text(p, 'column'))}» مكرر.`,
    'import.refused': (p) =>
      plural.ar(number(p, 'problems'), {
        zero: 'لم يُستورد شيء.',
        one: 'لم يُستورد شيء: في الملف خطأ واحد.',
        two: 'لم يُستورد شيء: في الملف خطآن.',
        few: 'لم يُستورد شيء: في الملف # أخطاء.',
        many: 'لم يُستورد شيء: في الملف # خطأً.',
        other: 'لم يُستورد شيء: في الملف # خطأ.',
      }),

    'paper.no_printing': () => 'لا يمكن الطباعة من هنا على هذا الجهاز. احفظها بصيغة PDF ثم اطبع الملف.',
    'paper.no_printer': () => 'لا توجد طابعة مُعدّة على هذا الجهاز، أو لم تُحدَّد طابعة افتراضية. احفظها بصيغة PDF ثم اطبع الملف.',
    'paper.not_printed': () => 'لم تستلم الطابعة الورقة. تأكد من تشغيلها، أو احفظها بصيغة PDF.',

    'sync.both_have_history': () => 'العيادة على الخادم المركزي عيادة أخرى: لكل منهما سجل خاص. اطلب ممن يدير الخادم عيادة جديدة فارغة.',
    'sync.code_refused': () => 'هذا الرمز لا يعمل. ربما كُتب خطأ أو استُخدم أو انتهت مدته. اطلب رمزًا جديدًا.',
    'sync.desk_too_old': () => 'الخادم المركزي لم يعد يتعامل مع هذا الإصدار. ثبّت أحدث إصدار.',
    'sync.hub_failed': () => 'لم يستطع الخادم المركزي تنفيذ ذلك. حاول لاحقًا.',
    'sync.nobody_to_log_in': () => 'لا يوجد في هذه العيادة بعد من يمكنه تسجيل الدخول.',
    'sync.nothing_to_join': () => 'لم ينقل أي مكتب هذه العيادة إلى الخادم المركزي بعد. أنشئ العيادة هنا، ثم صِلها من الإعدادات برمز جديد.',
    'setup.joining': () => 'هذا الجهاز يجلب عيادة الآن.',
    'setup.join_cancelled': () => 'أُلغي ذلك.',
    'sync.hub_busy': (p) =>
      plural.ar(number(p, 'seconds'), {
        zero: 'الخادم المركزي مشغول. حاول مرة أخرى.',
        one: 'الخادم المركزي مشغول. حاول بعد ثانية واحدة.',
        two: 'الخادم المركزي مشغول. حاول بعد ثانيتين.',
        few: 'الخادم المركزي مشغول. حاول بعد # ثوانٍ.',
        many: 'الخادم المركزي مشغول. حاول بعد # ثانية.',
        other: 'الخادم المركزي مشغول. حاول بعد # ثانية.',
      }),
    'sync.unreachable': (p) => unreachable[text(p, 'why')] ?? unreachable.no_connection!,
    'sync.still_arriving': () => 'جزء مما يتعلق به هذا لم يصل من الخادم المركزي بعد. حاول مرة أخرى بعد لحظات.',
    'sync.no_invitation': () => 'هذه ليست دعوة، أو ليست كاملة. امسحها أو الصقها مرة أخرى.',
    'sync.this_desk': () => 'هذا هو المكتب الذي تجلس إليه. يمكن لمكتب آخر إيقافه.',
    'sync.enrolled_already': () => 'هذا المكتب مرتبط بخادم العيادة من قبل.',
    'sync.not_enrolled': () => 'هذا المكتب غير مرتبط بخادم للعيادة.',

    'vault.closed': () => 'قاعدة البيانات مغلقة. سجّل الدخول من جديد.',
    'vault.wrong_key': () => 'المفتاح لا يفتح قاعدة البيانات هذه، ربما تخص عيادة أخرى.',
    'vault.damaged': () => 'قاعدة البيانات تالفة ولم يتغيّر شيء. استعد آخر نسخة احتياطية.',
    'document.not_yours': () => 'هذا المستند ليس متاحًا لك. اطلبه ممن أرفقه أو من مدير النظام.',
    'document.not_here_yet': () => 'لم يصل الملف إلى هذا الجهاز بعد. سيصل تلقائيًا عند الاتصال بالخادم المركزي.',
    'document.damaged': () => 'ملف هذا المستند تالف على هذا الجهاز. أرفقه من جديد، أو استعد آخر نسخة احتياطية.',
    'document.unprintable': () => 'تعذّر وضع هذه الصورة على ورق. احفظ نسخة منها واطبعها ببرنامج آخر.',
    'vault.database_missing': () => 'قاعدة البيانات غير موجودة على هذا الجهاز. استعد آخر نسخة احتياطية.',
    'vault.newer_schema': () => 'كُتبت قاعدة البيانات بإصدار أحدث من Clinic Desk. ثبّت ذلك الإصدار لفتحها.',
    'vault.newer_slots': () => 'كُتبت مفاتيح هذا المكتب بإصدار أحدث من Clinic Desk. ثبّت ذلك الإصدار لفتحها.',
    'vault.parameters_refused': () => 'مفاتيح هذا المكتب تطلب ما يفوق قدرة الجهاز، وربما عُبث بها.',
    'vault.slots_damaged': () => 'ملف المفاتيح تالف. استعده من آخر نسخة احتياطية أو استخدم رمز الاسترداد.',
    'vault.slots_missing': () => 'ملف المفاتيح غير موجود. استعده من آخر نسخة احتياطية.',
    'vault.slots_tampered': () => 'تغيّر ملف المفاتيح من خارج Clinic Desk. استعده من آخر نسخة احتياطية.',
    'storage.full': () => 'القرص ممتلئ ولم يتغيّر شيء. أفسح مساحة ثم حاول مرة أخرى.',
    'storage.read_only': () => 'لا يمكن الكتابة على القرص، ولم يتغيّر شيء.',

    'appointment.wrong_state': (p) => `لا يمكن ذلك: حالة الزيارة «${states[text(p, 'status')] ?? text(p, 'status')}».`,
    'drafts.too_many': (p) => `عدد النماذج غير المكتملة تجاوز ${count(number(p, 'most'))}. أكمل بعضها أو تخلّص منه.`,
    'accounts.own_account': () => 'لا يمكن ذلك على حسابك أنت. يمكن لمدير آخر فعله.',
    'accounts.last_admin': () => 'هذا آخر مدير للنظام. عيّن مديرًا آخر أولًا.',
    'patient.merged': () => 'دُمج هذا الملف في ملف آخر.',
    'patient.same_person': () => 'كلاهما شخص واحد.',
    'patient.already_related': () => 'هذا الشخص من العائلة بالفعل.',
    'patient.not_merged': () => 'هذا الملف قائم بذاته، ولا دمج ليُرجع عنه.',
    'patient.merged_further': (p) =>
      `دُمج ملف ${isolate(text(p, 'name'))} (${isolate(text(p, 'ref'))}) بعد ذلك في ملف آخر. افصل ذاك أولًا.`,
    'patient.has_future_visits': () => 'لهذا المريض زيارات قادمة. ألغها أو انقلها أولًا.',
    'doctor.has_visits': (p) =>
      plural.ar(number(p, 'count'), {
        zero: 'لهذا الطبيب زيارات قادمة. انقلها أو ألغها أولًا.',
        one: 'لهذا الطبيب زيارة قادمة. انقلها أو ألغها أولًا.',
        two: 'لهذا الطبيب زيارتان قادمتان. انقلهما أو ألغهما أولًا.',
        few: 'لهذا الطبيب # زيارات قادمة. انقلها أو ألغها أولًا.',
        many: 'لهذا الطبيب # زيارة قادمة. انقلها أو ألغها أولًا.',
        other: 'لهذا الطبيب # زيارة قادمة. انقلها أو ألغها أولًا.',
      }),
    'specialty.has_doctors': (p) => {
      const name = isolate(text(p, 'name'));
      return plural.ar(number(p, 'count'), {
        zero: `هذا تخصص ${name}. أزله من بيانات الطبيب أولًا.`,
        one: `هذا تخصص ${name}. أزله من بيانات الطبيب أولًا.`,
        two: `هذا تخصص طبيبين منهما ${name}. أزله من بياناتهما أولًا.`,
        few: `هذا تخصص # أطباء منهم ${name}. أزله من بياناتهم أولًا.`,
        many: `هذا تخصص # طبيبًا منهم ${name}. أزله من بياناتهم أولًا.`,
        other: `هذا تخصص # طبيب منهم ${name}. أزله من بياناتهم أولًا.`,
      });
    },

    'queue.nobody_waits': () => 'لا أحد ينتظر هذا الطبيب.',
    'queue.not_waiting': () => 'هذا المريض لم يعد في الانتظار.',
    'queue.no_time_today': (p) =>
      text(p, 'next_date') === ''
        ? 'لم يبق وقت متاح اليوم.'
        : `لم يبق وقت متاح اليوم. أقرب وقت يوم ${dateMedium(text(p, 'next_date'))} الساعة ${digits(text(p, 'next_start'))}.`,
    'series.clashes': (p) =>
      plural.ar(number(p, 'clashes'), {
        zero: 'لم يُحفظ شيء.',
        one: 'يوم واحد من السلسلة متعارض، فلم يُحفظ شيء.',
        two: 'يومان من السلسلة متعارضان، فلم يُحفظ شيء.',
        few: '# أيام من السلسلة متعارضة، فلم يُحفظ شيء.',
        many: '# يومًا من السلسلة متعارضة، فلم يُحفظ شيء.',
        other: '# يوم من السلسلة متعارض، فلم يُحفظ شيء.',
      }),
    'series.nothing_left': () => 'كل أيام السلسلة مستبعدة.',
    'series.nothing_to_come': () => 'لا زيارة قادمة في هذه السلسلة من هنا فصاعدًا.',
    'series.none': () => 'هذه الزيارة ليست من سلسلة.',
    'rebooking.ended': () => 'انتهى أمر هذه الزيارة بالفعل. راجعها من جديد.',
    'rebooking.not_moved': () => 'لم تُنقل هذه الزيارة، فلا شيء للإبلاغ عنه.',
    'papers.no_slip': () => 'لا بطاقة لزيارة أُلغيت أو لم يحضرها المريض.',
    'rebooking.plan_outdated': (p) =>
      `لم يعد وقت ${isolate(text(p, 'name'))} متاحًا. لم يُنقل شيء، وهذه خطة جديدة.`,

    'waiting.ended': () => 'لم يعد هذا المريض في قائمة الانتظار. انظر إليها من جديد.',
    'waiting.already_waits': () => 'هذا المريض في قائمة الانتظار للطلب نفسه من قبل. عدّل الطلب الموجود.',

    'prescription.not_yours': () => 'هذه روشتة طبيب آخر، ولا يعدّلها سواه.',
    'prescription.wrong_state': (p) =>
      text(p, 'state') === 'draft' ? 'لا يصح ذلك مع مسودة. أرسلها أولًا.' : 'لم يعد ذلك ممكنًا مع هذه الروشتة. انظر إليها من جديد.',
    'prescription.empty': () => 'لا شيء في هذه الروشتة بعد. أضف دواءً أو تحليلًا أو رسمًا.',
    'prescription.warnings_open': (p) => {
      const medicine = isolate(text(p, 'medicine'));
      return plural.ar(number(p, 'count'), {
        zero: `هناك تحذير من ${medicine}. احذفه أو أبقه مع ذكر السبب.`,
        one: `هناك تحذير من ${medicine}. احذفه أو أبقه مع ذكر السبب.`,
        two: `هناك تحذير من سطرين، أولهما ${medicine}. احذفهما أو أبقهما مع ذكر السبب.`,
        few: `هناك تحذير من # أسطر، أولها ${medicine}. احذفها أو أبقها مع ذكر السبب.`,
        many: `هناك تحذير من # سطرًا، أولها ${medicine}. احذفها أو أبقها مع ذكر السبب.`,
        other: `هناك تحذير من # سطر، أولها ${medicine}. احذفها أو أبقها مع ذكر السبب.`,
      });
    },
    'prescription.none_before': () => 'لا روشتة سابقة لهذا المريض حتى تُكرَّر.',

    'attention.settled': (p) =>
      text(p, 'by') === '' ? 'تمت تسوية هذا من قبل.' : `${isolate(text(p, 'by'))} سوّى هذا من قبل.`,
    'attention.no_way': () => 'لم يعد ذلك ممكنًا هنا. راجعه مرة أخرى.',
    'attention.conflicts': () => 'لم تعد تلك القيمة تناسب ما هو قائم الآن.',
    'rep_visit.wrong_state': () => 'لم يعد ذلك ممكنًا: زيارة المندوب تجاوزت هذه المرحلة.',
    'rep_visit.not_displaced': () => 'لم يعد هناك ما يعترض هذه الزيارة.',
    'rep_visit.same_time': () => 'هذا هو موعد الزيارة الحالي.',
    'rep_visit.summary_locked': () => 'الملخص مقفل. اكتب تصحيحًا أسفله.',
    'rep_visit.no_summary': () => 'لا ملخص بعد لتصحيحه.',
    'rep.has_future_visits': (p) =>
      plural.ar(number(p, 'visits'), {
        zero: 'لهذا المندوب زيارات قادمة. ألغها أولًا.',
        one: 'لهذا المندوب زيارة قادمة. ألغها أولًا.',
        two: 'لهذا المندوب زيارتان قادمتان. ألغهما أولًا.',
        few: 'لهذا المندوب # زيارات قادمة. ألغها أولًا.',
        many: 'لهذا المندوب # زيارة قادمة. ألغها أولًا.',
        other: 'لهذا المندوب # زيارة قادمة. ألغها أولًا.',
      }),
    'company.has_reps': (p) => {
      const name = isolate(text(p, 'name'));
      return plural.ar(number(p, 'reps'), {
        zero: 'لهذه الشركة مندوبون. احذفهم أولًا.',
        one: `ما زال ${name} يأتي عن هذه الشركة. احذفه أولًا.`,
        two: `ما زال مندوبان يأتيان عن هذه الشركة، منهما ${name}. احذفهما أولًا.`,
        few: `ما زال # مندوبين يأتون عن هذه الشركة، منهم ${name}. احذفهم أولًا.`,
        many: `ما زال # مندوبًا يأتون عن هذه الشركة، منهم ${name}. احذفهم أولًا.`,
        other: `ما زال # مندوب يأتون عن هذه الشركة، منهم ${name}. احذفهم أولًا.`,
      });
    },

    'chart.not_yours': () => 'ليس لهذا المريض زيارة معك، فلا يحق لك فتح ملفه.',
    'chart.not_opened': () => 'افتح الملف أولًا: كل فتح مسجَّل.',
    'chart.open_already': () => 'هذا الملف مفتوح لك دون ذلك.',
    'chart.own_review': () => 'ما فتحته أنت يراجعه غيرك.',
    'chart.reviewed_already': () => 'راجع أحدهم هذا من قبل.',
    'consultation.not_online': () => 'هذه الزيارة حضورية، فلا تُعقد بمكالمة.',
    'consultation.not_held': () => 'لا تُعقد هذه الزيارة بمكالمة وهي على حالها هذه.',
    'consultation.running': () => 'لهذه الزيارة مكالمة جارية بالفعل.',
    'consultation.ended': () => 'انتهت هذه المكالمة من قبل.',
    'encounter.not_begun': () => 'تُتاح الكتابة حين يبدأ الكشف.',
    'follow_up.no_time': () => 'لا وقت متاح خلال ثلاثة أشهر من ذلك اليوم.',
    'vitals.unusual': () => 'بعض القيم نادرة. راجعها، ثم احفظ مرة أخرى إن كانت صحيحة.',

    'undo.nothing': () => 'لا يوجد ما يمكن التراجع عنه.',
    'undo.already_undone': () => 'تم التراجع عن ذلك من قبل.',
    'undo.changed_since': () => 'تغيّر بعد ذلك مرة أخرى، فلا يمكن التراجع عنه وحده.',
    'undo.conflicts': () => 'التراجع الآن يخالف قاعدة أخرى.',
    'undo.in_use': () => 'هناك ما يعتمد عليه الآن.',
    'undo.not_possible': () => 'هذا النوع من التغييرات لا يمكن التراجع عنه.',
    'undo.not_yours': () => 'قام بذلك شخص آخر. هو وحده أو المدير يمكنه التراجع عنه.',
    'demo.impossible': () => 'لا يمكن إنشاء عيادة تجريبية بهذه الأحجام.',
  },
  fields: {
    too_large: (p) => `أكبر من المسموح: الحد الأقصى ${count(Math.floor(number(p, 'most_bytes') / 1_048_576))} ميجابايت`,
    type_not_taken: () => 'يمكن إرفاق صور JPEG وPNG وWebP وملفات PDF فقط. احفظ الملف بأحد هذه الأنواع أولًا',
    not_what_it_says: () => 'الملف ليس من النوع الذي يدل عليه اسمه. احفظه من جديد ثم اختره',
    picture_unreadable: () => 'تعذّرت قراءة الصورة. احفظها من جديد ثم اخترها',
    too_many_pixels: () => 'أبعاد الصورة أكبر من أن تُعرض. صغّرها أولًا',
    insecure: () => 'لا يؤمَن إلا عنوان يبدأ بـ https',
    required: () => 'مطلوب',
    format: () => 'الصيغة غير صحيحة',
    too_long: (p) => ('most' in p ? `لا يتجاوز ${count(number(p, 'most'))} حرفًا` : 'أطول من اللازم'),
    too_short: () => 'أقصر من اللازم',
    in_the_future: () => 'هذا اليوم لم يأتِ بعد',
    not_yet: () => 'هذا الوقت لم يأتِ بعد',
    no_such_time: () => 'لا وجود لهذا الوقت في ذلك اليوم',
    in_the_past: () => 'هذا اليوم مضى',
    one_of_three: () => 'لفرع واحد أو طبيب واحد أو شركة واحدة',
    too_long_ago: () => 'أبعد من عمر أي إنسان',
    unknown_field: () => 'غير معروف في هذا الإصدار',
    unknown: () => 'غير معروف',
    differs: (p) => `هذه التشغيلة معروفة بتاريخ آخر: ${shown(p, 'expires_on')}`,
    moved_meanwhile: (p) => `تحرك شيء في هذه الأثناء: المكتوب الآن ${digits(text(p, 'left'))}. أعد العد`,
    type: () => 'ليس من النوع المطلوب',
    choice: () => 'ليس من الاختيارات',
    range: () => 'خارج الحدود',
    out_of_range: (p) =>
      'least' in p && 'most' in p
        ? `من ${shown(p, 'least')} إلى ${shown(p, 'most')}`
        : 'least' in p ? `لا يقل عن ${shown(p, 'least')}` : 'خارج الحدود',
    control_character: () => 'يحوي رموزًا لا يمكن عرضها',
    end_before_start: () => 'النهاية قبل البداية',
    before_start: () => 'قبل البداية',
    not_above_diastolic: () => 'يجب أن يكون الانقباضي أعلى من الانبساطي',
    past_midnight: () => 'يتجاوز منتصف الليل',
    overlaps: () => 'يتداخل مع فترة أخرى',
    range_too_long: (p) =>
      plural.ar(number(p, 'most'), {
        zero: 'أطول من اللازم',
        one: 'يوم واحد على الأكثر',
        two: 'يومان على الأكثر',
        few: '# أيام على الأكثر',
        many: '# يومًا على الأكثر',
        other: '# يوم على الأكثر',
      }),
    repeated: () => 'مكرر هنا',
    either_or: () => 'أحدهما فقط',
    rule_unreadable: () => 'قاعدة تكرار لا يمكن قراءتها',
    rule_frequency: () => 'التكرار باليوم أو الأسبوع أو الشهر أو السنة',
    rule_time_of_day: () => 'القاعدة تحدد الأيام، والأوقات تُكتب بجانبها',
    rule_never: () => 'لا ينتج عن هذه القاعدة أي يوم',
    taken: (p) => (text(p, 'by') === '' ? 'مستخدم من قبل' : `مستخدم من قبل: ${isolate(text(p, 'by'))}`),
    not_found: () => 'لم يعد موجودًا',
    not_staff: () => 'ليس من أدوار المكتب',
    not_grantable: () => 'صلاحية لا تُمنح وحدها',
    not_permitted: () => 'لا يملك هذا الحساب تغييره',
    not_possible: () => 'لا يمكن اختياره هنا',
    too_many: (p) => `العدد لا يتجاوز ${count(number(p, 'most'))}`,
    unknown_country: () => 'بلد غير معروف',
    unknown_currency: () => 'عملة غير معروفة',
    unknown_language: () => 'لغة غير متاحة',
    unknown_zone: () => 'منطقة زمنية غير معروفة',
    'recovery.typo': () => 'رمز الاسترداد غير مكتمل أو فيه خطأ',
    'recovery.wrong': () => 'ليس رمز استرداد هذه العيادة',
    'username.invalid': () => 'من حرفين إلى ٦٤ حرفًا أو رقمًا، دون مسافات',
    'password.too_short': (p) =>
      plural.ar(number(p, 'least'), {
        zero: 'أقصر من اللازم',
        one: 'حرف واحد على الأقل',
        two: 'حرفان على الأقل',
        few: '# أحرف على الأقل',
        many: '# حرفًا على الأقل',
        other: '# حرف على الأقل',
      }),
    'password.common': () => 'سهلة التخمين',
    'password.contains_name': () => 'تحوي اسمًا يسهل تخمينه هنا',
    'password.same': () => 'هي كلمة المرور الحالية نفسها',
  },
};
