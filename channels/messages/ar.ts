import type { MessageTexts } from './texts.ts';

/** Arabic. No text begins with the application's name: a Latin one would turn the whole line from left to right. */
export const ar: MessageTexts = {
  minutes: {
    one: 'دقيقة واحدة',
    two: 'دقيقتين',
    few: '{count} دقائق',
    many: '{count} دقيقة',
    other: '{count} دقيقة',
  },
  minutesShort: { other: '{count} د' },
  email: {
    validity: 'يعمل الرمز مرة واحدة، وهو صالح لمدة {minutes}.',
    neverShare: 'لا تشارك هذا الرمز مع أي شخص.',
    nobodyAsks: 'لن يطلبه منك أحد من {app} أبدًا، لا بالهاتف ولا بالبريد ولا بالدردشة.',
    'sign-in': {
      subject: '{code} هو رمز تسجيل الدخول إلى {app}',
      subjectWithoutCode: 'رمز تسجيل الدخول إلى {app}',
      preheader: '{code} هو رمز تسجيل الدخول إلى {app}. الرمز صالح لمدة {minutes}.',
      heading: 'رمز تسجيل الدخول',
      instruction: 'اكتب هذا الرمز في الصفحة التي تسجّل الدخول فيها إلى {app}.',
      notYou: 'لم تحاول تسجيل الدخول؟ تجاهل هذه الرسالة: لا يمكن لأحد الدخول من دون الرمز.',
    },
    'prove-address': {
      subject: '{code} هو رمز تأكيد بريدك الإلكتروني في {app}',
      subjectWithoutCode: 'تأكيد بريدك الإلكتروني في {app}',
      preheader: '{code} هو رمز تأكيد هذا البريد الإلكتروني في {app}. الرمز صالح لمدة {minutes}.',
      heading: 'تأكيد بريدك الإلكتروني',
      instruction: 'اكتب هذا الرمز في صفحة الحساب في {app} لإضافة هذا العنوان إلى حسابك.',
      notYou: 'لم تطلب إضافة هذا العنوان؟ تجاهل هذه الرسالة: من دون الرمز لن يضاف إلى أي حساب.',
    },
    'email-changed': {
      subject: 'تم تغيير البريد الإلكتروني لحسابك في {app}',
      heading: 'تم تغيير البريد الإلكتروني',
      news: 'تم تغيير البريد الإلكتروني لحسابك في {app}. إذا كنت أنت من فعل ذلك، فلا يلزمك أي إجراء.',
      notYou: 'لم تفعل ذلك؟ تواصل فورًا مع فريق الدعم في {app}.',
    },
    'phone-changed': {
      subject: 'تم تغيير رقم الهاتف لحسابك في {app}',
      heading: 'تم تغيير رقم الهاتف',
      news: 'تم تغيير رقم الهاتف لحسابك في {app}. إذا كنت أنت من فعل ذلك، فلا يلزمك أي إجراء.',
      notYou: 'لم تفعل ذلك؟ تواصل فورًا مع فريق الدعم في {app}.',
    },
  },
  sms: {
    'sign-in': '{code} رمز دخول {app}، {minutes}. لا تشاركه',
    'prove-address': '{code} رمز تأكيد {app}، {minutes}. لا تشاركه',
    'email-changed': 'تم تغيير بريد حسابك في {app}. لست أنت؟ اتصل بالدعم',
    'phone-changed': 'تم تغيير هاتف حسابك في {app}. لست أنت؟ اتصل بالدعم',
  },
  push: {
    'sign-in': {
      title: 'تسجيل الدخول إلى {app}',
      body: '{code} هو رمز تسجيل الدخول، صالح لمدة {minutes}. لا تشاركه مع أحد، وتجاهله إن لم تكن تسجّل الدخول.',
    },
    'prove-address': {
      title: 'تأكيد تغيير في {app}',
      body: '{code} هو رمز التأكيد، صالح لمدة {minutes}. لا تشاركه مع أحد، وتجاهله إن لم تطلبه.',
    },
    'email-changed': {
      title: 'تم تغيير البريد الإلكتروني في {app}',
      body: 'تم تغيير البريد الإلكتروني لحسابك. لم تفعل ذلك؟ تواصل مع الدعم فورًا.',
    },
    'phone-changed': {
      title: 'تم تغيير رقم الهاتف في {app}',
      body: 'تم تغيير رقم الهاتف لحسابك. لم تفعل ذلك؟ تواصل مع الدعم فورًا.',
    },
  },
};
