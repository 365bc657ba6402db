/**
 * Questions in German, French and Spanish, word by word into the English that the rules know: openings of questions and
 * the commonest nouns. Tables; what they do not hold stays as it is. Pure.
 */
import { foldText } from '@vitrine/db'

interface Language {
  /** How its questions begin. Only then is anything replaced. */
  openings: string
  /** `foreign = English`, folded. */
  words: string
}

const GERMAN: Language = {
  openings:
    'wie|wieviel|wieviele|wo|gibt|ist da|siehst|was|lies|beschreib|beschreibe|vergleich|vergleiche|welche|welcher|welches|wann|zeig|zeige|danke|hallo|und|hilfe|finde|suche|bilder|fotos|quittungen|rechnungen',
  words: `
wie viele=how many; wieviele=how many; wo ist=where is; wo sind=where are; wo steht=where is; gibt es=is there; ist da=is there
siehst du=do you see; was steht=what is written; was steht da=what does it say; lies=read; lies den text=read the text
was ist das=what is this; was ist zu sehen=what is shown; was ist=what is; beschreibe=describe; beschreib=describe
vergleiche=compare; vergleich=compare; welche farben=what colours; welche farbe=what colour; welche=which; welcher=which; welches=which
wie hoch ist=what is; wie viel kostet=how much is; wieviel kostet=how much is; wie teuer ist=how much is; wie viel haben wir ausgegeben=how much did we spend
wann wurde=when was; aufgenommen=taken; zeige=show; zeig=show; mir=me; danke=thanks; hallo=hello; und=and; hilfe=help; finde=find; suche=find
insgesamt=in total; zusammen=altogether; hat=has; haben=have; von=from; mit=with; ohne=without; uber=over; unter=under
mehr als=more than; weniger als=less than; mindestens=at least; hochstens=at most; auf dem bild=in the picture; auf dem foto=in the photo
im bild=in the picture; auf=on; darauf=there; sind=are; ist=is; der=the; die=the; das=the; den=the; dem=the; ein=a; eine=a; einen=a; einem=a; einer=a
im ersten=in the first; im zweiten=in the second; im dritten=in the third; im letzten=in the last; ersten=first; zweiten=second
dritten=third; hochste=highest; hochsten=highest; niedrigste=lowest; neueste=newest; alteste=oldest; grosste=largest; kleinste=smallest
hund=dog; hunde=dogs; hunden=dogs; katze=cat; katzen=cats; person=person; personen=people; menschen=people; leute=people; auto=car; autos=cars
vogel=bird; pferd=horse; pferde=horses; stuhl=chair; stuhle=chairs; flasche=bottle; flaschen=bottles; tasse=cup; tassen=cups
fahrrad=bicycle; fahrrader=bicycles; baum=tree; haus=house; bild=picture; bilder=pictures; bildern=pictures; foto=photo; fotos=photos
quittung=receipt; quittungen=receipts; kassenbon=receipt; beleg=receipt; belege=receipts; rechnung=invoice; rechnungen=invoices
bildschirmfotos=screenshots; dokument=document; dokumente=documents; tabelle=table; summe=total; gesamtbetrag=total; betrag=amount
datum=date; steuer=tax; mehrwertsteuer=vat; euro=euros; farben=colours; kamera=camera; unterschied=difference; letzte woche=last week
letzter woche=last week; letzten monat=last month; heute=today; gestern=yesterday; rot=red; rote=red; roten=red; rotes=red; zwei=two; drei=three`,
}

const FRENCH: Language = {
  openings:
    "combien|ou|y a-t-il|est-ce|qu'est-ce|que|quel|quelle|quels|quelles|lis|decris|comparez|quand|montre|merci|bonjour|et|aide|trouve",
  words: `
combien de=how many; combien d'=how many; combien coute=how much is; combien=how many; ou est=where is; ou sont=where are; y a-t-il=is there
est-ce qu'il y a=is there; qu'est-ce qui est ecrit=what is written; qu'est-ce que c'est=what is this; que dit=what does it say
qu'est-ce qu'il y a=what is; qu'est-ce=what is; quel est=what is; quelle est=what is; quelles couleurs=what colours; quels=which; quelles=which; quel=which; quelle=which
lis=read; lis le texte=read the text; texte=text; decris=describe; compare=compare; comparez=compare; quand=when was; prise=taken; montre=show
merci=thanks; bonjour=hello; et=and; aide=help; trouve=find; avec=with; sans=without; plus de=over; moins de=under; au moins=at least
sur l' image=in the picture; sur la photo=in the photo; dans l' image=in the picture; dans la photo=in the photo; dans=in; sur=on; sont=are; est=is; a=has
le=the; la=the; les=the; un=a; une=a; des=any; de=of; du=of; dans la premiere=in the first; dans la deuxieme=in the second; deuxieme=second; premiere=first; derniere=last
chien=dog; chiens=dogs; chat=cat; chats=cats; personne=person; personnes=people; gens=people; voiture=car; voitures=cars; oiseau=bird; cheval=horse; chaise=chair
chaises=chairs; bouteille=bottle; tasse=cup; velo=bicycle; arbre=tree; image=picture; images=pictures; photos=photos; recu=receipt; recus=receipts; ticket=receipt
tickets=receipts; facture=invoice; factures=invoices; document=document; tableau=table; total=total; montant=amount; date=date; taxe=tax; euro=euros
hier=yesterday; aujourd'hui=today; semaine derniere=last week; le plus eleve=highest; rouge=red; deux=two; trois=three`,
}

const SPANISH: Language = {
  openings:
    'cuantos|cuantas|cuanto|donde|hay|que|lee|describe el|describe la|compara|cuando|cual|cuales|muestra|gracias|hola|y|ayuda|busca',
  words: `
cuantos=how many; cuantas=how many; cuanto cuesta=how much is; cuanto es=how much is; donde esta=where is; donde estan=where are; hay=is there
que dice=what does it say; que esta escrito=what is written; que es esto=what is this; que es=what is; que hay=what is; que colores=what colours; que=which
lee=read; lee el texto=read the text; texto=text; describe=describe; compara=compare; cuando=when was; tomada=taken; cual es=what is; cuales=which; cual=which
muestra=show; gracias=thanks; hola=hello; y=and; ayuda=help; busca=find; con=with; sin=without; mas de=over; menos de=under; al menos=at least
en la imagen=in the picture; en la foto=in the photo; en=in; son=are; es=is; esta=is; estan=are; tiene=has; tienen=have; de mas de=over
el=the; la=the; los=the; las=the; un=a; una=a; de=of; del=of; en la primera=in the first; en la segunda=in the second; segunda=second; primera=first; ultima=last
perro=dog; perros=dogs; gato=cat; gatos=cats; persona=person; personas=people; gente=people; coche=car; coches=cars; pajaro=bird; caballo=horse; silla=chair
sillas=chairs; botella=bottle; taza=cup; bicicleta=bicycle; arbol=tree; imagen=picture; imagenes=pictures; foto=photo; fotos=photos; recibo=receipt; recibos=receipts
factura=invoice; facturas=invoices; documento=document; tabla=table; importe=amount; fecha=date; impuesto=tax; euro=euros; ayer=yesterday; hoy=today
semana pasada=last week; mas alto=highest; rojo=red; roja=red; dos=two; tres=three`,
}

const LONGEST = 5

const compile = ({ openings, words }: Language) => ({
  openings: openings.split('|').map((opening) => opening.split(' ')),
  words: new Map(
    words
      .split(/[;\n]/)
      .map((pair) => pair.trim().split('='))
      .flatMap(([foreign = '', english = '']) => (foreign === '' ? [] : [[foreign, english] as const])),
  ),
})
const LANGUAGES = [GERMAN, FRENCH, SPANISH].map(compile)

/** Openings that could be something else as well: more of the question must be of the language. */
const AMBIGUOUS = new Set(['was', 'lies', 'que', 'et', 'y'])

function replaceAll(tokens: readonly string[], words: ReadonlyMap<string, string>) {
  const out: string[] = []
  let replaced = 0
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at] ?? ''
    let length = Math.min(LONGEST, tokens.length - at)
    while (length > 0 && !words.has(tokens.slice(at, at + length).join(' '))) length -= 1
    out.push(words.get(tokens.slice(at, at + length).join(' ')) ?? token)
    if (length > 0) replaced += 1
    at += Math.max(1, length)
  }
  return { text: out.join(' '), replaced }
}

/** Folded, its spaces single, without marks at its ends; in the rules' English where it is in a known language. */
export function toEnglish(question: string): string {
  const folded = foldText(question).replace(/[’‘`]/gu, "'")
  const text = folded.replace(/[¿¡]/gu, '').replace(/\s+/gu, ' ').trim()
  const tokens = text
    .replace(/[?!.…,:]+(?=\s|$)/gu, '')
    .replace(/\b(d'|l')(?=\p{L})/gu, '$1 ')
    .trim()
    .split(' ')
  for (const { openings, words } of LANGUAGES) {
    if (!openings.some((opening) => opening.every((word, index) => tokens[index] === word))) continue
    const { text: english, replaced } = replaceAll(tokens, words)
    if (replaced >= (AMBIGUOUS.has(tokens[0] ?? '') ? 3 : 1)) return english
  }
  return text
}
