export const ar = {
  title: 'تحتاج انتباهك',
  nothing: 'لا شيء بانتظارك',
  nothingText: 'إذا فعل مكتبان في آن واحد ما لا يجتمع، ظهر ذلك هنا.',
  list: 'ما ينتظر، الأقدم أولًا',
  settledToo: 'مع ما حُسم',
  kinds: {
    clash: 'زيارتان في وقت واحد',
    over_cap: 'زيارات أكثر مما يسع اليوم',
    edited_twice: 'عدّل مكتبان الشيء نفسه',
    cancelled_and_changed: 'أُلغي وعُدّل في آن واحد',
    duplicate: 'أُعطي مرتين',
    rejected: 'تعذر أخذها',
    quarantined: 'من مكتب أُوقف',
  },
  texts: {
    clash: 'حُجزتا ولم يعلم أي من المكتبين بالآخر. الأولى تحتفظ بالوقت.',
    over_cap: (values: { booked: string; cap: string }) => `المحجوز ${values.booked} والحد ${values.cap}.`,
    edited_twice: 'إحدى القيمتين قائمة. اختر.',
    cancelled_and_changed: 'ألغاه مكتب أو حذفه بينما عدّله مكتب آخر.',
    duplicate: (values: { value: string; instead: string }) =>
      values.instead === ''
        ? `«${values.value}» للآخر، وأُخذ من هذا.`
        : `«${values.value}» للآخر، وصار اسم هذا «${values.instead}».`,
    rejected: (values: { kind: string }) => `${values.kind}: لم يستطع الخادم المركزي أخذها. هي محفوظة هناك ولم تُنفذ.`,
    quarantined: 'محفوظ في الخادم المركزي ولم يُنفذ.',
  },
  holds: 'تحتفظ بالوقت',
  second: 'جاءت ثانيًا',
  stands: 'القائم',
  lost: 'الآخر',
  by: (values: { name: string }) => `بواسطة ${values.name}`,
  toBoard: 'عرض اليوم',
  ways: {
    done: 'اطلعت عليه',
    kept: 'يبقى كما هو',
    changed: 'خذ الآخر',
    dismissed: 'اطلعت عليه',
  },
  keepBoth: 'تبقى الزيارتان',
  reason: 'سبب بقاء الزيارتين',
  settled: {
    done: 'تم الاطلاع',
    kept: 'بقي كما هو',
    changed: 'أُخذ الآخر',
    dismissed: 'تم الاطلاع',
  },
  saidSettled: 'تم الحسم',
};
