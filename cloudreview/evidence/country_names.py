"""Countries by their names and by what their citizens are called, in English, letter for letter.

Registers tell countries as free text. Only what names one country exactly is read: no part of a text, no likeness, no
guess. Names: ISO 3166-1 (short names in English) and, for what people write, the names of the parts of the United
Kingdom and a few others. Nationalities: the list of the United Kingdom's government (gov.uk, "Nationalities"), which
forms of Companies House offer. Left out is what names two: Congo, Korea, Georgia, Congolese, Korean, Dominican.
"""

from __future__ import annotations

import functools
import re

NAMED = """
AD|Andorra|Andorran
AE|United Arab Emirates;UAE|Emirati
AF|Afghanistan|Afghan
AG|Antigua and Barbuda|Citizen of Antigua and Barbuda
AI|Anguilla|Anguillan
AL|Albania|Albanian
AM|Armenia|Armenian
AO|Angola|Angolan
AR|Argentina|Argentine;Argentinian
AS|American Samoa|
AT|Austria|Austrian
AU|Australia|Australian
AW|Aruba|
AX|Åland Islands;Aland Islands|
AZ|Azerbaijan|Azerbaijani
BA|Bosnia and Herzegovina|Citizen of Bosnia and Herzegovina
BB|Barbados|Barbadian
BD|Bangladesh|Bangladeshi
BE|Belgium|Belgian
BF|Burkina Faso|Burkinan
BG|Bulgaria|Bulgarian
BH|Bahrain|Bahraini
BI|Burundi|Burundian
BJ|Benin|Beninese
BM|Bermuda|Bermudian
BN|Brunei;Brunei Darussalam|Bruneian
BO|Bolivia;Bolivia, Plurinational State of|Bolivian
BR|Brazil|Brazilian
BS|Bahamas|Bahamian
BT|Bhutan|Bhutanese
BW|Botswana|Botswanan
BY|Belarus|Belarusian
BZ|Belize|Belizean
CA|Canada|Canadian
CD|Congo, Democratic Republic of the;Congo, The Democratic Republic of the|Congolese (DRC)
CD|Democratic Republic of the Congo|
CF|Central African Republic|Central African
CG|Republic of the Congo|Congolese (Congo)
CH|Switzerland|Swiss
CI|Côte d'Ivoire;Cote d'Ivoire;Ivory Coast|Ivorian
CK|Cook Islands|Cook Islander
CL|Chile|Chilean
CM|Cameroon|Cameroonian
CN|China;People's Republic of China;China, People's Republic of;Mainland China;PRC|Chinese
CO|Colombia|Colombian
CR|Costa Rica|Costa Rican
CU|Cuba|Cuban
CV|Cabo Verde;Cape Verde|Cape Verdean
CW|Curaçao;Curacao|
CY|Cyprus|Cypriot
CZ|Czechia;Czech Republic|Czech
DE|Germany|German
DJ|Djibouti|Djiboutian
DK|Denmark|Danish
DM|Dominica|
DO|Dominican Republic|Citizen of the Dominican Republic
DZ|Algeria|Algerian
EC|Ecuador|Ecuadorean
EE|Estonia|Estonian
EG|Egypt|Egyptian
ER|Eritrea|Eritrean
ES|Spain|Spanish
ET|Ethiopia|Ethiopian
FI|Finland|Finnish
FJ|Fiji|Fijian
FK|Falkland Islands;Falkland Islands (Malvinas)|
FM|Micronesia;Micronesia, Federated States of|Micronesian
FO|Faroe Islands|Faroese
FR|France|French
GA|Gabon|Gabonese
GB|United Kingdom;United Kingdom of Great Britain and Northern Ireland;UK;U.K.;Great Britain|
GB|England;Wales;Scotland;Northern Ireland;England and Wales;England, United Kingdom;Scotland, United Kingdom|
GB|Wales, United Kingdom;Northern Ireland, United Kingdom|British;Cymraes;Cymro;Prydeinig
GB||English;Scottish;Welsh;Northern Irish
GD|Grenada|Grenadian
GE|Georgia, Republic of|
GF|French Guiana|
GG|Guernsey|
GH|Ghana|Ghanaian
GI|Gibraltar|Gibraltarian
GL|Greenland|Greenlandic
GM|Gambia|Gambian
GN|Guinea|Guinean
GP|Guadeloupe|
GQ|Equatorial Guinea|Equatorial Guinean
GR|Greece|Greek
GT|Guatemala|Guatemalan
GU|Guam|Guamanian
GW|Guinea-Bissau|Citizen of Guinea-Bissau
GY|Guyana|Guyanese
HK|Hong Kong;Hong Kong SAR;Hong Kong, China;Hong Kong SAR, China|Hong Konger
HN|Honduras|Honduran
HR|Croatia|Croatian
HT|Haiti|Haitian
HU|Hungary|Hungarian
ID|Indonesia|Indonesian
IE|Ireland;Republic of Ireland;Ireland, Republic of;Eire|Irish
IL|Israel|Israeli
IM|Isle of Man|
IN|India|Indian
IQ|Iraq|Iraqi
IR|Iran;Iran, Islamic Republic of;Islamic Republic of Iran|Iranian
IS|Iceland|Icelandic
IT|Italy|Italian
JE|Jersey|
JM|Jamaica|Jamaican
JO|Jordan|Jordanian
JP|Japan|Japanese
KE|Kenya|Kenyan
KG|Kyrgyzstan|Kyrgyz
KH|Cambodia|Cambodian
KI|Kiribati|Citizen of Kiribati
KM|Comoros|Comoran
KN|Saint Kitts and Nevis;St Kitts and Nevis;St. Kitts and Nevis|Kittitian
KP|North Korea;Korea, Democratic People's Republic of;Democratic People's Republic of Korea;DPRK|North Korean
KR|South Korea;Korea, Republic of;Republic of Korea|South Korean
KW|Kuwait|Kuwaiti
KY|Cayman Islands|Cayman Islander
KZ|Kazakhstan|Kazakh
LA|Laos;Lao People's Democratic Republic|Lao
LB|Lebanon|Lebanese
LC|Saint Lucia;St Lucia;St. Lucia|St Lucian
LI|Liechtenstein|Liechtenstein citizen
LK|Sri Lanka|Sri Lankan
LR|Liberia|Liberian
LS|Lesotho|Mosotho
LT|Lithuania|Lithuanian
LU|Luxembourg|Luxembourger
LV|Latvia|Latvian
LY|Libya|Libyan
MA|Morocco|Moroccan
MC|Monaco|Monegasque
MD|Moldova;Moldova, Republic of;Republic of Moldova|Moldovan
ME|Montenegro|Montenegrin
MG|Madagascar|Malagasy
MH|Marshall Islands|Marshallese
MK|North Macedonia;Macedonia|Macedonian
ML|Mali|Malian
MM|Myanmar;Burma|Burmese
MN|Mongolia|Mongolian
MO|Macao;Macau;Macao SAR;Macau SAR|Macanese
MP|Northern Mariana Islands|
MQ|Martinique|Martiniquais
MR|Mauritania|Mauritanian
MS|Montserrat|Montserratian
MT|Malta|Maltese
MU|Mauritius|Mauritian
MV|Maldives|Maldivian
MW|Malawi|Malawian
MX|Mexico|Mexican
MY|Malaysia|Malaysian
MZ|Mozambique|Mozambican
NA|Namibia|Namibian
NC|New Caledonia|
NE|Niger|Nigerien
NG|Nigeria|Nigerian
NI|Nicaragua|Nicaraguan
NL|Netherlands;Holland|Dutch
NO|Norway|Norwegian
NP|Nepal|Nepalese
NR|Nauru|Nauruan
NU|Niue|Niuean
NZ|New Zealand|New Zealander
OM|Oman|Omani
PA|Panama|Panamanian
PE|Peru|Peruvian
PF|French Polynesia|
PG|Papua New Guinea|Papua New Guinean
PH|Philippines|Filipino
PK|Pakistan|Pakistani
PL|Poland|Polish
PM|Saint Pierre and Miquelon|
PN|Pitcairn|Pitcairn Islander
PR|Puerto Rico|Puerto Rican
PS|Palestine;Palestine, State of|Palestinian
PT|Portugal|Portuguese
PW|Palau|Palauan
PY|Paraguay|Paraguayan
QA|Qatar|Qatari
RE|Réunion;Reunion|
RO|Romania|Romanian
RS|Serbia|Serbian
RU|Russia;Russian Federation|Russian
RW|Rwanda|Rwandan
SA|Saudi Arabia;Kingdom of Saudi Arabia|Saudi Arabian;Saudi
SB|Solomon Islands|Solomon Islander
SC|Seychelles|Citizen of Seychelles
SD|Sudan|Sudanese
SE|Sweden|Swedish
SG|Singapore|Singaporean
SH|Saint Helena, Ascension and Tristan da Cunha;St Helena|St Helenian;Tristanian
SI|Slovenia|Slovenian
SK|Slovakia;Slovak Republic|Slovak
SL|Sierra Leone|Sierra Leonean
SM|San Marino|Sammarinese
SN|Senegal|Senegalese
SO|Somalia|Somali
SR|Suriname|Surinamese
SS|South Sudan|South Sudanese
ST|Sao Tome and Principe;São Tomé and Príncipe|Sao Tomean
SV|El Salvador|Salvadorean
SX|Sint Maarten;Sint Maarten (Dutch part)|
SY|Syria;Syrian Arab Republic|Syrian
SZ|Eswatini;Swaziland|Swazi
TC|Turks and Caicos Islands|Turks and Caicos Islander
TD|Chad|Chadian
TG|Togo|Togolese
TH|Thailand|Thai
TJ|Tajikistan|Tajik
TL|Timor-Leste;East Timor|East Timorese
TM|Turkmenistan|Turkmen
TN|Tunisia|Tunisian
TO|Tonga|Tongan
TR|Turkey;Türkiye;Turkiye|Turkish
TT|Trinidad and Tobago|Trinidadian
TV|Tuvalu|Tuvaluan
TW|Taiwan;Taiwan, Province of China|Taiwanese
TZ|Tanzania;Tanzania, United Republic of;United Republic of Tanzania|Tanzanian
UA|Ukraine|Ukrainian
UG|Uganda|Ugandan
US|United States;United States of America;USA;U.S.A.;US|American
UY|Uruguay|Uruguayan
UZ|Uzbekistan|Uzbek
VA|Vatican City;Holy See|Vatican citizen
VC|Saint Vincent and the Grenadines;St Vincent and the Grenadines|Vincentian
VE|Venezuela;Venezuela, Bolivarian Republic of;Bolivarian Republic of Venezuela|Venezuelan
VG|British Virgin Islands;Virgin Islands, British;Virgin Islands (British);BVI|British Virgin Islander
VI|Virgin Islands, U.S.;Virgin Islands (U.S.);United States Virgin Islands|
VN|Vietnam;Viet Nam|Vietnamese
VU|Vanuatu|Citizen of Vanuatu
WF|Wallis and Futuna|Wallisian
WS|Samoa|Samoan
XK|Kosovo|Kosovan
YE|Yemen|Yemeni
YT|Mayotte|
ZA|South Africa|South African
ZM|Zambia|Zambian
ZW|Zimbabwe|Zimbabwean
"""
"""`CODE|names|nationalities`. Georgia is also a state of the United States, where companies are registered, and who is
Dominican may be of the republic. Chinese is of the People's Republic: the list has Taiwanese beside it."""

_SEVERAL = re.compile(r"[,;/]")
_KEPT = 4096
"""Texts that are remembered: a register repeats few of them very often."""


def plain(told: str) -> str:
    """A name without what does not tell names apart: case, spaces, a leading article, `&` for `and`."""
    words = told.replace("&", " and ").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()
    return " ".join(words).casefold().removeprefix("the ")


def _table(column: int) -> dict[str, str]:
    lines = (line.split("|") for line in NAMED.split("\n") if line)
    return {plain(name): line[0] for line in lines for name in line[column].split(";") if name}


_NAMES, _NATIONALITIES = _table(1), _table(2)


@functools.lru_cache(_KEPT)
def country_named(told: str) -> str | None:
    """The code of the country that a text names exactly; None where it names none, or more."""
    return _NAMES.get(plain(told))


@functools.lru_cache(_KEPT)
def nationalities(told: str) -> tuple[tuple[str, str | None], ...]:
    """Each nationality of a text that may list several, with its country where it is known."""
    whole = _NATIONALITIES.get(plain(told))
    parts = [told] if whole else _SEVERAL.split(told)
    return tuple((part.strip(), _NATIONALITIES.get(plain(part))) for part in parts if part.strip())
