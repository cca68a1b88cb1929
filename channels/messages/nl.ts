import type { SignInTexts } from './texts.ts';

/** Dutch. */
export const nl: SignInTexts = {
  minutes: { one: '{count} minuut', other: '{count} minuten' },
  email: {
    subject: '{code} is je inlogcode voor {app}',
    subjectWithoutCode: 'Je inlogcode voor {app}',
    preheader: '{code} is je inlogcode voor {app}. De code is {minutes} geldig.',
    heading: 'Je inlogcode',
    instruction: 'Typ deze code op de pagina waar je inlogt bij {app}.',
    validity: 'De code werkt één keer en is {minutes} geldig.',
    neverShare: 'Deel deze code met niemand.',
    nobodyAsks: 'Niemand van {app} zal er ooit om vragen: niet per telefoon, mail of chat.',
    notYou: 'Log je niet in? Dan kun je deze mail negeren: zonder de code komt niemand binnen.',
  },
};
