import type { MessageTexts } from './texts.ts';

/** Dutch. */
export const nl: MessageTexts = {
  minutes: { one: '{count} minuut', other: '{count} minuten' },
  minutesShort: { other: '{count} min' },
  email: {
    validity: 'De code werkt één keer en is {minutes} geldig.',
    neverShare: 'Deel deze code met niemand.',
    nobodyAsks: 'Niemand van {app} zal er ooit om vragen: niet per telefoon, mail of chat.',
    'sign-in': {
      subject: '{code} is je inlogcode voor {app}',
      subjectWithoutCode: 'Je inlogcode voor {app}',
      preheader: '{code} is je inlogcode voor {app}. De code is {minutes} geldig.',
      heading: 'Je inlogcode',
      instruction: 'Typ deze code op de pagina waar je inlogt bij {app}.',
      notYou: 'Log je niet in? Dan kun je deze mail negeren: zonder de code komt niemand binnen.',
    },
    'prove-address': {
      subject: '{code} bevestigt je e-mailadres bij {app}',
      subjectWithoutCode: 'Bevestig je e-mailadres bij {app}',
      preheader: '{code} is je code om dit e-mailadres bij {app} te bevestigen. De code is {minutes} geldig.',
      heading: 'Bevestig je e-mailadres',
      instruction: 'Typ deze code op de accountpagina van {app} om dit adres aan je account toe te voegen.',
      notYou: 'Voeg je dit adres niet toe? Dan kun je deze mail negeren: zonder de code komt het bij geen account.',
    },
    'email-changed': {
      subject: 'Het e-mailadres van je account bij {app} is gewijzigd',
      heading: 'E-mailadres gewijzigd',
      news: 'Het e-mailadres van je account bij {app} is gewijzigd. Heb je dat zelf gedaan, dan hoef je niets te doen.',
      notYou: 'Was jij dat niet? Neem dan meteen contact op met de klantenservice van {app}.',
    },
    'phone-changed': {
      subject: 'Het telefoonnummer van je account bij {app} is gewijzigd',
      heading: 'Telefoonnummer gewijzigd',
      news: 'Het telefoonnummer van je account bij {app} is gewijzigd. Heb je dat zelf gedaan, dan hoef je niets te doen.',
      notYou: 'Was jij dat niet? Neem dan meteen contact op met de klantenservice van {app}.',
    },
  },
  sms: {
    'sign-in': '{code} is je inlogcode voor {app}, {minutes} geldig. Deel hem met niemand.',
    'prove-address':
      '{code} is je code voor {app} om dit nummer te bevestigen, {minutes} geldig. Deel hem met niemand.',
    'email-changed': '{app}: het e-mailadres van je account is gewijzigd. Was jij dat niet? Meld het meteen aan ons.',
    'phone-changed':
      '{app}: het telefoonnummer van je account is gewijzigd. Was jij dat niet? Meld het meteen aan ons.',
  },
  push: {
    'sign-in': {
      title: 'Inloggen bij {app}',
      body: '{code} is je inlogcode, {minutes} geldig. Deel hem met niemand. Log je niet in? Negeer hem dan.',
    },
    'prove-address': {
      title: 'Bevestig een wijziging bij {app}',
      body: '{code} is je code om die te bevestigen, {minutes} geldig. Deel hem met niemand. Niet van jou? Negeer hem dan.',
    },
    'email-changed': {
      title: '{app}: e-mailadres gewijzigd',
      body: 'Het e-mailadres van je account is gewijzigd. Was jij dat niet? Meld het meteen aan ons.',
    },
    'phone-changed': {
      title: '{app}: telefoonnummer gewijzigd',
      body: 'Het telefoonnummer van je account is gewijzigd. Was jij dat niet? Meld het meteen aan ons.',
    },
  },
};
