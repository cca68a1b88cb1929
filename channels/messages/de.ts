import type { MessageTexts } from './texts.ts';

/** German. */
export const de: MessageTexts = {
  minutes: { one: '{count} Minute', other: '{count} Minuten' },
  minutesShort: { other: '{count} Min.' },
  email: {
    validity: 'Der Code funktioniert einmal und gilt {minutes}.',
    neverShare: 'Geben Sie diesen Code niemals weiter.',
    nobodyAsks: 'Niemand von {app} wird Sie je danach fragen: weder am Telefon noch per Mail oder Chat.',
    'sign-in': {
      subject: '{code} ist Ihr Anmeldecode für {app}',
      subjectWithoutCode: 'Ihr Anmeldecode für {app}',
      preheader: '{code} ist Ihr Anmeldecode für {app}. Er gilt {minutes}.',
      heading: 'Ihr Anmeldecode',
      instruction: 'Geben Sie diesen Code auf der Seite ein, auf der Sie sich bei {app} anmelden.',
      notYou: 'Sie melden sich gerade nicht an? Dann ignorieren Sie diese Mail: Ohne den Code kommt niemand hinein.',
    },
    'prove-address': {
      subject: '{code} bestätigt Ihre E-Mail-Adresse bei {app}',
      subjectWithoutCode: 'Bestätigen Sie Ihre E-Mail-Adresse bei {app}',
      preheader: '{code} ist Ihr Code, um diese E-Mail-Adresse bei {app} zu bestätigen. Er gilt {minutes}.',
      heading: 'E-Mail-Adresse bestätigen',
      instruction: 'Geben Sie diesen Code auf der Kontoseite von {app} ein, um diese Adresse Ihrem Konto hinzuzufügen.',
      notYou:
        'Sie fügen diese Adresse nicht hinzu? Dann ignorieren Sie diese Mail: Ohne den Code kommt sie in kein Konto.',
    },
    'email-changed': {
      subject: 'Die E-Mail-Adresse Ihres Kontos bei {app} wurde geändert',
      heading: 'E-Mail-Adresse geändert',
      news: 'Die E-Mail-Adresse Ihres Kontos bei {app} wurde geändert. Waren Sie das selbst, ist nichts weiter zu tun.',
      notYou: 'Das waren Sie nicht? Dann wenden Sie sich sofort an den Support von {app}.',
    },
    'phone-changed': {
      subject: 'Die Telefonnummer Ihres Kontos bei {app} wurde geändert',
      heading: 'Telefonnummer geändert',
      news: 'Die Telefonnummer Ihres Kontos bei {app} wurde geändert. Waren Sie das selbst, ist nichts weiter zu tun.',
      notYou: 'Das waren Sie nicht? Dann wenden Sie sich sofort an den Support von {app}.',
    },
  },
  sms: {
    'sign-in': '{code} ist Ihr Anmeldecode für {app}, {minutes} gültig. Niemals weitergeben.',
    'prove-address':
      '{code} ist Ihr Code für {app}, um diese Nummer zu bestätigen, {minutes} gültig. Niemals weitergeben.',
    'email-changed':
      '{app}: Die E-Mail-Adresse Ihres Kontos wurde geändert. Nicht von Ihnen? Sofort an den Support wenden.',
    'phone-changed':
      '{app}: Die Telefonnummer Ihres Kontos wurde geändert. Nicht von Ihnen? Sofort an den Support wenden.',
  },
  push: {
    'sign-in': {
      title: 'Anmelden bei {app}',
      body: '{code} ist Ihr Anmeldecode, gültig {minutes}. Niemals weitergeben. Sie melden sich nicht an? Dann ignorieren.',
    },
    'prove-address': {
      title: 'Änderung bei {app} bestätigen',
      body: '{code} ist Ihr Code zum Bestätigen, gültig {minutes}. Niemals weitergeben. Nicht von Ihnen? Dann ignorieren.',
    },
    'email-changed': {
      title: '{app}: E-Mail-Adresse geändert',
      body: 'Die E-Mail-Adresse Ihres Kontos wurde geändert. Nicht von Ihnen? Sofort an den Support wenden.',
    },
    'phone-changed': {
      title: '{app}: Telefonnummer geändert',
      body: 'Die Telefonnummer Ihres Kontos wurde geändert. Nicht von Ihnen? Sofort an den Support wenden.',
    },
  },
};
